#include "app/configuration.hpp"

#include "app/configuration_fixture.hpp"
#include "core/bytes.hpp"

#include <random>
#include <sstream>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;

namespace {

std::string slurp(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  REQUIRE(in.good());
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Every section as the product describes it.
constexpr std::string_view kEverything = R"(network = "mainnet"               # or testnet3, simnet
state   = "/var/lib/dcrvoter"     # keys/ and store/ live here; default $STATE_DIRECTORY, then this

[[node]]                          # one to eight; all are used at once
address     = "192.168.1.20:9109" # port optional
user        = "voter"
password    = "…"                 # or password_file = "…", or a systemd credential
certificate = "rpc.cert"          # file, or inline PEM; or pin = "sha256:…" of the certificate

[choices]                         # default: abstain, and treasury spends abstained
agendas  = { maxtreasuryspend = "yes" }
treasury = { "03f6e7041f1cf51ee10e0a01cd2b0385ce3cd9debaabb2296f7e9dee9329da946c" = "yes", "0101010101010101010101010101010101010101010101010101010101010102" = "no" }
[choices.ticket."0303030303030303030303030303030303030303030303030303030303030304"]  # same two tables
agendas  = { maxtreasuryspend = "abstain" }
treasury = { "03f6e7041f1cf51ee10e0a01cd2b0385ce3cd9debaabb2296f7e9dee9329da946c" = "abstain" }

[keys]
first_index = 5000

[page]
listen = ["0.0.0.0:80", "[::]:80"]
names  = ["dcrvoter.local"]       # Host names accepted besides the box's own addresses
show   = "full"                   # or "health": no tickets, amounts, key
allow  = ["192.168.1.0/24", "fd00::/8", "10.0.0.1"]

[alert]
heartbeat_url = "https://example.org/ping/1"
webhook_url   = "https://example.org/hook"
webhook_style = "ntfy"
)";

}  // namespace

TEST_CASE("app/configuration: reads every section") {
  const Folder folder;
  const auto loaded = folder.load(kEverything);
  CHECK(folder.problems(kEverything) == lines({}));
  REQUIRE(loaded.usable());
  const Configuration& configuration = loaded.configuration;
  CHECK(configuration.network == wire::NetworkId::mainnet);
  CHECK(configuration.state == "/var/lib/dcrvoter");
  REQUIRE(configuration.nodes.size() == 1);
  const NodeConfiguration& node = configuration.nodes.front();
  CHECK(node.address == net::Endpoint{"192.168.1.20", 9109});
  CHECK(node.user == "voter");
  CHECK(node.password.text.view() == "…");
  CHECK(node.certificate.file == folder.path() / "rpc.cert");
  CHECK(node.files() == std::vector{folder.path() / "rpc.cert"});

  const vote::ChoiceTable& general = configuration.choices.general;
  CHECK(general.agendas.at("maxtreasuryspend") == "yes");
  const wire::PublicKey key = wire::network(wire::NetworkId::mainnet).pi_keys[0];
  CHECK(general.treasury_keys.at(key) == vote::TreasuryAnswer::yes);
  const auto spend =
      core::Hash::from_string("0101010101010101010101010101010101010101010101010101010101010102");
  CHECK(general.treasury_spends.at(*spend) == vote::TreasuryAnswer::no);
  REQUIRE(configuration.choices.tickets.size() == 1);
  const auto& [ticket, own] = *configuration.choices.tickets.begin();
  CHECK(ticket.to_string() == "0303030303030303030303030303030303030303030303030303030303030304");
  CHECK(own.agendas.at("maxtreasuryspend") == "abstain");
  CHECK(own.treasury_keys.at(key) == vote::TreasuryAnswer::abstain);

  CHECK(configuration.first_index == 5000);
  CHECK(configuration.page.listen == std::vector<net::Endpoint>{{"0.0.0.0", 80}, {"::", 80}});
  CHECK(configuration.page.names == std::vector<std::string>{"dcrvoter.local"});
  CHECK(configuration.page.show == PageConfiguration::Show::full);
  CHECK(configuration.page.allow.size() == 3);
  CHECK(configuration.alert.heartbeat_url == "https://example.org/ping/1");
  CHECK(configuration.alert.webhook_style == AlertConfiguration::Style::ntfy);
}

