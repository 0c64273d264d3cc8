#include "status/json.hpp"
#include "status/json_values.hpp"
#include "status/judgement.hpp"
#include "status/outlook.hpp"
#include "status/ticket_state.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace dcrvoter::status {
namespace {

template <class Number>
json::value optional_value(const std::optional<Number>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::array reasons_value(const Judgement& judgement) {
  json::array reasons;
  for (const Reason& reason : judgement.reasons) {
    reasons.push_back(json::object{{"state", to_string(reason.state)},
                                   {"name", reason.name},
                                   {"words", text_value(reason.words)},
                                   {"remedy", text_value(reason.remedy)}});
  }
  return reasons;
}

json::array nodes_value(const std::vector<NodeView>& nodes) {
  json::array list;
  for (const NodeView& node : nodes) {
    list.push_back(json::object{{"name", text_value(node.name)},
                                {"connected", node.connected},
                                {"calling", node.calling},
                                {"searching", node.searching},
                                {"tip", height_value(node.tip)},
                                {"problem", words_value(node.problem)}});
  }
  return list;
}

json::value block_value(const std::optional<BlockView>& block) {
  if (!block) {
    return nullptr;
  }
  return json::object{{"hash", hash_value(block->hash)}, {"height", height_value(block->height)},
                      {"made", time_value(block->made)}, {"seen", time_value(block->seen)},
                      {"pool_size", block->pool_size},   {"ticket_price", block->ticket_price}};
}

json::object counts_value(const Snapshot& snapshot) {
  const TicketCounts counts =
      count_tickets(snapshot.tickets, wire::network(snapshot.network), snapshot.height);
  return {{"mempool", counts.mempool}, {"immature", counts.immature}, {"live", counts.live},
          {"voted", counts.voted},     {"missed", counts.missed},     {"expired", counts.expired},
          {"other", counts.other}};
}

json::object outcomes_value(const std::vector<vote::CallRecord>& calls) {
  constexpr std::array kOutcomes{vote::Outcome::open, vote::Outcome::mined, vote::Outcome::missed,
                                 vote::Outcome::gone};
  json::object counts;
  for (const vote::Outcome outcome : kOutcomes) {
    const auto of_it = [outcome](const vote::CallRecord& call) { return call.outcome == outcome; };
    counts.emplace(json::string_view(to_string(outcome)), std::ranges::count_if(calls, of_it));
  }
  return counts;
}

json::object history_value(const HistoryView& history) {
  return {{"mined", history.mined}, {"missed", history.missed}};
}

json::object latency_value(const LatencyView& latency) {
  return {{"votes", latency.count},
          {"median_us", latency.median},
          {"p95_us", latency.p95},
          {"most_us", latency.most}};
}

json::object rewards_value(const RewardView& rewards) {
  return {{"sum", rewards.sum},
          {"votes", rewards.count},
          {"last", rewards.last},
          {"last_height", height_value(rewards.last_height)}};
}

json::object alert_value(const AlertView& alert) {
  return {{"configured", alert.configured},
          {"last_success", time_value(alert.last_success)},
          {"problem", words_value(alert.problem)}};
}

json::object outlook_value(const Snapshot& snapshot) {
  const Outlook outlook = status::outlook(snapshot);
  return {
      {"next_vote_seconds", outlook.next_vote == 0 ? json::value(nullptr) : json::value(outlook.next_vote)},
      {"last_height", height_value(outlook.last_height)},
      {"last_at", time_value(outlook.last_at)}};
}

json::object board_value(const BoardView& board) {
  return {{"host", words_value(board.host)},
          {"version", words_value(board.version)},
          {"model", words_value(board.model)},
          {"temperature_celsius", optional_value(board.temperature)},
          {"undervoltage", optional_value(board.undervoltage)},
          {"storage_bytes", optional_value(board.storage_size)},
          {"storage_free_bytes", optional_value(board.storage_free)},
          {"memory_bytes", optional_value(board.memory_size)},
          {"memory_available_bytes", optional_value(board.memory_available)},
          {"memory_used_bytes", optional_value(board.memory_used)},
          {"uptime_seconds", optional_value(board.uptime)},
          {"running_seconds", optional_value(board.running)},
          {"clock_synchronised", optional_value(board.clock_synchronised)}};
}

json::value box_value(const std::optional<BoxView>& box) {
  if (!box) {
    return nullptr;
  }
  json::array problems;
  for (const BoxView::Problem& problem : box->problems) {
    problems.push_back(
        json::object{{"words", text_value(problem.words)}, {"remedy", text_value(problem.remedy)}});
  }
  return json::object{{"release", words_value(box->release)},
                      {"build", words_value(box->build)},
                      {"slot", words_value(box->slot)},
                      {"problems", std::move(problems)},
                      {"update", json::object{{"state", to_string(box->update)},
                                              {"release", words_value(box->update_release)},
                                              {"words", words_value(box->update_words)}}}};
}

json::object lasting(const Snapshot& snapshot, Show show) {
  const bool full = show == Show::full;
  const Judgement judgement = judge(snapshot);
  json::object answer = answer_head(snapshot);
  answer["vote_version"] = snapshot.vote_version;
  answer["state"] = json::string_view(to_string(judgement.state));
  answer["reasons"] = reasons_value(judgement);
  answer["can_vote"] = snapshot.can_vote;
  answer["proof"] = json::string_view(to_string(proof_of(snapshot)));
  answer["block"] = block_value(snapshot.block);
  answer["nodes"] = nodes_value(snapshot.nodes);
  answer["tickets"] = full ? json::value(counts_value(snapshot)) : json::value(nullptr);
  answer["votes"] = outcomes_value(snapshot.calls);
  answer["history"] = history_value(snapshot.history);
  answer["latency"] = latency_value(snapshot.history.latency);
  answer["rewards"] = full ? json::value(rewards_value(snapshot.history.rewards)) : json::value(nullptr);
  return answer;
}

}  // namespace

std::string lasting_status_json(const Snapshot& snapshot, Show show) {
  json::object answer = lasting(snapshot, show);
  answer["observed_at"] = nullptr;
  return answer_text(answer);
}

std::string status_json(const Snapshot& snapshot, Show show) {
  json::object answer = lasting(snapshot, show);
  answer["outlook"] = show == Show::full ? json::value(outlook_value(snapshot)) : json::value(nullptr);
  answer["alerts"] = json::object{{"heartbeat", alert_value(snapshot.heartbeat)},
                                  {"webhook", alert_value(snapshot.webhook)}};
  answer["board"] = board_value(snapshot.board);
  answer["box"] = box_value(snapshot.box);
  return answer_text(answer);
}

}  // namespace dcrvoter::status
