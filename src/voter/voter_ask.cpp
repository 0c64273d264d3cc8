// What has to be known before a call can be answered: whether it is to be believed, the height of the block,
// and whose the ticket is.
#include "voter/voter.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <utility>

namespace dcrvoter::voter {

namespace asio = net::asio;
using node::ConnectionPtr;

bool Voter::has_use_of_others(NodeId id) const {
  for (NodeId other = 0; other < nodes_.size(); ++other) {
    if (other != id && nodes_[other].calling && nodes_[other].supervisor->connection()) {
      return true;
    }
  }
  return false;
}

bool Voter::is_searched_elsewhere(NodeId id) const {
  for (NodeId other = 0; other < nodes_.size(); ++other) {
    if (other != id && nodes_[other].filtered && !nodes_[other].searching) {
      return true;
    }
  }
  return false;
}

void Voter::believe(NodeId id, node::WinningTickets& event, core::SteadyTime arrived) {
  auto believed = book_.announced(id, {.hash = event.block, .height = event.height}, event.tickets, arrived);
  if (believed.size() < event.tickets.size() && !std::exchange(nodes_[id].said_too_many, true)) {
    spdlog::warn("node {}: calls more than {} tickets on one block, {}: no more are believed",
                 nodes_[id].supervisor->name(), network_.tickets_per_block, event.block.to_string());
  }
  event.tickets = std::move(believed);
}

VoteBook::Verdict Voter::ask_book(const VoteJob& job) {
  const auto verdict = book_.ask(job.block.hash, job.ticket);
  if (verdict == VoteBook::Verdict::doubtful) {
    // Not told more than once a tip: such a node may call without end.
    auto& node = nodes_[job.by];
    if (std::exchange(node.said_withheld, node.tip + 1) != node.tip + 1) {
      spdlog::warn(
          "vote withheld block={} height={} ticket={}: node {} alone calls this ticket, as on {} blocks on "
          "which it has been voted already",
          job.block.hash.to_string(), job.block.height, job.ticket.to_string(), node.supervisor->name(),
          VoteBook::kMostDoubtful);
    }
  }
  return verdict;
}

net::Task<void> Voter::place(ConnectionPtr connection, core::Hash block,
                             std::shared_ptr<asio::steady_timer> patience) {
  const auto header = co_await node::get_block_header(connection, block);
  if (header && header->hash() == block) {
    book_.place({.hash = block, .height = header->height});
  }
  patience->expires_at(std::chrono::steady_clock::time_point::min());  // also ends a wait that begins later
}

net::Task<void> Voter::place_and_vote(NodeId id, ConnectionPtr connection, node::WinningTickets event,
                                      core::SteadyTime arrived) {
  // Where nobody else can show the header, the node's word has to do after a while.
  auto patience = std::make_shared<asio::steady_timer>(
      executor_, has_use_of_others(id) ? core::SteadyTime::max() : arrived + kHeaderPatience);
  asio::co_spawn(executor_, place(connection, event.block, patience), net::rethrow);
  co_await patience->async_wait(asio::as_tuple(asio::use_awaitable));
  --nodes_[id].placing;
  const bool placed = book_.height_of(event.block).has_value();
  if (stopping_ || (!placed && (connection->is_closed() || has_use_of_others(id)))) {
    co_return;  // the block is voted when it is called again, or when another shows it
  }
  vote_and_send(id, event, arrived);
}

net::Task<void> Voter::look_at(NodeId id, ConnectionPtr connection, core::Hash ticket) {
  co_await asio::post(executor_, asio::use_awaitable);  // votes of tickets that are known go first
  for (int left = kLooks; left > 0 && !connection->is_closed(); --left) {
    if (co_await finder_.look_at_called(id, connection, ticket)) {
      co_return;
    }
    co_await pause(kLookAgain);
  }
}

void Voter::look_at_called(NodeId id, const node::WinningTickets& event, core::SteadyTime arrived) {
  auto& state = nodes_[id];
  const auto connection = state.supervisor->connection();
  if (!connection || (!state.searching && !index_.has_forgotten())) {
    return;
  }
  for (const auto& ticket : event.tickets) {
    if (index_.find(ticket) == nullptr && state.looking < kMostLooking) {
      ++state.looking;
      asio::co_spawn(
          executor_, look_at(id, connection, ticket),
          [this, id, connection,
           call = node::WinningTickets{.block = event.block, .height = event.height, .tickets = {ticket}},
           arrived](std::exception_ptr bug) mutable {
            net::rethrow(bug);
            --nodes_[id].looking;
            // Where the block's header was refused, or waited for in vain, before the ticket was known.
            if (!connection->is_closed() && index_.find(call.tickets.front()) != nullptr &&
                !book_.height_of(call.block)) {
              handle(id, call, arrived);
            }
          });
    }
  }
}

void Voter::ask_again(NodeId id) {
  const auto connection = nodes_[id].supervisor->connection();
  if (!connection) {
    return;
  }
  nodes_[id].calls.asked();
  asio::co_spawn(executor_, node::plain_call(connection, "rebroadcastwinners"),
                 [this, id, connection](std::exception_ptr bug, const node::CallResult<void>&) {
                   net::rethrow(bug);
                   if (nodes_[id].supervisor->connection() == connection) {
                     nodes_[id].calls.answered();
                     ask_if_owed(id);  // of a block that came meanwhile
                   }
                 });
}

void Voter::forget_calls(NodeId id) {
  nodes_[id].calls = {};
  nodes_[id].call_patience.cancel();
}

void Voter::ask_if_owed(NodeId id) {
  auto& state = nodes_[id];
  if (!state.calls.is_owed() || state.tip + 1 < network_.stake_validation_height) {
    return;
  }
  // Begins anew with each block, so that a node which catches up is asked once it comes to rest.
  state.call_patience.expires_after(kCallPatience);
  state.call_patience.async_wait([this, id](const boost::system::error_code& error) {
    if (!error && nodes_[id].calls.is_owed()) {
      ask_again(id);
    }
  });
}

}  // namespace dcrvoter::voter
