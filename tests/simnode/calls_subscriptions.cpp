// Calls that ask for notifications.
#include "simnode/client.hpp"
#include "simnode/node.hpp"
#include "simnode/notify.hpp"
#include "simnode/rpc.hpp"

namespace dcrvoter::simnode {
namespace {

template <bool Subscriptions::*Member, bool Value>
Reply set(const Call& call) {
  call.client.subscriptions.*Member = Value;
  return "null";
}

Reply notifynewtransactions(const Call& call) {
  call.client.subscriptions.transactions = true;
  call.client.subscriptions.verbose_transactions = !call.params.empty() && call.params[0].get_bool();
  return "null";
}

/// The outpoints of loadtxfilter's third parameter; the error is dcrd's word for a bad one.
std::expected<std::vector<wire::OutPoint>, RpcError> read_outpoints(const boost::json::array& list) {
  std::vector<wire::OutPoint> out;
  for (const auto& entry : list) {
    const auto* object = entry.if_object();
    const auto* hash = object != nullptr ? object->if_contains("hash") : nullptr;
    const auto* tree = object != nullptr ? object->if_contains("tree") : nullptr;
    const auto* index = object != nullptr ? object->if_contains("index") : nullptr;
    const auto parsed = core::Hash::from_string(
        hash != nullptr && hash->is_string() ? std::string_view(hash->get_string()) : "");
    if (!parsed || tree == nullptr || !tree->is_int64() || index == nullptr || !index->is_int64()) {
      return std::unexpected(RpcError{-8, "Failed to parse request: outpoint needs hash, tree and index"});
    }
    out.push_back({*parsed, static_cast<std::uint32_t>(index->get_int64()),
                   static_cast<std::uint8_t>(tree->get_int64())});
  }
  return out;
}

Reply loadtxfilter(const Call& call) {
  const auto outpoints = read_outpoints(call.params[2].get_array());
  if (!outpoints) {
    return std::unexpected(outpoints.error());
  }
  if (call.params[0].get_bool() || !call.client.filter) {
    call.client.filter = std::make_unique<Filter>(call.node.network);
  }
  for (const auto& address : call.params[1].get_array()) {
    if (address.is_string()) {
      call.client.filter->add_address(address.get_string());
    }
  }
  for (const auto& outpoint : *outpoints) {
    call.client.filter->add_outpoint(outpoint);
  }
  return "null";
}

Reply rebroadcastwinners(const Call& call) {
  Node& node = call.node;
  for (const Block* block : node.chain.tip_generation()) {
    notify_winning_tickets(node, *block, node.chain.tip().height());
  }
  return "null";
}

constexpr Method kMethods[] = {
    {"loadtxfilter", "bll", false, loadtxfilter},
    {"notifyblocks", "", true, set<&Subscriptions::blocks, true>},
    {"notifynewtickets", "", false, set<&Subscriptions::new_tickets, true>},
    {"notifynewtransactions", "?b", true, notifynewtransactions},
    {"notifytspend", "", false, set<&Subscriptions::tspends, true>},
    {"notifywinningtickets", "", false, set<&Subscriptions::winning_tickets, true>},
    {"rebroadcastwinners", "", true, rebroadcastwinners},
    {"stopnotifyblocks", "", false, set<&Subscriptions::blocks, false>},
    {"stopnotifynewtransactions", "", false, set<&Subscriptions::transactions, false>},
    {"stopnotifytspend", "", false, set<&Subscriptions::tspends, false>},
};

}  // namespace

std::span<const Method> subscription_methods() {
  return kMethods;
}

}  // namespace dcrvoter::simnode
