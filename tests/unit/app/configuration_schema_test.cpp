#include "app/configuration_schema.hpp"

#include "app/configuration_fixture.hpp"
#include "app/configuration_reference.hpp"

#include <algorithm>
#include <set>
#include <sstream>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;

namespace {

using Kind = KeySchema::Kind;

const Environment kService{"", "/run/credentials/dcrvoter.service"};
constexpr std::string_view kUser = "user = \"voter\"\n";
constexpr std::string_view kPassword = "password = \"x\"\n";
constexpr std::string_view kAddress = "address = \"192.168.1.20\"\n";
constexpr std::string_view kTrust = "certificate = \"rpc.cert\"\n";

std::string file_of(std::string_view folder, std::string_view name) {
  std::ifstream in(std::string(folder) + "/" + std::string(name), std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

bool is_node(const SectionSchema& section) {
  return section.header == "[[node]]";
}

// What a node needs besides this key.
std::string rest_of_node(std::string_view key) {
  std::string text;
  if (key != "address") {
    text += kAddress;
  }
  if (key != "certificate" && key != "pin") {
    text += kTrust;
  }
  if (key == "client_certificate") {
    return text + "client_key = \"client.key\"\n";
  }
  if (key == "client_key") {
    return text + "client_certificate = \"client.cert\"\n";
  }
  if (key != "user") {
    text += kUser;
  }
  if (!key.starts_with("password")) {
    text += kPassword;
  }
  return text;
}

// A configuration in which this key has this value, and all else is right.
std::string with(const SectionSchema& section, std::string_view key, std::string_view value) {
  const std::string line = std::string(key) + " = " + std::string(value) + "\n";
  if (is_node(section)) {
    return "[[node]]\n" + rest_of_node(key) + line;
  }
  if (section.header.empty()) {
    return line + (key == "node" ? "" : std::string(kNode));
  }
  std::string header(section.header);
  if (const auto at = header.find("TXID"); at != std::string::npos) {
    header.replace(at, 4, std::string(64, 'a'));
  }
  return std::string(kNode) + header + "\n" + line;
}

template <typename Do>
void for_each_key(const Do& act) {
  for (const SectionSchema& section : configuration_schema()) {
    for (const KeySchema& key : section.keys) {
      CAPTURE(section.header);
      CAPTURE(key.name);
      act(section, key);
    }
  }
}

std::string problems(const SectionSchema& section, const KeySchema& key, std::string_view value) {
  const Folder folder;
  folder.write("client.cert", kCertificate);
  return folder.problems(with(section, key.name, value), kService);
}

}  // namespace

TEST_CASE("app/configuration schema: the parser reads every key of it") {
  for_each_key([](const SectionSchema& section, const KeySchema& key) {
    // No key is a date, and whoever reads one says so.
    const std::string told = problems(section, key, "1979-05-27");
    CHECK(told.find(std::string(key.name) + ": found a date or time") != std::string::npos);
    CHECK(told.find("is no known key") == std::string::npos);
  });
}

TEST_CASE("app/configuration schema: the parser takes its examples") {
  for_each_key([](const SectionSchema& section, const KeySchema& key) {
    if (key.example.empty()) {
      CHECK((key.kind == Kind::table || key.kind == Kind::sections));
      return;
    }
    if (key.name == "password_credential") {  // there is no such file
      CHECK(problems(section, key, key.example).find("/node-password does not exist") != std::string::npos);
      return;
    }
    CHECK(problems(section, key, key.example) == "");
  });
}

TEST_CASE("app/configuration schema: words and numbers are allowed as it says, and no others") {
  for_each_key([](const SectionSchema& section, const KeySchema& key) {
    CHECK((key.kind == Kind::word) == !key.words.empty());
    for (const std::string_view word : key.words) {
      CHECK(problems(section, key, '"' + std::string(word) + '"') == "");
    }
    if (key.kind == Kind::word) {
      CHECK(problems(section, key, "\"another\"").find("; allowed: \"" + std::string(key.words.front())) !=
            std::string::npos);
    }
    if (key.kind == Kind::integer) {
      CHECK(problems(section, key, std::to_string(key.least)) == "");
      CHECK(problems(section, key, std::to_string(key.most)) == "");
      CHECK(problems(section, key, std::to_string(key.least - 1)) != "");
      CHECK(problems(section, key, std::to_string(key.most + 1)) != "");
    }
  });
}

TEST_CASE("app/configuration schema: defaults are what it says") {
  const Folder folder;
  const auto is = [](const SectionSchema& section, std::string_view header) {
    return section.header == header;
  };
  const auto as_without = [&folder](const Configuration& given) {
    const Configuration without = folder.load(kNode).configuration;
    CHECK(given.network == without.network);
    CHECK(given.backup_waived == without.backup_waived);
    CHECK(given.page.listen == without.page.listen);
    CHECK(given.page.names == without.page.names);
    CHECK(given.page.allow == without.page.allow);
    CHECK(given.page.show == without.page.show);
    CHECK(given.alert.webhook_style == without.alert.webhook_style);
  };
  for_each_key([&](const SectionSchema& section, const KeySchema& key) {
    CHECK((key.kind == Kind::word) == key.standard.empty());
    if (key.kind == Kind::word || key.kind == Kind::list) {
      const std::string value =
          key.kind == Kind::word ? '"' + std::string(key.words.front()) + '"' : std::string(key.standard);
      as_without(folder.load(with(section, key.name, value)).configuration);
    }
    if (is(section, "") && key.name == "state") {
      CHECK(key.standard.find(folder.load(kNode).configuration.state.string()) != std::string_view::npos);
    }
    if (is(section, "[[node]]") && key.name == "address") {
      for (const auto id : {wire::NetworkId::mainnet, wire::NetworkId::testnet3, wire::NetworkId::simnet}) {
        const wire::Network& network = wire::network(id);
        CHECK(key.standard.find(std::to_string(network.rpc_port) + " on " + std::string(network.name)) !=
              std::string_view::npos);
      }
    }
  });
  for (const auto id : {wire::NetworkId::mainnet, wire::NetworkId::testnet3, wire::NetworkId::simnet}) {
    const std::string name(wire::network(id).name);
    CHECK(folder.load("network = \"" + name + "\"\n" + std::string(kNode)).configuration.network == id);
  }
}

TEST_CASE("app/configuration schema: the example in the repository shows every key") {
  std::istringstream in(file_of(DCRVOTER_SOURCE_CONFIG, "dcrvoter.toml"));
  std::set<std::string> shown;  // "header key"
  std::string header;
  for (std::string line; std::getline(in, line);) {
    const auto begin = line.find_first_not_of("# ");
    if (begin == std::string::npos) {
      continue;
    }
    line = line.substr(begin);
    if (line.starts_with("[")) {
      header = line.starts_with("[choices.ticket") ? "[choices.ticket.\"TXID\"]"
                                                   : line.substr(0, line.rfind(']') + 1);
      continue;
    }
    const std::string key = line.substr(0, line.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"));
    if (line.find_first_not_of(' ', key.size()) == line.find("= ")) {
      shown.insert(header + " " + key);
    }
  }
  std::set<std::string> wanted;
  for_each_key([&wanted](const SectionSchema& section, const KeySchema& key) {
    if (!key.example.empty()) {
      wanted.insert(std::string(section.header) + " " + std::string(key.name));
    }
  });
  CHECK(shown == wanted);
}

TEST_CASE("app/configuration schema: the reference in the repository is printed from it") {
  const bool same = file_of(DCRVOTER_SOURCE_DOCS, "configuration.md") == configuration_reference();
  CHECK_MESSAGE(same,
                "docs/configuration.md differs from the program's table; tools/reference writes it anew");
}
