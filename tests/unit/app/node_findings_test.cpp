#include "app/node_findings.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace dcrvoter;
using namespace dcrvoter::app;
using core::Errc;

namespace {

constexpr std::time_t kNow = 1'800'000'000;

const wire::Network& mainnet() {
  return wire::network(wire::NetworkId::mainnet);
}

std::unexpected<node::CallError> refused(int code, std::string text) {
  return std::unexpected(node::CallError{Errc::refused, code, std::move(text)});
}
std::unexpected<node::CallError> limited() {
  return refused(-32602, "limited user not authorized for this method");
}

// A node that is as it should be.
NodeFacts healthy(const wire::Network& network = mainnet()) {
  NodeFacts facts;
  facts.name = "host:9109";
  facts.user = "voter";
  facts.addresses = std::vector<std::string>{"192.168.1.20"};
  facts.tcp = core::Result<void>();
  facts.connection = NodeFacts::Connected{"TLS 1.2, SUITE", {}};
  facts.magic = network.magic;
  facts.version = node::Version{"2.1.6", 8, 3, 0};
  node::BlockchainInfo chain;
  chain.chain = network.name;
  chain.blocks = chain.headers = chain.sync_height = 1000;
  facts.chain = chain;
  wire::BlockHeader tip;
  tip.timestamp = static_cast<std::uint32_t>(kNow - 60);
  facts.tip = tip;
  facts.info = node::NodeInfo{0, 8, false};
  facts.address_index = std::vector<bool>{false};
  facts.vote_version = node::VoteInfo{1000, network.vote_version, {{"maxtreasuryspend", "", "active"}}};
  facts.next_vote_version = refused(-8, "12: unrecognized vote version");
  for (const char* method : {"notifyblocks", "loadtxfilter"}) {
    facts.permissions.emplace_back(method, node::CallResult<void>());
  }
  facts.asked_at = std::chrono::system_clock::from_time_t(kNow);
  return facts;
}

// All lines but those that are ok.
std::string complaints(const NodeFacts& facts, const wire::Network& network = mainnet()) {
  std::string all;
  for (const Finding& finding : judge_node(facts, network, 0)) {
    CHECK(finding.node == 0);
    all += finding.level == Finding::Level::ok ? "" : to_string(finding) + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("app/node_findings: all is well") {
  std::string all;
  for (const Finding& finding : judge_node(healthy(), mainnet(), 3)) {
    CHECK(finding.node == 3);
    all += to_string(finding) + "\n";
  }
  CHECK(all ==
        "ok    node host:9109, name: 192.168.1.20\n"
        "ok    node host:9109, TCP: connected\n"
        "ok    node host:9109, TLS: TLS 1.2, SUITE; its certificate is the configured one, or signed by it\n"
        "ok    node host:9109, login: as user \"voter\"\n"
        "ok    node host:9109, network: mainnet\n"
        "ok    node host:9109, version: dcrd 2.1.6, JSON-RPC 8.3.0\n"
        "ok    node host:9109, permissions: notifyblocks, loadtxfilter\n"
        "ok    node host:9109, sync: at block 1000\n"
        "ok    node host:9109, peers: 8\n"
        "ok    node host:9109, time: 0 s off its peers'\n"
        "ok    node host:9109, address index: there (dcrd needs no txindex)\n"
        "ok    node host:9109, vote version: 11, maxtreasuryspend active\n");
}

TEST_CASE("app/node_findings: a stage that fails is the last one") {
  NodeFacts facts;
  facts.name = "host:9109";
  facts.files = core::fail(Errc::not_found, "certificate: rpc.cert does not exist");
  CHECK(complaints(facts) == "FAIL  node host:9109, files: certificate: rpc.cert does not exist\n");

  facts.files = {};
  facts.addresses = core::fail(Errc::not_found, "no such name");
  CHECK(complaints(facts) ==
        "FAIL  node host:9109, name: no such name; check the address in the configuration, and this "
        "machine's DNS\n");

  facts.addresses = std::vector<std::string>{"192.168.1.20"};
  facts.tcp = core::fail(Errc::refused, "host:9109 refused the connection");
  CHECK(complaints(facts) == "FAIL  node host:9109, TCP: host:9109 refused the connection\n");

  facts.tcp = core::Result<void>();
  facts.connection = core::fail(Errc::untrusted, "the certificate is another one");
  CHECK(complaints(facts) == "FAIL  node host:9109, TLS: the certificate is another one\n");
  facts.connection = core::fail(Errc::unauthorized, "wrong user or password");
  CHECK(complaints(facts) == "FAIL  node host:9109, login: wrong user or password\n");
  facts.connection = core::fail(Errc::timed_out, "no answer");
  CHECK(complaints(facts) == "FAIL  node host:9109, connection: no answer\n");

  facts.connection = NodeFacts::Connected{"TLS 1.2", {"the certificate has expired"}};
  facts.magic = std::unexpected(node::CallError{Errc::closed, 0, "it hung up"});
  CHECK(complaints(facts) ==
        "warn  node host:9109, TLS: the certificate has expired\n"
        "FAIL  node host:9109, connection: it hung up; its rpcmaxwebsockets may be used up\n");
}

TEST_CASE("app/node_findings: another network, another version") {
  NodeFacts facts = healthy();
  facts.magic = wire::network(wire::NetworkId::testnet3).magic;
  CHECK(complaints(facts) ==
        "FAIL  node host:9109, network: the node is on testnet3, the configuration on mainnet; correct "
        "network in the "
        "configuration, or the node's address\n");
  facts.magic = 7;
  CHECK(complaints(facts).find("the node is on an unknown network") != std::string::npos);

  facts = healthy();
  facts.version = node::Version{"1.8.0", 8, 2, 9};
  CHECK(complaints(facts).starts_with("FAIL  node host:9109, version: "));
}

TEST_CASE("app/node_findings: the limited user is told by what it may not call") {
  NodeFacts facts = healthy();
  facts.permissions.emplace_back("notifywinningtickets", limited());
  facts.permissions.emplace_back("notifytspend", limited());
  CHECK(complaints(facts) ==
        "FAIL  node host:9109, permissions: this login may not call notifywinningtickets, notifytspend: it "
        "is the node's "
        "limited user (rpclimituser); give its rpcuser and rpcpass\n");
}

TEST_CASE("app/node_findings: syncing, and what only looks synced") {
  NodeFacts facts = healthy();
  (*facts.chain)->headers = 2000;
  const std::string syncing =
      "FAIL  node host:9109, sync: still syncing, at block 1000 of 2000: it announces no winning tickets "
      "until it is done; "
      "wait; if the number stays, look at its peers\n";
  CHECK(complaints(facts) == syncing);

  facts = healthy();
  (*facts.chain)->initial_block_download = true;
  CHECK(complaints(facts).find("still syncing, at block 1000 of 1000") != std::string::npos);
  // Simnet's flag says nothing.
  facts = healthy(wire::network(wire::NetworkId::simnet));
  (*facts.chain)->initial_block_download = true;
  (*facts.tip)->timestamp = kNow - 100'000;
  (*facts.info)->connections = 0;
  CHECK(complaints(facts, wire::network(wire::NetworkId::simnet)).empty());

  facts = healthy();
  (*facts.tip)->timestamp = kNow - 2 * 3600;
  CHECK(complaints(facts) ==
        "warn  node host:9109, sync: at block 1000, which is 120 minutes old; look whether the node has "
        "peers and its "
        "network works, and at this machine's clock\n");
  (*facts.tip)->timestamp = kNow + 5 * 3600;
  CHECK(complaints(facts) ==
        "warn  node host:9109, sync: at block 1000, which was made 5 hours from now; set this machine's "
        "clock\n");
}

TEST_CASE("app/node_findings: peers, time, index and vote version") {
  NodeFacts facts = healthy();
  facts.info = node::NodeInfo{-90, 0, false};
  facts.address_index = refused(-32603, "exists address index disabled");
  facts.next_vote_version = node::VoteInfo{};
  CHECK(complaints(facts) ==
        "warn  node host:9109, peers: it has none, so it learns of no new blocks and passes on no votes; "
        "check the node's "
        "network and firewall\n"
        "warn  node host:9109, time: its clock is -90 s off its peers'; set the clock of the node's machine\n"
        "warn  node host:9109, address index: switched off (noexistsaddrindex=1), so the tickets of an "
        "account key are "
        "searched up to a thousand addresses beyond [keys] first_index; switch it on, or set first_index\n"
        "warn  node host:9109, vote version: it knows version 12, dcrvoter votes version 11; update "
        "dcrvoter\n");
  facts = healthy();
  facts.vote_version = refused(-8, "11: unrecognized vote version");
  CHECK(
      complaints(facts) ==
      "warn  node host:9109, vote version: it does not know version 11, which dcrvoter votes; update dcrd\n");
}
