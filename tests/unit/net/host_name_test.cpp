#include "net/host_name.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace dcrvoter::net {
namespace {

TEST_CASE("net/host_name: names match but for case and a final dot, a star stands for one label") {
  struct Row {
    const char* pattern;
    const char* host;
    bool matches;
  };
  for (const Row& row :
       {Row{"node.example", "node.example", true}, Row{"Node.Example", "nODE.eXAMPLE", true},
        Row{"node.example.", "node.example", true}, Row{"node.example", "node.example.", true},
        Row{"localhost", "localhost", true}, Row{"node.example", "node.example.org", false},
        Row{"example", "node.example", false}, Row{"", "", false}, Row{".", "", false},
        Row{"*.example.org", "a.example.org", true}, Row{"*.example.org", "A.EXAMPLE.ORG", true},
        Row{"*.example.org", "a.b.example.org", false}, Row{"*.example.org", "example.org", false},
        Row{"*.example.org", ".example.org", false}, Row{"*.org", "example.org", false},
        Row{"*", "localhost", false}, Row{"*.", "a.", false}, Row{"a*.example.org", "ab.example.org", false},
        Row{"a.*.org", "a.example.org", false}}) {
    CAPTURE(row.pattern);
    CAPTURE(row.host);
    CHECK(dns_name_matches(row.pattern, row.host) == row.matches);
  }
}

// SEQUENCE { [2] "ab.c", [7] 10.0.0.1, [1] mail, [7] fd00::1, [7] of 3 bytes }
const core::Bytes kNames{0x30, 0x28, 0x82, 4,    'a', 'b',  '.', 'c',  0x87, 4, 10, 0, 0,    1,
                         0x81, 1,    'm',  0x87, 16,  0xfd, 0,   0,    0,    0, 0,  0, 0,    0,
                         0,    0,    0,    0,    0,   0,    1,   0x87, 3,    1, 2,  3, 0x82, 0};

TEST_CASE("net/host_name: reads the names of a certificate") {
  const SubjectNames names = parse_subject_names(kNames);
  CHECK(names.dns == std::vector<std::string>{"ab.c", ""});
  CHECK(names.addresses.size() == 2);
  CHECK(list_names(names) == "ab.c, , 10.0.0.1, fd00::1");
  CHECK(names_hold(names, "AB.c"));
  CHECK(names_hold(names, "10.0.0.1"));
  CHECK(names_hold(names, "fd00:0::1"));
  CHECK(!names_hold(names, "10.0.0.2"));
  CHECK(!names_hold(names, "fd00::2"));
  CHECK(!names_hold(names, ""));
}

TEST_CASE("net/host_name: an address never matches a name, nor the other way round") {
  const core::Bytes bytes{0x30, 11, 0x82, 9, '1', '2', '7', '.', '0', '.', '0', '.', '1'};
  const SubjectNames names = parse_subject_names(bytes);
  CHECK(names.dns == std::vector<std::string>{"127.0.0.1"});
  CHECK(!names_hold(names, "127.0.0.1"));
}

TEST_CASE("net/host_name: cut at every byte it reads what is whole") {
  for (std::size_t size = 0; size < kNames.size(); ++size) {
    CAPTURE(size);
    const SubjectNames names = parse_subject_names(core::ByteView(kNames).first(size));
    CHECK(names.dns.empty());
    CHECK(names.addresses.empty());
  }
  core::Bytes shorter = kNames;  // the outer length fits, an inner one does not
  shorter[3] = 0x7f;
  CHECK(parse_subject_names(shorter).dns.empty());
}

TEST_CASE("net/host_name: long lists and strange characters stay one short line") {
  SubjectNames names;
  names.dns.assign(20, "a\nb\x7f");
  const std::string line = list_names(names);
  CHECK(line.starts_with("a?b?, a?b?"));
  CHECK(line.ends_with(", …"));
  CHECK(std::ranges::count(line, ',') == 8);
}

}  // namespace
}  // namespace dcrvoter::net
