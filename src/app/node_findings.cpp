#include "app/node_findings.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace dcrvoter::app {
namespace {

using core::Errc;
using Level = Finding::Level;

constexpr int kUnknownVoteVersion = -8;        // dcrd: internal/rpcserver/rpcserver.go, handleGetVoteInfo
constexpr std::int64_t kMostOffset = 60;       // seconds that a node's clock may be off its peers'
constexpr std::int64_t kBlocksOfSilence = 12;  // times the target; by chance once in e^12 blocks
constexpr std::int64_t kMostAhead = 7200;      // seconds; dcrd refuses blocks from further in the future

class NodeJudge {
 public:
  NodeJudge(const NodeFacts& facts, const wire::Network& network, std::size_t node)
      : facts_(facts), network_(network), node_(node) {}

  std::vector<Finding> judge() {
    if (reach() && connect() && identify()) {
      permissions();
      chain();
      info();
      address_index();
      vote_version();
    }
    return std::move(findings_);
  }

 private:
  void add(Level level, const char* stage, std::string text, std::string remedy = {}) {
    findings_.push_back(
        {level, "node " + facts_.name + ", " + stage, std::move(text), std::move(remedy), node_});
  }
  bool fail(const char* stage, std::string text, std::string remedy = {}) {
    add(Level::fail, stage, std::move(text), std::move(remedy));
    return false;
  }

  bool reach() {
    if (!facts_.files) {
      return fail("files", facts_.files.error().text);
    }
    if (facts_.addresses && !*facts_.addresses) {
      return fail("name", facts_.addresses->error().text,
                  "check the address in the configuration, and this machine's DNS");
    }
    if (facts_.addresses) {
      std::string list;
      for (const std::string& address : **facts_.addresses) {
        list += (list.empty() ? "" : ", ") + address;
      }
      add(Level::ok, "name", list);
    }
    if (facts_.tcp && !*facts_.tcp) {
      return fail("TCP", facts_.tcp->error().text);
    }
    add(Level::ok, "TCP", "connected");
    return true;
  }

  bool connect() {
    if (!facts_.connection) {
      return false;
    }
    if (!*facts_.connection) {
      const core::Error& error = facts_.connection->error();
      if (error.kind == Errc::unauthorized) {
        add(Level::ok, "TLS", trusted());
        return fail("login", error.text);
      }
      return fail(error.kind == Errc::untrusted ? "TLS" : "connection", error.text);
    }
    const NodeFacts::Connected& connected = **facts_.connection;
    add(Level::ok, "TLS", connected.tls + "; " + trusted());
    for (const std::string& warning : connected.warnings) {
      add(Level::warn, "TLS", warning);
    }
    add(Level::ok, "login", facts_.user.empty() ? "by client certificate" : "as user \"" + facts_.user + '"');
    return true;
  }

  [[nodiscard]] std::string trusted() const {
    return facts_.pinned ? "its certificate is the pinned one"
                         : "its certificate is the configured one, or signed by it";
  }

  bool identify() {
    if (!facts_.magic) {
      return false;
    }
    if (!*facts_.magic) {
      // The first call: a node with too many clients hangs up right after the greeting.
      const core::Error error = to_error(facts_.magic->error(), "getcurrentnet");
      return fail("connection", error.text,
                  error.kind == Errc::closed ? "its rpcmaxwebsockets may be used up" : "");
    }
    if (**facts_.magic != network_.magic) {
      return fail("network",
                  "the node is on " + name_of(**facts_.magic) + ", the configuration on " +
                      std::string(network_.name),
                  "correct network in the configuration, or the node's address");
    }
    add(Level::ok, "network", std::string(network_.name));
    if (!facts_.version) {
      return false;
    }
    if (!*facts_.version) {
      return fail("version", to_error(facts_.version->error(), "version").text);
    }
    const node::Version& version = **facts_.version;
    if (const auto checked = node::check_version(version); !checked) {
      return fail("version", checked.error().text);
    }
    add(Level::ok, "version",
        "dcrd " + version.dcrd + ", JSON-RPC " + std::to_string(version.api_major) + '.' +
            std::to_string(version.api_minor) + '.' + std::to_string(version.api_patch));
    return true;
  }

  static std::string name_of(std::uint32_t magic) {
    for (const auto id : {wire::NetworkId::mainnet, wire::NetworkId::testnet3, wire::NetworkId::simnet}) {
      if (wire::network(id).magic == magic) {
        return std::string(wire::network(id).name);
      }
    }
    return "an unknown network";
  }

