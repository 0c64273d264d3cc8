#include "status/metrics.hpp"

#include "status/judgement.hpp"
#include "status/outlook.hpp"
#include "status/ticket_state.hpp"

#include <algorithm>

namespace dcrvoter::status {
namespace {

using Type = MetricsPage::Type;

constexpr double kMillisPerSecond = 1e3;
constexpr double kMicrosPerSecond = 1e6;
constexpr double kAtomsPerCoin = 1e8;

double seconds(std::uint64_t micros) {
  return static_cast<double>(micros) / kMicrosPerSecond;
}

std::optional<double> timestamp(vote::UnixMillis at) {
  return at == 0 ? std::nullopt : std::optional(static_cast<double>(at) / kMillisPerSecond);
}

void write_program(const Snapshot& snapshot, MetricsPage& page) {
  page.family("build", Type::info, "The program, and the vote version and network that it votes in.");
  page.sample(std::uint64_t{1}, {{"version", snapshot.board.version},
                                 {"network", wire::network(snapshot.network).name},
                                 {"vote_version", std::to_string(snapshot.vote_version)}});
  page.gauge("observed_timestamp_seconds", "When these values were taken, by the box's clock.",
             timestamp(snapshot.observed_at));
  page.gauge("running_seconds", "For how long the program has been running.", snapshot.board.running);
  page.gauge("resident_memory_bytes", "Memory that the program occupies.", snapshot.board.memory_used);
}

void write_state(const Snapshot& snapshot, MetricsPage& page) {
  const Judgement judgement = judge(snapshot);
  page.gauge("can_vote", "1 when a node calls and the last vote, real or rehearsed, could be made.",
             std::optional(snapshot.can_vote));
  page.family("state", Type::gauge, "1 for the state that the status shows, 0 for the others.");
  for (const State state : {State::ready, State::warning, State::not_voting}) {
    page.sample(std::uint64_t{state == judgement.state}, {{"state", to_string(state)}});
  }
  page.family("reasons", Type::gauge, "How many reasons of each kind the state has.");
  for (const std::string_view name : kReasonNames) {
    page.sample(static_cast<std::uint64_t>(std::ranges::count(judgement.reasons, name, &Reason::name)),
                {{"reason", name}});
  }
}

void write_chain(const Snapshot& snapshot, MetricsPage& page) {
  page.gauge("block_height", "Height of the best block known.", std::uint64_t{snapshot.height});
  if (snapshot.block) {
    page.gauge("block_age_seconds", "Time since a node told of the last block.", snapshot.block->age);
    page.gauge("pool_tickets", "Live tickets of everybody.", std::uint64_t{snapshot.block->pool_size});
  }
  page.family("node_connected", Type::gauge, "1 when the node is connected.");
  for (const NodeView& node : snapshot.nodes) {
    page.sample(std::uint64_t{node.connected}, {{"node", node.name}});
  }
  page.family("node_calling", Type::gauge, "1 when the node announces winning tickets.");
  for (const NodeView& node : snapshot.nodes) {
    page.sample(std::uint64_t{node.calling}, {{"node", node.name}});
  }
  page.family("node_height", Type::gauge, "Height of the node's best block; 0 when it is not known.");
  for (const NodeView& node : snapshot.nodes) {
    page.sample(std::uint64_t{node.tip}, {{"node", node.name}});
  }
}

void write_votes(const HistoryView& history, MetricsPage& page) {
  page.family("calls", Type::counter, "Calls of tickets that are decided, of all that is kept.");
  page.sample(history.mined, {{"outcome", "mined"}});
  page.sample(history.missed, {{"outcome", "missed"}});
  const LatencyView& latency = history.latency;
  page.gauge("latency_votes", "Latest votes that the latencies are of.", std::uint64_t{latency.count});
  if (latency.count != 0) {
    page.family("vote_latency_seconds", Type::gauge, "From a ticket's call to its vote's being sent.");
    page.sample(seconds(latency.median), {{"of", "median"}});
    page.sample(seconds(latency.p95), {{"of", "p95"}});
    page.sample(seconds(latency.most), {{"of", "most"}});
  }
}

void write_tickets(const Snapshot& snapshot, MetricsPage& page) {
  const TicketCounts counts =
      count_tickets(snapshot.tickets, wire::network(snapshot.network), snapshot.height);
  page.family("tickets", Type::gauge, "Our tickets by state.");
  const std::pair<const char*, std::size_t> states[] = {
      {"mempool", counts.mempool}, {"immature", counts.immature}, {"live", counts.live},
      {"voted", counts.voted},     {"missed", counts.missed},     {"expired", counts.expired},
      {"other", counts.other}};
  for (const auto& [state, count] : states) {
    page.sample(std::uint64_t{count}, {{"state", state}});
  }
  if (const Outlook outlook = status::outlook(snapshot); outlook.next_vote != 0) {
    page.gauge("next_vote_seconds", "Time until the next vote on the average.", outlook.next_vote);
  }
  page.family("rewards_dcr", Type::counter, "What mined votes earned.");
  page.sample(static_cast<double>(snapshot.history.rewards.sum) / kAtomsPerCoin);
  if (snapshot.key.backup != KeyView::Backup::unknown) {
    page.gauge("key_backup_missing", "1 when nobody has a back-up of the voting key.",
               std::optional(snapshot.key.backup == KeyView::Backup::missing));
  }
}

void write_board(const BoardView& board, MetricsPage& page) {
  page.gauge("board_temperature_celsius", "Of the processor.", board.temperature);
  page.gauge("board_undervoltage", "1 when the board has had too little voltage.", board.undervoltage);
  page.gauge("board_uptime_seconds", "For how long the machine has been on.", board.uptime);
  page.gauge("board_memory_bytes", "Memory of the machine.", board.memory_size);
  page.gauge("board_memory_available_bytes", "Memory of it that programs may have.", board.memory_available);
  page.gauge("storage_size_bytes", "Size of the disk that holds the state.", board.storage_size);
  page.gauge("storage_free_bytes", "Room that is left on it.", board.storage_free);
  page.gauge("clock_synchronised", "1 when the box's clock is known to be right.", board.clock_synchronised);
}

void write_alerts(const Snapshot& snapshot, MetricsPage& page) {
  const std::pair<const char*, const AlertView*> kinds[] = {{"heartbeat", &snapshot.heartbeat},
                                                            {"webhook", &snapshot.webhook}};
  page.family("alert_configured", Type::gauge, "1 when the configuration has this kind of alert.");
  for (const auto& [kind, alert] : kinds) {
    page.sample(std::uint64_t{alert->configured}, {{"kind", kind}});
  }
  page.family("alert_failing", Type::gauge, "1 when the last alert of this kind did not arrive.");
  for (const auto& [kind, alert] : kinds) {
    page.sample(std::uint64_t{!alert->problem.empty()}, {{"kind", kind}});
  }
  page.family("alert_last_success_timestamp_seconds", Type::gauge, "When the last one arrived.");
  for (const auto& [kind, alert] : kinds) {
    page.sample(timestamp(alert->last_success), {{"kind", kind}});
  }
}

}  // namespace

std::string metrics_text(const Snapshot& snapshot, MetricsForm form, Show show) {
  MetricsPage page(form);
  write_program(snapshot, page);
  write_state(snapshot, page);
  write_chain(snapshot, page);
  write_votes(snapshot.history, page);
  if (show == Show::full) {
    write_tickets(snapshot, page);
  }
  write_board(snapshot.board, page);
  write_alerts(snapshot, page);
  return page.take();
}

}  // namespace dcrvoter::status
