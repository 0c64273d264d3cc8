#include "status/json.hpp"

#include "status/json_values.hpp"
#include "status/judgement.hpp"
#include "status/ticket_state.hpp"
#include "status/time_text.hpp"
#include "wire/address.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <array>

namespace dcrvoter::status {
namespace {

const wire::Network& network_of(const Snapshot& snapshot) {
  return wire::network(snapshot.network);
}

/// What every answer begins with.
json::object head(const Snapshot& snapshot) {
  return {{"observed_at", time_value(snapshot.observed_at)},
          {"network", network_of(snapshot).name},
          {"height", snapshot.height == 0 ? json::value(nullptr) : json::value(snapshot.height)}};
}

json::value height_value(std::uint32_t height) {
  return height == 0 ? json::value(nullptr) : json::value(height);
}

std::string line(const json::object& answer) {
  return json::serialize(answer) + "\n";
}

/// A long list is written element by element: as JSON values all at once it would take many times the
/// memory of the text.
template <class Items, class ToValue>
std::string with_list(const json::object& answer, const char* name, const Items& items, ToValue to_value) {
  std::string text = json::serialize(answer);
  text.back() = ',';
  text += '"' + std::string(name) + "\":[";
  bool first = true;
  for (const auto& item : items) {
    text += (first ? "" : ",") + json::serialize(to_value(item));
    first = false;
  }
  return text + "]}\n";
}

json::object node_value(const NodeView& node) {
  return {{"name", text_value(node.name)},
          {"connected", node.connected},
          {"calling", node.calling},
          {"searching", node.searching},
          {"tip", height_value(node.tip)},
          {"problem", node.problem.empty() ? json::value(nullptr) : text_value(node.problem)}};
}

json::object counts_value(const TicketCounts& counts) {
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

json::object ticket_value(const vote::TicketRecord& record, const Snapshot& snapshot) {
  const wire::Network& network = network_of(snapshot);
  const TicketLife life = ticket_life(record, network, snapshot.height);
  json::array commitments;
  for (const vote::Commitment& commitment : record.ticket.commitments) {
    commitments.push_back(json::object{{"address", wire::encode_address(commitment.payee, network)},
                                       {"amount", commitment.amount}});
  }
  return {{"txid", hash_value(record.ticket.txid)},
          {"state", to_string(life.state)},
          {"height", height_value(record.height)},
          {"votes_from", height_value(life.first)},
          {"live_until", height_value(life.last)},
          {"seen", height_value(record.seen)},
          {"spent_height", height_value(record.spent_height)},
          {"price", record.ticket.price},
          {"voting_address", wire::encode_address(record.ticket.voting, network)},
          {"commitments", std::move(commitments)}};
}

json::object agenda_value(const AgendaView& agenda) {
  const bool far = agenda.ends > static_cast<std::uint64_t>(kLastMoment / 1000);
  return {
      {"id", text_value(agenda.id)},
      {"description", text_value(agenda.description)},
      {"status", agenda.status.empty() ? json::value(nullptr) : text_value(agenda.status)},
      {"ends", far ? json::value(nullptr) : time_value(static_cast<vote::UnixMillis>(agenda.ends) * 1000)},
      {"choice", text_value(agenda.choice)},
      {"by_default", agenda.by_default}};
}

}  // namespace

std::string status_json(const Snapshot& snapshot) {
  const Judgement judgement = judge(snapshot);
  json::array reasons;
  for (const Reason& reason : judgement.reasons) {
    reasons.push_back(json::object{{"state", to_string(reason.state)},
                                   {"name", reason.name},
                                   {"words", text_value(reason.words)},
                                   {"remedy", reason.remedy}});
  }
  json::array nodes;
  for (const NodeView& node : snapshot.nodes) {
    nodes.push_back(node_value(node));
  }
  json::object answer = head(snapshot);
  answer["vote_version"] = snapshot.vote_version;
  answer["state"] = json::string_view(to_string(judgement.state));
  answer["reasons"] = std::move(reasons);
  answer["can_vote"] = snapshot.can_vote;
  answer["nodes"] = std::move(nodes);
  answer["tickets"] = counts_value(count_tickets(snapshot.tickets, network_of(snapshot), snapshot.height));
  answer["votes"] = outcomes_value(snapshot.calls);
  return line(answer);
}

std::string tickets_json(const Snapshot& snapshot) {
  return with_list(head(snapshot), "tickets", by_height(snapshot.tickets),
                   [&snapshot](const vote::TicketRecord& ticket) { return ticket_value(ticket, snapshot); });
}

std::string votes_json(const Snapshot& snapshot) {
  return with_list(head(snapshot), "votes", snapshot.calls, call_value);
}

std::string choices_json(const Snapshot& snapshot) {
  json::object answer = head(snapshot);
  answer["vote_version"] = snapshot.vote_version;
  json::array& agendas = answer["agendas"].emplace_array();
  for (const AgendaView& agenda : snapshot.agendas) {
    agendas.push_back(agenda_value(agenda));
  }
  json::array& spends = answer["treasury_spends"].emplace_array();
  for (const SpendView& spend : snapshot.spends) {
    spends.push_back(json::object{{"txid", hash_value(spend.txid)},
                                  {"start", spend.start},
                                  {"end", spend.end},
                                  {"answer", text_value(spend.answer)}});
  }
  json::array& choices = answer["choices"].emplace_array();
  for (const ChoiceView& choice : snapshot.choices) {
    choices.push_back(json::object{
        {"ticket", choice.scope.empty() ? json::value(nullptr) : text_value(choice.scope)},
        {"what", text_value(choice.what)},
        {"answer", text_value(choice.answer)},
        {"problem", choice.problem.empty() ? json::value(nullptr) : text_value(choice.problem)}});
  }
  return line(answer);
}

}  // namespace dcrvoter::status