  void permissions() {
    std::string allowed;
    std::string forbidden;
    for (const auto& [method, answer] : facts_.permissions) {
      if (answer) {
        allowed += (allowed.empty() ? "" : ", ") + method;
      } else if (to_error(answer.error(), method).kind == Errc::unauthorized) {
        forbidden += (forbidden.empty() ? "" : ", ") + method;
      } else {
        fail("permissions", to_error(answer.error(), method).text);
      }
    }
    if (!forbidden.empty()) {
      fail("permissions",
           "this login may not call " + forbidden + ": it is the node's limited user (rpclimituser)",
           "give its rpcuser and rpcpass");
    } else if (!allowed.empty()) {
      add(Level::ok, "permissions", allowed);
    }
  }

  void chain() {
    if (!facts_.chain) {
      return;
    }
    if (!*facts_.chain) {
      fail("sync", to_error(facts_.chain->error(), "getblockchaininfo").text);
      return;
    }
    const node::BlockchainInfo& chain = **facts_.chain;
    const std::string height = "block " + std::to_string(chain.blocks);
    if (!node::is_synced(chain, network_)) {
      fail("sync",
           "still syncing, at " + height + " of " +
               std::to_string(std::max(chain.headers, chain.sync_height)) +
               ": it announces no winning tickets until it is done",
           "wait; if the number stays, look at its peers");
      return;
    }
    if (!facts_.tip || !*facts_.tip) {
      add(Level::ok, "sync", "at " + height);
      return;
    }
    tip_age(height, (*facts_.tip)->timestamp);
  }

  void tip_age(const std::string& height, std::int64_t timestamp) {
    const std::int64_t age = std::chrono::system_clock::to_time_t(facts_.asked_at) - timestamp;
    const std::int64_t silence = kBlocksOfSilence * static_cast<std::int64_t>(network_.target_block_seconds);
    if (age < -kMostAhead) {
      add(Level::warn, "sync",
          "at " + height + ", which was made " + std::to_string(-age / 3600) + " hours from now",
          "set this machine's clock");
    } else if (age > silence && network_.id != wire::NetworkId::simnet) {
      add(Level::warn, "sync", "at " + height + ", which is " + std::to_string(age / 60) + " minutes old",
          "look whether the node has peers and its network works, and at this machine's clock");
    } else {
      add(Level::ok, "sync", "at " + height);
    }
  }

  void info() {
    if (!facts_.info) {
      return;
    }
    if (!*facts_.info) {
      add(Level::warn, "peers", to_error(facts_.info->error(), "getinfo").text);
      return;
    }
    const node::NodeInfo& info = **facts_.info;
    if (info.connections == 0 && network_.id != wire::NetworkId::simnet) {
      add(Level::warn, "peers", "it has none, so it learns of no new blocks and passes on no votes",
          "check the node's network and firewall");
    } else {
      add(Level::ok, "peers", std::to_string(info.connections));
    }
    if (std::abs(info.time_offset) > kMostOffset) {
      add(Level::warn, "time", "its clock is " + std::to_string(info.time_offset) + " s off its peers'",
          "set the clock of the node's machine");
    } else {
      add(Level::ok, "time", std::to_string(info.time_offset) + " s off its peers'");
    }
  }

  void address_index() {
    if (!facts_.address_index) {
      return;
    }
    if (*facts_.address_index) {
      add(Level::ok, "address index", "there (dcrd needs no txindex)");
    } else if (facts_.address_index->error().code == node::kCodeInternal) {
      add(Level::warn, "address index",
          "switched off (noexistsaddrindex=1), so the tickets of an account key are searched up to a "
          "thousand "
          "addresses beyond [keys] first_index",
          "switch it on, or set first_index");
    } else {
      add(Level::warn, "address index", to_error(facts_.address_index->error(), "existsaddresses").text);
    }
  }

  void vote_version() {
    const std::string ours = std::to_string(network_.vote_version);
    if (facts_.next_vote_version && *facts_.next_vote_version) {
      add(Level::warn, "vote version",
          "it knows version " + std::to_string(network_.vote_version + 1) + ", dcrvoter votes version " +
              ours,
          "update dcrvoter");
    } else if (facts_.vote_version && *facts_.vote_version) {
      std::string text = ours;
      for (const node::VoteInfoAgenda& agenda : (*facts_.vote_version)->agendas) {
        text += ", " + agenda.id + ' ' + agenda.status;
      }
      add(Level::ok, "vote version", text);
    } else if (facts_.vote_version && facts_.vote_version->error().code == kUnknownVoteVersion) {
      add(Level::warn, "vote version", "it does not know version " + ours + ", which dcrvoter votes",
          "update dcrd");
    } else if (facts_.vote_version) {
      add(Level::warn, "vote version", to_error(facts_.vote_version->error(), "getvoteinfo").text);
    }
  }

  const NodeFacts& facts_;
  const wire::Network& network_;
  std::size_t node_;
  std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> judge_node(const NodeFacts& facts, const wire::Network& network, std::size_t node) {
  return NodeJudge(facts, network, node).judge();
}

}  // namespace dcrvoter::app