TEST_CASE("app/configuration: a byte order mark and DOS line ends are fine") {
  const Folder folder;
  std::string text = "\xef\xbb\xbf" + std::string(kEverything);
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
    text.insert(at, "\r");
  }
  CHECK(folder.problems(text) == lines({}));
}

TEST_CASE("app/configuration: defaults") {
  const Folder folder;
  const auto loaded = folder.load(kNode);
  REQUIRE(loaded.usable());
  CHECK(loaded.configuration.network == wire::NetworkId::mainnet);
  CHECK(loaded.configuration.state == "/var/lib/dcrvoter");
  CHECK(loaded.configuration.nodes.front().address.port == 9109);
  CHECK(loaded.configuration.choices.general == vote::ChoiceTable{});
  CHECK_FALSE(loaded.configuration.first_index.has_value());
  CHECK(loaded.configuration.page.listen.size() == 2);
  CHECK(folder.load("[page]\nlisten = []\n" + std::string(kNode)).configuration.page.listen.empty());
  CHECK(folder.load("network = \"testnet3\"\n" + std::string(kNode)).configuration.nodes[0].address.port ==
        19109);
  CHECK(folder.load("network = \"simnet\"\n" + std::string(kNode)).configuration.nodes[0].address.port ==
        19556);
}

TEST_CASE("app/configuration: the state folder") {
  const Folder folder;
  const std::string node(kNode);
  CHECK(folder.load(node, {"/srv/voter:/srv/other", ""}).configuration.state == "/srv/voter");
  CHECK(folder.load("state = \"/a/b\"\n" + node, {"/srv/voter", ""}).configuration.state == "/a/b");
  CHECK(folder.load("state = \"../data\"\n" + node).configuration.state ==
        folder.path().parent_path() / "data");
  // The system would cut the name at the NUL and take another folder.
  for (const char* state : {R"("a\u0000b")", R"("a\nb")"}) {
    CHECK(
        folder.problems("state = " + std::string(state) + "\n" + node) ==
        lines({"dcrvoter.toml:1: state: is no file's name (not shown: it may be a secret): it has more than "
               "one line, or a control character; PEM begins with -----BEGIN"}));
  }
}

TEST_CASE("app/configuration: all mistakes are reported at once, by line") {
  const Folder folder;
  CHECK(folder.problems(R"(network = "mainet"
statee = "/x"
[[node]]
address = "10.0.0.300"
usr = "voter"
password = "hunter2"
certificate = "rpc.cert"
[page]
show = 3
listen = "0.0.0.0:80"
[keys]
first_index = -1
)") == lines({
           "dcrvoter.toml:1: network: found \"mainet\"; allowed: \"mainnet\", \"testnet3\" or "
           "\"simnet\"; did you mean \"mainnet\"?",
           "dcrvoter.toml:2: statee: is no known key; did you mean \"state\"?",
           "dcrvoter.toml:3: node[1].user: is missing beside the password; give the node's rpcuser",
           "dcrvoter.toml:4: node[1].address: \"10.0.0.300\" is no IPv4 address",
           "dcrvoter.toml:5: node[1].usr: is no known key; did you mean \"user\"?",
           "dcrvoter.toml:9: page.show: found 3; allowed: \"full\" or \"health\", in quotes",
           "dcrvoter.toml:10: page.listen: found \"0.0.0.0:80\"; a list of texts is needed, such as "
           "[\"192.168.1.5:8080\"]",
           "dcrvoter.toml:12: keys.first_index: found -1; allowed: a whole number from 0 to "
           "500000",
       }));
}

