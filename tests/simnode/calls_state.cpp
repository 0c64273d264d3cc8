// Calls about the node and its chain as a whole.
#include "simnode/client.hpp"
#include "simnode/node.hpp"
#include "simnode/rpc.hpp"
#include "simnode/subsidy.hpp"
#include "simnode/verbose.hpp"

#include <map>

namespace dcrvoter::simnode {
namespace {

/// The height that is told for the tip: true unless a lie was ordered.
std::int64_t told_height(const Node& node) {
  return std::int64_t{node.chain.tip().height()} + node.faults.tip_lie;
}

/// Another network than ours, for the fault of that name.
const wire::Network& other_network(const Node& node) {
  return wire::network(node.network.id == wire::NetworkId::testnet3 ? wire::NetworkId::mainnet
                                                                    : wire::NetworkId::testnet3);
}

const wire::Network& told_network(const Node& node) {
  return node.faults.wrong_network ? other_network(node) : node.network;
}

Reply getcurrentnet(const Call& call) {
  return std::to_string(told_network(call.node).magic);
}

Reply getinfo(const Call& call) {
  JsonText j;
  j.open_object()
      .member("version", 2010600)
      .member("protocolversion", 11)
      .member("blocks", told_height(call.node));
  j.member("timeoffset", 0).member("connections", 0).member("proxy", "").member("difficulty", 1);
  j.member("testnet", call.node.network.id == wire::NetworkId::testnet3).member("relayfee", Amount{10000});
  return j.member("errors", "").member("txindex", call.node.options.tx_index).close_object().take();
}

Reply getnetworkinfo(const Call& call) {
  JsonText j;
  j.open_object().member("version", 2010600).member("subversion", "2.1.6").member("protocolversion", 11);
  j.member("timeoffset", 0).member("connections", 0).key("networks").open_array().close_array();
  j.member("relayfee", Amount{10000}).key("localaddresses").open_array().close_array();
  (void)call;
  return j.member("localservices", "0000000000000001").close_object().take();
}

Reply getpeerinfo(const Call& call) {
  if (call.node.faults.syncing) {
    return "[]";
  }
  JsonText j;
  j.open_array()
      .open_object()
      .member("id", 1)
      .member("addr", "127.0.0.1:18555")
      .member("services", "00000001");
  j.member("relaytxes", true)
      .member("lastsend", 0)
      .member("lastrecv", 0)
      .member("bytessent", 0)
      .member("bytesrecv", 0);
  j.member("conntime", 0).member("timeoffset", 0).member("pingtime", 0).member("version", 11);
  j.member("subver", "/dcrwire:1.0.0/dcrd:2.1.6/").member("inbound", false);
  j.member("startingheight", told_height(call.node)).member("currentheight", told_height(call.node));
  return j.member("banscore", 0).member("syncnode", true).close_object().close_array().take();
}

Reply getblockchaininfo(const Call& call) {
  const Node& node = call.node;
  const bool syncing = node.faults.syncing;
  const std::int64_t height = told_height(node);
  const std::int64_t headers = syncing ? height + 5000 : height;
  JsonText j;
  j.open_object()
      .member("chain", told_network(node).name)
      .member("blocks", height)
      .member("headers", headers);
  j.member("syncheight", headers).member("bestblockhash", node.chain.tip().hash.to_string());
  j.member("difficulty", node.chain.tip().header.bits).member("difficultyratio", 1);
  j.key("verificationprogress")
      .raw(syncing ? "0.42" : "1")
      .member("chainwork", chain_work(node.chain.tip().height()));
  j.member("initialblockdownload", syncing).member("maxblocksize", 1310720).key("deployments").open_object();
  std::map<std::string_view, const wire::Agenda*> by_id;  // Go writes maps by their keys' order
  for (const wire::Agenda& agenda : node.network.agendas) {
    by_id[agenda.id] = &agenda;
  }
  for (const auto& [id, agenda] : by_id) {
    j.key(id).open_object().member("status", "active").member("since", 1);
    j.member("starttime", agenda->start_time).member("expiretime", agenda->expire_time).close_object();
  }
  return j.close_object().close_object().take();
}

Reply getbestblock(const Call& call) {
  JsonText j;
  j.open_object()
      .member("hash", call.node.chain.tip().hash.to_string())
      .member("height", told_height(call.node));
  return j.close_object().take();
}

Reply getbestblockhash(const Call& call) {
  return json_quoted(call.node.chain.tip().hash.to_string());
}

Reply getblockcount(const Call& call) {
  return std::to_string(told_height(call.node));
}

void write_agenda(JsonText& j, const wire::Agenda& agenda, std::string_view status) {
  j.open_object().member("id", agenda.id).member("description", "agenda " + std::string(agenda.id));
  j.member("mask", agenda.mask)
      .member("starttime", agenda.start_time)
      .member("expiretime", agenda.expire_time);
  j.member("status", status).member("quorumprogress", 0);
  j.key("choices").open_array();
  for (const wire::Choice& choice : agenda.choices) {
    j.open_object().member("id", choice.id).member("description", choice.id).member("bits", choice.bits);
    j.member("isabstain", choice.id == "abstain").member("isno", choice.id == "no").member("count", 0);
    j.member("progress", 0).close_object();
  }
  j.close_array().close_object();
}

/// Few enough to be believable.
constexpr int kInvented = 5;

Reply getvoteinfo(const Call& call) {
  const Node& node = call.node;
  const std::int64_t version = call.params[0].get_int64();
  JsonText agendas;
  bool any = false;
  agendas.open_array();
  const std::string_view status = node.faults.open_agendas ? "started" : "active";
  for (const wire::Agenda& agenda : node.network.agendas) {
    if (agenda.vote_version == version) {
      write_agenda(agendas, agenda, status);
      any = true;
    }
  }
  for (int i = 0; any && node.faults.open_agendas && i < kInvented; ++i) {
    wire::Agenda invented = node.network.agendas.back();
    const std::string id = "invented" + std::to_string(i);
    invented.id = id;
    write_agenda(agendas, invented, status);
  }
  if (!any && !(node.faults.newer_votes && version == std::int64_t{node.network.vote_version} + 1)) {
    return std::unexpected(RpcError{-8, std::to_string(version) + ": unrecognized vote version"});
  }
  const std::uint32_t svh = node.network.stake_validation_height, rcai = node.network.rule_change_interval;
  const std::uint32_t height = node.chain.tip().height();
  const std::uint32_t start = height < svh ? 0 : svh + (height - svh) / rcai * rcai;
  JsonText j;
  j.open_object()
      .member("currentheight", height)
      .member("startheight", start)
      .member("endheight", start + rcai - 1);
  j.member("hash", node.chain.tip().hash.to_string())
      .member("voteversion", version)
      .member("quorum", rcai / 2);
  return j.member("totalvotes", 0).key("agendas").raw(agendas.close_array().text()).close_object().take();
}

Reply getblocksubsidy(const Call& call) {
  const std::int64_t height = call.params[0].get_int64(), voters = call.params[1].get_int64();
  const Node& node = call.node;
  const BlockSubsidy s = block_subsidy(node.network, static_cast<std::uint32_t>(height),
                                       static_cast<std::uint32_t>(voters), node.chain.tip().height());
  JsonText j;
  j.open_object().member("developer", s.developer).member("pos", s.pos).member("pow", s.pow);
  return j.member("total", s.developer + s.pos + s.pow).close_object().take();
}

Reply getstakedifficulty(const Call& call) {
  const Chain& chain = call.node.chain;
  JsonText j;
  j.open_object().member("current", Amount{chain.tip().header.stake_difficulty});
  return j.member("next", Amount{chain.ticket_price(chain.tip().height() + 1)}).close_object().take();
}

Reply gettreasuryspendvotes(const Call& call) {
  const Block& tip = call.node.chain.tip();
  JsonText j;
  j.open_object()
      .member("hash", tip.hash.to_string())
      .member("height", tip.height())
      .key("votes")
      .open_array();
  return j.close_array().close_object().take();
}

constexpr Method kMethods[] = {
    {"getbestblock", "", true, getbestblock},
    {"getbestblockhash", "", true, getbestblockhash},
    {"getblockchaininfo", "", true, getblockchaininfo},
    {"getblockcount", "", true, getblockcount},
    {"getblocksubsidy", "ii", true, getblocksubsidy},
    {"getcurrentnet", "", true, getcurrentnet},
    {"getinfo", "", true, getinfo},
    {"getnetworkinfo", "", true, getnetworkinfo},
    {"getpeerinfo", "", false, getpeerinfo},
    {"getstakedifficulty", "", true, getstakedifficulty},
    {"gettreasuryspendvotes", "?sl", false, gettreasuryspendvotes},
    {"getvoteinfo", "i", true, getvoteinfo},
};

}  // namespace

std::span<const Method> state_methods() {
  return kMethods;
}

}  // namespace dcrvoter::simnode
