// Side-port commands that make the node misbehave.
#include "simnode/control.hpp"
#include "simnode/node.hpp"

#include <map>

namespace dcrvoter::simnode {
namespace {

using boost::json::object;

std::unexpected<std::string> wrong(std::string text) {
  return std::unexpected(std::move(text));
}

/// dcrd's words for each way to refuse a vote (node-rpc.md, section 7; simnet.md, section 3).
const std::map<std::string, std::pair<int, std::string>, std::less<>> kRefusals = {
    {"in_mempool", {-40, "rejected transaction <t>: already have transaction <t>"}},
    {"mined", {-40, "rejected transaction <t>: transaction already exists"}},
    {"mined_long_ago",
     {-40,
      "rejected transaction <t>: transaction <t> votes on old block height of <h> which is before the "
      "current "
      "cutoff height of 1000000000"}},
    {"other_vote",
     {-1, "rejected transaction <t>: vote <t> spending ticket <k> already votes on block <b> (height <h>)"}},
    {"orphan",
     {-1,
      "rejected transaction <t>: orphan transaction <t> references output <k>:0 of unknown or fully-spent "
      "transaction"}},
    {"six_votes", {-1, "rejected transaction <t>: transaction <k>:0 in the pool with more than 5 votes"}},
    {"old",
     {-1,
      "rejected transaction <t>: transaction <t> votes on old block height of <h> which is before the "
      "current "
      "cutoff height of 1000000000"}},
    {"too_early",
     {-1, "rejected transaction <t>: votes are not valid until block height 4096 (next block height <h>)"}},
    {"subsidy", {-1, "rejected transaction <t>: vote subsidy input value of 8724634840 is not 8724634839"}},
    {"payout",
     {-1,
      "rejected transaction <t>: output <t>:2 does not pay the expected amount per ticket output commitment "
      "<k>:1 "
      "(expected 9071317917, output pays 9071317918)"}},
    {"payee",
     {-1,
      "rejected transaction <t>: output <t>:2 does not pay to the hash specified by ticket output commitment "
      "<k>:1 "
      "(ticket commits to 00, output pays 01)"}},
    {"immature",
     {-1,
      "rejected transaction <t>: tried to spend ticket output from transaction <k> from height 348 at height "
      "351 "
      "before required ticket maturity of 16+1 blocks"}},
    {"signature",
     {-1,
      "rejected transaction <t>: failed to validate input <t>:1 which references output <k>:0 - false stack "
      "entry "
      "at end of script execution (input script bytes 00, prev output script bytes ba)"}},
    {"wrong_key",
     {-1,
      "rejected transaction <t>: failed to validate input <t>:1 which references output <k>:0 - "
      "OP_EQUALVERIFY "
      "failed (input script bytes 00, prev output script bytes ba)"}},
    {"nonstandard",
     {-1,
      "rejected transaction <t>: transaction <t> is not standard: transaction input 1: signature script is "
      "not push only"}},
    {"not_hex", {-22, "Argument must be hexadecimal string (not \"zz\")"}},
    {"truncated", {-22, "Could not decode Tx: unexpected EOF"}},
    {"internal", {-32603, "simulated internal error"}},
};

const std::map<std::string, Breakage::Kind, std::less<>> kBreakages = {
    {"cut", Breakage::Kind::cut},
    {"garbage_json", Breakage::Kind::garbage_json},
    {"garbage_frame", Breakage::Kind::garbage_frame},
    {"garbage_tls", Breakage::Kind::garbage_tls},
    {"huge", Breakage::Kind::huge},
    {"wrong_type", Breakage::Kind::wrong_type},
    {"mute", Breakage::Kind::mute},
    {"close", Breakage::Kind::close},
    {"internal", Breakage::Kind::internal},
};

template <class Map>
std::string names_of(const Map& map) {
  std::string out;
  for (const auto& [name, value] : map) {
    out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}

void refuse(Node& node, const object& request, Answered answered) {
  Refusal refusal;
  const std::string kind = text_of(request, "kind");
  if (const auto it = kRefusals.find(kind); it != kRefusals.end()) {
    refusal.code = it->second.first;
    refusal.message = it->second.second;
  } else if (!kind.empty()) {
    answered(wrong("kind: one of " + names_of(kRefusals)));
    return;
  }
  refusal.code = static_cast<int>(number_of(request, "code", refusal.code));
  refusal.message = text_of(request, "message", refusal.message);
  refusal.count = static_cast<unsigned>(number_of(request, "count", 1));
  node.faults.refusals.push_back(std::move(refusal));
  answered("{}");
}

void break_next(Node& node, const object& request, Answered answered) {
  const auto it = kBreakages.find(text_of(request, "kind"));
  if (it == kBreakages.end()) {
    answered(wrong("kind: one of " + names_of(kBreakages)));
    return;
  }
  Breakage breakage;
  breakage.kind = it->second;
  breakage.on = text_of(request, "on");
  breakage.count = static_cast<unsigned>(number_of(request, "count", 1));
  breakage.bytes =
      static_cast<std::size_t>(number_of(request, "bytes", static_cast<std::int64_t>(breakage.bytes)));
  node.faults.breakages.push_back(std::move(breakage));
  answered("{}");
}

/// Sets what is named in the request and leaves the rest as it is.
void fault(Node& node, const object& request, Answered answered) {
  Faults& f = node.faults;
  const bool was_stalled = f.stall, was_silent = f.silent;
  f.stall = flag_of(request, "stall", f.stall);
  f.silent = flag_of(request, "silent", f.silent);
  f.behind = flag_of(request, "behind", f.behind);
  f.most_rescan = number_of(request, "most_rescan", f.most_rescan);
  f.reorder = flag_of(request, "reorder", f.reorder);
  f.syncing = flag_of(request, "syncing", f.syncing);
  f.newer_votes = flag_of(request, "newer_votes", f.newer_votes);
  f.open_agendas = flag_of(request, "open_agendas", f.open_agendas);
  f.wrong_network = flag_of(request, "wrong_network", f.wrong_network);
  f.delay_ms = static_cast<std::uint32_t>(number_of(request, "delay_ms", f.delay_ms));
  f.tip_lie = number_of(request, "tip_lie", f.tip_lie);
  if (f.silent && !was_silent) {
    node.silence_all();
  }
  if (was_stalled && !f.stall) {
    node.release_all();
  }
  answered("{}");
}

void mend(Node& node, const object&, Answered answered) {
  const bool was_stalled = node.faults.stall;
  node.faults = Faults{};
  if (was_stalled) {
    node.release_all();
  }
  answered("{}");
}

/// As when dcrd is started anew: connections are gone, so is the mempool unless it is to stay, and
/// so are all faults if it is mended by that.
void restart(Node& node, const object& request, Answered answered) {
  if (flag_of(request, "mend", false)) {
    mend(node, request, [](const auto&) {});
  }
  if (!flag_of(request, "keep_mempool", false)) {
    node.mempool.clear();
  }
  node.drop_all();
  answered("{}");
}

/// What a node can lose: its mempool, or knowledge of tickets (by hash; votes of these are orphans).
void forget(Node& node, const object& request, Answered answered) {
  if (flag_of(request, "mempool", false)) {
    node.mempool.clear();
  }
  if (const auto* list = request.if_contains("tickets"); list != nullptr && list->is_array()) {
    for (const auto& entry : list->get_array()) {
      const auto hash =
          core::Hash::from_string(entry.is_string() ? std::string_view(entry.get_string()) : "");
      if (hash && node.chain.ticket(*hash) != nullptr) {
        node.mempool.forget_ticket(*hash, flag_of(request, "undo", false));
      }
    }
  }
  answered("{}");
}

constexpr Command kCommands[] = {
    {"break", break_next}, {"fault", fault},   {"forget", forget},
    {"mend", mend},        {"refuse", refuse}, {"restart", restart},
};

}  // namespace

std::span<const Command> fault_commands() {
  return kCommands;
}

}  // namespace dcrvoter::simnode