TEST_CASE("app/configuration: a key that slipped into a section is told where it belongs") {
  const Folder folder;
  CHECK(folder.problems(std::string(kNode) + "state = \"/x\"\n[page]\nbackground = \"red\"\n") ==
        lines({
            "dcrvoter.toml:7: node[1].state: is no known key in a section; move it to the top of the file, "
            "above "
            "the first [section]",
            "dcrvoter.toml:9: page.background: is no known key; allowed here: \"listen\", \"names\", "
            "\"allow\" or "
            "\"show\"",
        }));
  CHECK(folder.problems(std::string(kNode) + "choices.agendas.maxtreasuryspend = \"yes\"\nport = 1\n") ==
        lines({
            "dcrvoter.toml:7: node[1].choices: is no known key in a section; move it to the top of the file, "
            "above the first [section]",
            "dcrvoter.toml:8: node[1].port: is no known key; allowed here: \"address\", \"user\", "
            "\"password\", \"password_file\", \"password_credential\", \"certificate\", \"pin\", "
            "\"client_certificate\" or \"client_key\"",
        }));
}

TEST_CASE("app/configuration: files that are no configuration give one clear error") {
  const Folder folder;
  const auto missing = load_configuration(folder.path() / "none.toml", {});
  REQUIRE(missing.problems.size() == 1);
  CHECK(missing.problems[0].text ==
        "does not exist; copy the example configuration there, or name another file with --config");
  CHECK_FALSE(missing.usable());
  CHECK_FALSE(missing.usable_for_keys());
  CHECK(load_configuration(folder.path(), {}).problems.at(0).text == "is a folder");
  CHECK(load_configuration("/dev/zero", {}).problems.at(0).text == "is no regular file");

  CHECK(folder.problems(std::string(1'000'000, '#')) == lines({"dcrvoter.toml: is larger than 512 KiB"}));
  CHECK(folder.problems(std::string("\xff\xfen\0e\0t\0", 8)) ==
        lines({"dcrvoter.toml:1: the file is not UTF-8 text; save it as UTF-8"}));
  CHECK(
      folder.problems("network = \"mainnet\"\n# caf\xe9\n").starts_with("dcrvoter.toml:2: no valid TOML: "));
  CHECK(folder.problems("network = \"mainnet\"\nnetwork = \"mainnet\"\n") ==
        lines({"dcrvoter.toml:2: no valid TOML: Error while parsing key-value pair: cannot redefine existing "
               "string "
               "'network'"}));
  CHECK(folder.problems("") == lines({"dcrvoter.toml: node: is missing; a [[node]] section names the dcrd to "
                                      "connect to, one to eight of them"}));
}

