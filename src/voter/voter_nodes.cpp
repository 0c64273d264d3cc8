// Leaving the nodes; nodes beside each other, and what they tell of agendas: said when it changes, and of no
// weight for a vote.
#include "voter/voter.hpp"

#include <boost/asio/co_spawn.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace dcrvoter::voter {

namespace asio = net::asio;

namespace {

/// A node this far below another one does not only hear of blocks a little later.
constexpr std::uint32_t kBehind = 2;
/// The agendas' states change at most once a rule change interval, hours at the least.
constexpr std::uint32_t kAskAgendasEvery = 144;

/// Whether our votes could choose on it: only so many are there, whatever a node invents.
bool is_ours_to_vote(const wire::Network& network, std::string_view id) {
  return std::ranges::any_of(network.agendas, [&](const wire::Agenda& agenda) {
    return agenda.vote_version == network.vote_version && agenda.id == id;
  });
}

}  // namespace

void Voter::stop(std::function<void()> done) {
  stopping_ = true;
  stopped_ = std::move(done);
  events_.push_back({.at = now(), .kind = vote::EventKind::stopped, .node = {}, .words = {}});
  settle();
  treasury_patience_.cancel();
  memory_patience_.cancel();
  answer_patience_.cancel();
  store_patience_.expires_at(core::SteadyTime::min());
  for (auto& pause : pauses_) {
    pause.cancel();
  }
  finder_.stop();
  for (const auto& state : nodes_) {
    state.supervisor->stop();
  }
  if (nodes_.empty()) {
    stopped_();
  }
}

std::string Voter::problem_of(NodeId id) const {
  const auto& state = nodes_[id];
  if (state.supervisor->connection() == nullptr) {
    const auto& why = state.supervisor->last_failure();
    return why.empty() ? "not connected" : why;
  }
  if (!state.calling) {
    return "connected, and does not announce winning tickets yet";
  }
  for (NodeId other = 0; other < nodes_.size(); ++other) {
    const auto& theirs = nodes_[other];
    if (other == id || !theirs.calling || theirs.tip == 0 || state.tip == 0) {
      continue;
    }
    if (receipts_.chain().disagree(id, other) && theirs.tip > state.tip) {
      return fmt::format("on a losing branch: at height {} while {} is at {} on another", state.tip,
                         theirs.supervisor->name(), theirs.tip);
    }
    if (state.tip + kBehind <= theirs.tip) {
      return fmt::format("behind: at height {} while {} is at {}", state.tip, theirs.supervisor->name(),
                         theirs.tip);
    }
  }
  return {};
}

void Voter::compare_nodes(NodeId told) {
  for (NodeId other = 0; other < nodes_.size(); ++other) {
    auto& state = nodes_[other];
    if (other == told || !state.calling || !nodes_[told].calling) {
      continue;
    }
    if (state.tip == nodes_[told].tip && receipts_.chain().disagree(told, other) && said_fork_ != state.tip) {
      said_fork_ = state.tip;
      spdlog::warn("nodes {} and {} have different blocks at height {}: the tickets called on both are voted",
                   nodes_[told].supervisor->name(), state.supervisor->name(), state.tip);
    }
  }
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    auto& state = nodes_[id];
    const auto problem = state.calling ? problem_of(id) : std::string();
    if (problem.empty() && state.said_lagging && state.calling) {
      spdlog::info("node {}: is level with the others again, at height {}", state.supervisor->name(),
                   state.tip);
    } else if (!problem.empty() && !state.said_lagging) {
      spdlog::warn("node {}: is {}", state.supervisor->name(), problem);
    }
    state.said_lagging = !problem.empty();
  }
}

std::vector<NodeFacts> Voter::node_facts() const {
  std::vector<NodeFacts> facts;
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    const auto& state = nodes_[id];
    facts.push_back({.name = state.supervisor->name(),
                     .connected = state.supervisor->connection() != nullptr,
                     .calling = state.calling,
                     .searching = state.searching,
                     .tip = tip_of(id),
                     .problem = problem_of(id),
                     .last = state.last});
  }
  return facts;
}

void Voter::note_block(NodeId id, const core::Hash& hash, const wire::BlockHeader& header,
                       core::SteadyTime seen) {
  auto& last = nodes_[id].last;
  if (last.hash != hash) {
    last = {.hash = hash,
            .height = header.height,
            .timestamp = header.timestamp,
            .pool_size = header.pool_size,
            .ticket_price = header.stake_difficulty,
            .seen = seen};
  }
}

core::SteadyTime Voter::made_at(const wire::BlockHeader& header) const {
  constexpr std::chrono::milliseconds kMost = std::chrono::hours(24);
  const auto clock = clock_();
  const std::chrono::milliseconds age(clock.now - vote::UnixMillis{header.timestamp} * 1000);
  const auto now = std::chrono::steady_clock::now();
  return clock.synchronised ? now - std::clamp(age, std::chrono::milliseconds(0), kMost) : now;
}

std::uint32_t Voter::tip_of(NodeId id) const {
  const auto& state = nodes_[id];
  return state.tip != 0 ? state.tip : std::max(state.synced_at, finder_.height(id));
}

void Voter::ask_for_agendas(NodeId id) {
  const auto connection = nodes_[id].supervisor->connection();
  if (connection) {
    asio::co_spawn(executor_, note_vote_version(id, connection), net::rethrow);
  }
}

bool Voter::is_time_for_agendas(std::uint32_t height) {
  const auto since = height > agendas_asked_at_ ? height - agendas_asked_at_ : agendas_asked_at_ - height;
  if (since < kAskAgendasEvery) {  // another node may have lied of its height
    return false;
  }
  agendas_asked_at_ = height;
  return true;
}

net::Task<void> Voter::note_vote_version(NodeId id, node::ConnectionPtr connection) {
  if (auto info = co_await node::get_vote_info(connection, network_.vote_version)) {
    vote_info_ = std::move(*info);
    for (const auto& agenda : vote_info_.agendas) {
      const bool open = agenda.status == "started" && is_ours_to_vote(network_, agenda.id) &&
                        !choices_.general.agendas.contains(agenda.id);
      if (open && said_open_agendas_.insert(agenda.id).second) {
        spdlog::warn("agenda {} is being voted on, and our votes abstain since no choice is set: {}",
                     agenda.id, agenda.description);
      }
    }
  }
  const auto newer = co_await node::get_vote_info(connection, network_.vote_version + 1);
  if (newer && !std::exchange(said_newer_, true)) {
    spdlog::warn("node {}: knows vote version {}, this program votes version {}: update dcrvoter",
                 nodes_[id].supervisor->name(), network_.vote_version + 1, network_.vote_version);
  }
}

}  // namespace dcrvoter::voter
