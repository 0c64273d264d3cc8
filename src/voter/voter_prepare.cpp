// The begin and end of a connection: filter, subscriptions, treasury spends, and the search for tickets.
#include "voter/voter.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <malloc.h>
#include <optional>
#include <utility>

namespace dcrvoter::voter {

namespace asio = net::asio;
using core::Error;
using core::Result;
using node::ConnectionPtr;

net::Task<Result<void>> Voter::wait_until_synced(NodeId id, ConnectionPtr connection) {
  bool said = false;
  for (;;) {
    auto info = co_await node::get_blockchain_info(connection);
    if (!info) {
      co_return std::unexpected(node::to_error(info.error(), "getblockchaininfo"));
    }
    if (node::is_synced(*info, network_)) {
      if (said) {
        spdlog::info("node {}: is synced at height {}", nodes_[id].supervisor->name(), info->blocks);
        ask_again(id);  // it announced none of the blocks that it has come by meanwhile, nor does it now
      }
      nodes_[id].synced_at = info->blocks;
      co_return Result<void>();
    }
    if (!said) {
      spdlog::warn(
          "node {}: is still syncing (block {} of {}): it announces no winning tickets until it is done",
          nodes_[id].supervisor->name(), info->blocks, std::max(info->headers, info->sync_height));
      said = true;
    }
    co_await pause(std::chrono::seconds(1));
  }
}

net::Task<void> Voter::pause(std::chrono::milliseconds time) {
  if (stopping_) {
    co_return;
  }
  const auto timer = pauses_.emplace(pauses_.end(), executor_, time);
  co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
  pauses_.erase(timer);
}

net::Task<Result<void>> Voter::ask(ConnectionPtr connection, std::string method) {
  auto done = co_await node::plain_call(connection, method);
  if (!done) {
    co_return std::unexpected(node::to_error(done.error(), method));
  }
  co_return Result<void>();
}

net::Task<void> Voter::learn_treasury_spends(NodeId id, ConnectionPtr connection,
                                             std::shared_ptr<asio::steady_timer> patience) {
  const auto name = nodes_[id].supervisor->name();
  auto txids = co_await node::get_raw_mempool(connection, "tspend");
  if (txids && txids->size() > TreasuryBook::kMost) {
    txids->resize(TreasuryBook::kMost);
  }
  if (!txids) {
    if (!connection->is_closed()) {  // else that is told elsewhere
      spdlog::warn("node {}: does not tell treasury spends: {}", name,
                   node::to_error(txids.error(), "getrawmempool").text);
    }
  } else {
    bool all = true;
    for (const auto& txid : *txids) {
      if (treasury_.knows(txid)) {
        continue;
      }
      auto transaction = co_await node::get_raw_transaction(connection, txid);
      if (transaction) {
        treasury_.add(*transaction);
      } else if (transaction.error().code == 0) {
        all = false;  // the connection has ended: whoever connects next asks again
        break;
      }  // else it has left the mempool meanwhile
    }
    if (all) {
      treasury_.set_complete();
      if (treasury_patience_runs_) {
        treasury_patience_.cancel();  // votes that waited for this
      }
    }
  }
  patience->expires_at(std::chrono::steady_clock::time_point::min());  // also ends a wait that begins later
}

net::Task<Result<void>> Voter::on_connected(NodeId id, ConnectionPtr connection) {
  auto& state = nodes_[id];
  forget_calls(id);  // of a connection of which it was not known yet whose it is
  book_.reconnected(id);
  const auto name = state.supervisor->name();
  const bool is_told = finder_.has_told(id);
  if (!is_told) {
    co_await until_restored();
    if (auto synced = co_await wait_until_synced(id, connection); !synced) {
      co_return synced;
    }
  }
  // Tickets that are known go first. Where none is, all are found sooner when their addresses are.
  const bool asks_first = !is_told && index_.size() == 0;
  if (asks_first) {
    if (auto found = co_await finder_.find_used_addresses(id, connection, name); !found) {
      co_return found;
    }
    take_restored();
  }
  if (auto ready = co_await become_able(id, connection); !ready) {
    co_return ready;
  }
  event(vote::EventKind::node_connected, id, {});
  if (!std::exchange(nodes_[id].said_able, true)) {  // else it comes and goes
    spdlog::info("able to vote, node={}; looking for tickets", name);
  }
  spdlog::default_logger_raw()->flush();  // the line that whoever started this waits for
  if (!is_told && !asks_first) {
    asio::co_spawn(executor_, ask_when_derived(id, connection), net::rethrow);
    if (auto found = co_await finder_.find_used_addresses(id, connection, name); !found) {
      co_return found;
    }
    take_restored();
  }
  if (auto found = co_await find_tickets(id, connection); !found) {
    co_return found;
  }
  // Tickets found just now may have been called on the tip. open_calls() has seen to them, but for blocks
  // whose header was not to be had: these are called once more.
  ask_again(id);
  co_await finder_.look_at_mempool(id, connection);
  spawn_extension();
  said_unconnected_ = false;
  nodes_[id].said_able = false;
  const auto counts = index_.counts(finder_.height(id));
  spdlog::info("tickets found: {} live, {} immature, {} unconfirmed at height {}, node={}", counts.live,
               counts.immature, counts.unconfirmed, finder_.height(id), name);
  spdlog::default_logger_raw()->flush();
  give_memory_back_soon();
  ask_for_agendas(id);
  co_return Result<void>();
}

net::Task<void> Voter::ask_when_derived(NodeId id, ConnectionPtr connection) {
  co_await finder_.until_all_derived();
  if (!connection->is_closed()) {
    ask_again(id);  // what was called before that, and looked like a stranger's ticket
  }
}

void Voter::give_memory_back_soon() {
  // The search needed megabytes that will not be needed again; what it found has been kept by then.
  memory_patience_.expires_after(kMemoryPatience);
  memory_patience_.async_wait([](const boost::system::error_code& error) {
    if (!error) {
      ::malloc_trim(0);
    }
  });
}

net::Task<Result<void>> Voter::become_able(NodeId id, ConnectionPtr connection) {
  nodes_[id].searching = true;
  nodes_[id].calling = true;
  for (const std::string method : {"notifywinningtickets", "notifytspend"}) {
    if (auto subscribed = co_await ask(connection, method); !subscribed) {
      co_return subscribed;
    }
  }
  // A node that never answers this must not keep us from the calls that it makes.
  auto patience = std::make_shared<asio::steady_timer>(executor_, kTreasuryPatience);
  asio::co_spawn(executor_, learn_treasury_spends(id, connection, patience), net::rethrow);
  if (choices_.wants_treasury()) {  // else no vote has use of the answer
    co_await patience->async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (auto asked = co_await ask(connection, "rebroadcastwinners"); !asked) {
    co_return asked;
  }
  if (auto synced = co_await wait_until_synced(id, connection); !synced) {
    co_return synced;
  }
  calling_changed(id, nodes_[id].synced_at);
  co_return Result<void>();
}

net::Task<Result<void>> Voter::find_tickets(NodeId id, ConnectionPtr connection) {
  auto& state = nodes_[id];
  if (auto loaded = co_await finder_.load_filter(id, connection); !loaded) {
    co_return loaded;
  }
  state.filtered = true;
  // Not before the filter is loaded: what a notice of a block leaves out counts as not being in the block.
  if (auto subscribed = co_await ask(connection, "notifyblocks"); !subscribed) {
    co_return subscribed;
  }
  ask_again(id);  // of a reorganisation before this subscription nobody told
  co_return co_await search(id, connection);
}

net::Task<Result<void>> Voter::search(NodeId id, ConnectionPtr connection) {
  auto& state = nodes_[id];
  const auto name = state.supervisor->name();
  bool said = false;
  for (;;) {
    auto searched = co_await finder_.catch_up(id, connection, name);
    if (searched && state.supervisor->connection() == connection) {  // else another search may run
      state.searching = false;
    }
    if (searched || searched.error().kind != core::Errc::refused || connection->is_closed()) {
      co_return searched;
    }
    // No reason to part with a node that calls: what it calls is looked at as long as the search is not over.
    if (!std::exchange(said, true)) {
      spdlog::warn(
          "node {}: {}; its blocks are searched again every {} s, called tickets are voted meanwhile", name,
          searched.error().text, kSearchAgain.count());
    }
    for (auto left = kSearchAgain; left.count() > 0 && !connection->is_closed(); --left) {
      co_await pause(std::chrono::seconds(1));
    }
  }
}

void Voter::spawn_search(NodeId id) {
  auto& state = nodes_[id];
  const auto connection = state.supervisor->connection();
  if (state.searching || !connection || !state.filtered) {
    return;
  }
  state.searching = true;
  asio::co_spawn(executor_, search(id, connection),
                 [connection](std::exception_ptr bug, const Result<void>& searched) {
                   net::rethrow(bug);
                   if (!searched) {
                     connection->fail(searched.error());
                   }
                 });
}

void Voter::spawn_extension() {
  if (extending_ || !finder_.wants_extension()) {
    return;
  }
  extending_ = true;
  asio::co_spawn(executor_, finder_.extend(nullptr), [this](std::exception_ptr bug) {
    net::rethrow(bug);
    extending_ = false;
  });
}

std::uint32_t Voter::common_height(Among among) const {
  std::optional<std::uint32_t> lowest;
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    const auto height = std::max(finder_.height(id), nodes_[id].tip);  // the search may never be over
    if (height != 0 && (among == Among::known || nodes_[id].supervisor->connection())) {
      lowest = std::min(lowest.value_or(height), height);
    }
  }
  return lowest.value_or(0);
}

void Voter::on_disconnected(NodeId id, const Error& why) {
  auto& state = nodes_[id];
  if (state.calling) {
    event(vote::EventKind::node_lost, id, why.text);
  }
  state.tip = 0;
  state.calling = false;
  state.filtered = false;
  state.searching = false;
  state.said_too_many = false;
  forget_calls(id);
  calling_changed(id, receipts_.chain().tip());
  if (std::any_of(nodes_.begin(), nodes_.end(), [](const NodeState& other) { return other.calling; })) {
    receipts_.node_lost(id);
    settle_soon();
  }
  const bool none_left = std::none_of(nodes_.begin(), nodes_.end(), [](const auto& node) {
    return node.supervisor->connection() != nullptr;
  });
  if (none_left && !stopping_ && !said_unconnected_) {
    spdlog::warn("no node is connected: cannot vote");
    said_unconnected_ = true;
  }
}

}  // namespace dcrvoter::voter
