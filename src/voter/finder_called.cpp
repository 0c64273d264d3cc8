// Tickets that no block tells of yet: one that is called before the blocks were looked through is looked at
// by itself, and so are those that wait in the mempool.
#include "voter/finder.hpp"

#include <boost/asio/co_spawn.hpp>

#include <algorithm>
#include <utility>

namespace dcrvoter::voter {

using node::ConnectionPtr;

net::Task<bool> Finder::look_at_called(node::NodeId id, ConnectionPtr node, core::Hash ticket) {
  // Its first output tells whose it is, and by its age which block holds the rest: what the vote has to
  // pay is in outputs that can be had from there alone (`dcrd: internal/rpcserver/rpcserver.go`,
  // handleGetTxOut).
  const auto output = co_await node::get_tx_out(node, {.hash = ticket, .index = 0, .tree = wire::kTreeStake});
  if (!output) {
    co_return false;
  }
  if (!*output) {
    co_return true;
  }
  const auto voting = wire::stake_payee_of(wire::kOpSstx, (*output)->script);
  if (!voting || !ring_.can_vote(*voting) || index_.find(ticket) != nullptr) {
    co_return true;
  }
  const auto best = co_await node::get_block_header(node, (*output)->best_block);
  if (!best || (*output)->confirmations == 0 || (*output)->confirmations > best->height) {
    co_return false;
  }
  const auto height = best->height + 1 - (*output)->confirmations;
  const auto hash = co_await node::get_block_hash(node, height);
  if (!hash) {
    co_return false;
  }
  const auto block = co_await node::get_block(node, *hash);
  if (!block) {
    co_return false;
  }
  const auto found = std::ranges::find_if(
      block->stake, [&ticket](const wire::Transaction& transaction) { return transaction.txid() == ticket; });
  if (found == block->stake.end()) {
    co_return false;  // the chain has changed between the answers
  }
  take(id, {&*found, 1}, {.height = height, .block = *hash});
  watch({ticket});
  co_return true;
}

net::Task<void> Finder::look_at_mempool(node::NodeId id, ConnectionPtr node) {
  auto waiting = co_await node::get_raw_mempool(node, "tickets");
  if (!waiting) {
    co_return;
  }
  waiting->resize(std::min(waiting->size(), kMostWaiting));
  for (const auto& txid : *waiting) {
    if (node->is_closed() || stopping_) {
      co_return;
    }
    if (index_.find(txid) != nullptr) {
      continue;
    }
    const auto ticket = co_await node::get_raw_transaction(node, txid);
    if (ticket && ticket->txid() == txid) {  // else it was mined meanwhile, of which the filter tells
      take(id, {&*ticket, 1}, {});
    }
  }
}

void Finder::watch(const std::vector<core::Hash>& tickets) {
  for (const auto& each : connections_()) {
    net::asio::co_spawn(derived_.get_executor(), watch_spending(each, tickets), net::rethrow);
  }
}

net::Task<void> Finder::watch_spending(ConnectionPtr node, std::vector<core::Hash> tickets) {
  // A node that refuses shows their votes once its search has come by them.
  std::vector<wire::OutPoint> spent;
  spent.reserve(tickets.size());
  for (const auto& ticket : tickets) {
    spent.push_back({.hash = ticket, .index = 0, .tree = wire::kTreeStake});
  }
  co_await node::load_tx_filter(node, false, {}, std::move(spent));
}

}  // namespace dcrvoter::voter
