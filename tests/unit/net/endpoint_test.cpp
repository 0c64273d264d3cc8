#include "net/endpoint.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::net {
namespace {

using core::Errc;

TEST_CASE("net/endpoint: host and port, or the default one") {
  struct Row {
    const char* text;
    const char* host;
    std::uint16_t port;
    const char* again;
  };
  for (const Row& row :
       {Row{"localhost", "localhost", 9109, "localhost:9109"},
        Row{"localhost:1", "localhost", 1, "localhost:1"},
        Row{"node.example:65535", "node.example", 65535, "node.example:65535"},
        Row{"192.0.2.1:19109", "192.0.2.1", 19109, "192.0.2.1:19109"},
        Row{"192.0.2.1", "192.0.2.1", 9109, "192.0.2.1:9109"}, Row{"[::1]", "::1", 9109, "[::1]:9109"},
        Row{"[2001:db8::1]:80", "2001:db8::1", 80, "[2001:db8::1]:80"},
        Row{"my_node-2.local", "my_node-2.local", 9109, "my_node-2.local:9109"}}) {
    CAPTURE(row.text);
    const auto endpoint = parse_endpoint(row.text, 9109);
    REQUIRE(endpoint);
    CHECK(*endpoint == Endpoint{row.host, row.port});
    CHECK(to_string(*endpoint) == row.again);
    CHECK(parse_endpoint(row.again, 1) == endpoint);
  }
}

TEST_CASE("net/endpoint: each mistake is named") {
  struct Row {
    std::string text;
    Errc kind;
    const char* words;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"", Errc::malformed, "the host is missing"},
           {":9109", Errc::malformed, "the host is missing"},
           {"node:", Errc::malformed, "must be a number"},
           {"node:x", Errc::malformed, "must be a number"},
           {"node:+1", Errc::malformed, "must be a number"},
           {"node:1 ", Errc::malformed, "must be a number"},
           {"node:0", Errc::out_of_range, "1 to 65535"},
           {"node:65536", Errc::out_of_range, "1 to 65535"},
           {"node:99999999999999999999", Errc::out_of_range, "1 to 65535"},
           {"::1", Errc::malformed, "in brackets"},
           {"2001:db8::1:9109", Errc::malformed, "in brackets"},
           {"[::1", Errc::malformed, "closing ]"},
           {"[::1]9109", Errc::malformed, "only :port"},
           {"[]:1", Errc::malformed, "no IPv6 address"},
           {"[127.0.0.1]:1", Errc::malformed, "no IPv6 address"},
           {"wss://node:9109/ws", Errc::malformed, "without \"wss://\""},
           {"10.0.0.300", Errc::malformed, "\"10.0.0.300\" is no IPv4 address"},
           {"10.0.0:1", Errc::malformed, "\"10.0.0:1\": \"10.0.0\" is no IPv4 address"},
           {"no de", Errc::malformed, "no host name"},
           {"node..example", Errc::malformed, "no host name"},
           {"user@node", Errc::malformed, "no host name"},
           {std::string(64, 'a'), Errc::malformed, "63 characters"},
           {std::string(300, 'a'), Errc::malformed, "253 characters"},
       }) {
    CAPTURE(row.text);
    const auto endpoint = parse_endpoint(row.text, 9109);
    REQUIRE(!endpoint);
    CHECK(endpoint.error().kind == row.kind);
    const auto& text = endpoint.error().text;
    CHECK(text.find(row.words) != std::string::npos);
    const auto quoted = '"' + row.text + '"';
    CHECK(text.find(quoted) == text.rfind(quoted));
  }
}

}  // namespace
}  // namespace dcrvoter::net