TEST_CASE("app/configuration: nesting without end is refused, not followed") {
  const Folder folder;
  const auto deep = lines({"dcrvoter.toml:2: nested deeper than any configuration is"});
  const auto repeat = [](std::string_view part, int times) {
    std::string text = "\n";
    for (int i = 0; i < times; ++i) {
      text += part;
    }
    return text;
  };
  CHECK(folder.problems(repeat("a.", 200'000) + "a=1") == deep);
  CHECK(folder.problems(repeat("\"a\".", 100'000) + "a=1") == deep);
  CHECK(folder.problems("\n[" + repeat("a.", 200'000).substr(1) + "a]") == deep);
  CHECK(folder.problems("\na=" + repeat("[", 400'000).substr(1)) == deep);
  CHECK(folder.problems("\na=" + repeat("{a=", 100'000).substr(1)) == deep);
  CHECK(folder.problems("\nx={b=\"\"\"q\"\"\"\", " + repeat("a.", 200'000).substr(1) + "a=1}") == deep);
  CHECK(folder.problems("\nx={b='''q'''', " + repeat("a.", 200'000).substr(1) + "a=1}") == deep);
  CHECK(folder.problems("\nx={b=\"\\\"\", " + repeat("a.", 200'000).substr(1) + "a=1}") == deep);
  CHECK(folder.problems("\nx={b='\\', " + repeat("a.", 200'000).substr(1) + "a=1}") == deep);
  CHECK(folder.problems("\nx={b='', c=\"\", " + repeat("a.", 200'000).substr(1) + "a=1}") == deep);
}

TEST_CASE("app/configuration: the number of nodes and their addresses") {
  const Folder folder;
  CHECK(folder.problems("[node]\naddress=\"a\"\n") ==
        lines({"dcrvoter.toml:1: node: found a table; a node's section begins with [[node]], in two pairs of "
               "brackets"}));
  std::string nine;
  for (int i = 0; i < 9; ++i) {
    nine += kNode;
  }
  CHECK(folder.problems(nine) == lines({"dcrvoter.toml:50: node: found 9 sections; allowed: one to eight"}));
  CHECK(folder.problems("[[node]]\nuser=\"u\"\npassword=\"p\"\ncertificate=\"rpc.cert\"") ==
        lines({"dcrvoter.toml:1: node[1].address: is missing; give host or host:port of the node, such as "
               "\"192.168.1.20\""}));
  std::string twice(kNode);
  twice += R"([[node]]
address = "192.168.1.20:9109"
user = "voter"
password = "p"
certificate = "rpc.cert"
)";
  CHECK(folder.problems(twice) ==
        lines({"dcrvoter.toml:7: node[2].address: 192.168.1.20:9109 is also node[1] in line "
               "2; each node is named once"}));
}

TEST_CASE("app/configuration: choices") {
  const Folder folder;
  const std::string node(kNode);
  CHECK(folder.problems("[choices.agendas]\nmaxtreasuryspend = \"maybe\"\nmaxtreasurispend = \"yes\"\n"
                        "blake3pow = \"yes\"\nfuture = 1\n" +
                        node) ==
        lines({
            "dcrvoter.toml:2: choices.agendas.maxtreasuryspend: found \"maybe\"; allowed: \"abstain\", "
            "\"no\" or \"yes\"",
            "warning dcrvoter.toml:3: choices.agendas.maxtreasurispend: is no agenda that this version "
            "knows, so it "
            "counts for nothing; did you mean \"maxtreasuryspend\"?",
            "warning dcrvoter.toml:4: choices.agendas.blake3pow: was voted on with vote version 10; today's "
            "is 11, so "
            "it counts for nothing",
            "dcrvoter.toml:5: choices.agendas.future: found 1; a text in quotes is needed",
        }));
  const auto kept = folder.load("[choices]\nagendas = { future = \"perhaps\" }\n" + node);
  CHECK(kept.usable());
  CHECK(kept.configuration.choices.general.agendas.at("future") == "perhaps");

  const std::string allowed =
      "; allowed: a treasury key of mainnet "
      "(03f6e7041f1cf51ee10e0a01cd2b0385ce3cd9debaabb2296f7e9dee9329da946c, "
      "0319a37405cb4d1691971847d7719cfce70857c0f6e97d7c9174a3998cf0ab86dd) or the transaction id of a "
      "treasury spend, "
      "64 hex digits";
  CHECK(folder.problems("[choices.treasury]\n\"<tspend txid>\" = \"no\"\n"
                        "02a36b785d584555696b69d1b2bbeff4010332b301e3edd316d79438554cacb3e7 = \"yes\"\n"
                        "03f6e7041f1cf51ee10e0a01cd2b0385ce3cd9debaabb2296f7e9dee9329da946c = \"ys\"\n" +
                        node) ==
        lines({
            "dcrvoter.toml:2: choices.treasury.\"<tspend txid>\": is neither a treasury key nor a treasury "
            "spend" +
                allowed,
            "dcrvoter.toml:3: "
            "choices.treasury.02a36b785d584555696b69d1b2bbeff4010332b301e3edd316d79438554cacb3e7: is no "
            "treasury key of this network" +
                allowed,
            "dcrvoter.toml:4: "
            "choices.treasury.03f6e7041f1cf51ee10e0a01cd2b0385ce3cd9debaabb2296f7e9dee9329da946c: found "
            "\"ys\"; allowed: \"yes\", \"no\" or \"abstain\"; did you mean \"yes\"?",
        }));
  CHECK(folder.problems(
            "[choices.ticket.\"abc\"]\nagendas = { maxtreasuryspend = \"no\" }\n[choices.tickets]\n" +
            node) == lines({
                         "dcrvoter.toml:1: choices.ticket.abc: is no ticket; the name is the ticket's "
                         "transaction id, 64 hex digits in "
                         "quotes",
                         "dcrvoter.toml:3: choices.tickets: is no known key; did you mean \"ticket\"?",
                     }));
}

TEST_CASE("app/configuration: addresses in words are checked for their form") {
  const Folder folder;
  CHECK(folder.problems(
            "[page]\nlisten = [\"dcrvoter.local:80\"]\nnames = [\"a b\"]\nallow = [\"10.0.0.0/33\"]\n"
            "[alert]\nheartbeat_url = \"ftp://secret-token\"\nwebhook_style = \"teams\"\n" +
            std::string(kNode)) == lines({
                                       "dcrvoter.toml:2: page.listen: found \"dcrvoter.local:80\"; allowed: "
                                       "an IP address of this machine, or 0.0.0.0 "
                                       "or [::] for all",
                                       "dcrvoter.toml:3: page.names: found \"a b\"; allowed: host names such "
                                       "as \"dcrvoter.local\", without port",
                                       "dcrvoter.toml:4: page.allow: found \"10.0.0.0/33\"; allowed: "
                                       "networks such as \"192.168.1.0/24\" or "
                                       "\"fd00::/8\"",
                                       "dcrvoter.toml:6: alert.heartbeat_url: is no URL (not shown: it may "
                                       "hold a token); allowed: https://… or "
                                       "http://…",
                                       "dcrvoter.toml:7: alert.webhook_style: found \"teams\"; allowed: "
                                       "\"json\", \"discord\", \"slack\" or \"ntfy\"",
                                   }));
}

TEST_CASE("app/configuration: the key commands need network and state folder only") {
  const Folder folder;
  CHECK(folder.load("network = \"simnet\"\n[page]\nshow = 1\n").usable_for_keys());
  CHECK_FALSE(folder.load("network = \"simnt\"\n").usable_for_keys());
  CHECK_FALSE(folder.load("network = simnet\n").usable_for_keys());
}

TEST_CASE("app/configuration: the example in the repository loads") {
  const Folder folder;
  const std::string example = slurp(DCRVOTER_SOURCE_CONFIG "/dcrvoter.toml");
  CHECK(folder.problems(example) == lines({}));

  // With every "# key = value" taken out of its comment, one alternative at a time is left to the owner.
  std::istringstream in(example);
  std::string uncommented;
  for (std::string line; std::getline(in, line);) {
    const bool choices =
        line.starts_with("# [") || line.starts_with("# agendas") || line.starts_with("# treasury") ||
        line.starts_with("# listen") || line.starts_with("# names") || line.starts_with("# allow") ||
        line.starts_with("# show  ") || line.starts_with("# heartbeat") || line.starts_with("# webhook_") ||
        line.starts_with("# first_index") || line.starts_with("# backup  ") || line.starts_with("# state");
    uncommented += (choices ? line.substr(2) : line) + "\n";
  }
  for (std::size_t at = 0; (at = uncommented.find("…\"", at)) != std::string::npos;) {
    uncommented.replace(at, std::string("…").size(), "x");
  }
  CHECK(folder.problems(uncommented) == lines({}));
  CHECK(folder.load(uncommented).configuration.choices.tickets.size() == 1);
  CHECK(folder.load(uncommented).configuration.alert.webhook_url == "https://example.org/hook/x");
}

TEST_CASE("app/configuration: no change of the text makes it fail otherwise than by an error") {
  const Folder folder;
  const std::string seed(kEverything);
  std::mt19937 random(20260101);
  const std::string_view pieces[] = {"[",   "]",  "{", "}",        "\"",   "'",        "\"\"\"", "=",
                                     ".",   "\n", "#", "\\u",      "\\",   "1e9",      "true",   "1979-05-27",
                                     "nan", "0x", "-", "[[node]]", "\xff", "\xf0\x9f", "…",      ","};
  for (int round = 0; round < 3000; ++round) {
    std::string text = seed;
    for (auto edits = 1 + random() % 6; edits != 0; --edits) {
      const std::size_t at = random() % (text.size() + 1);
      switch (random() % 4) {
        case 0: text.erase(at, random() % 40); break;
        case 1: text.insert(at, pieces[random() % std::size(pieces)]); break;
        case 2: text.resize(at); break;
        default:
          if (at < text.size()) {
            text[at] = static_cast<char>(random());
          }
      }
    }
    const auto loaded = folder.load(text);
    for (const Problem& problem : loaded.problems) {
      REQUIRE_FALSE(problem.text.empty());
    }
  }
}
