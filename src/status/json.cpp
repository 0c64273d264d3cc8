#include "status/json.hpp"

#include "status/json_values.hpp"
#include "status/ticket_state.hpp"
#include "status/time_text.hpp"
#include "wire/address.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace dcrvoter::status {
namespace {

const wire::Network& network_of(const Snapshot& snapshot) {
  return wire::network(snapshot.network);
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

json::string_view backup_name(KeyView::Backup backup) {
  switch (backup) {
    case KeyView::Backup::missing: return "missing";
    case KeyView::Backup::made: return "made";
    case KeyView::Backup::waived: return "waived";
    case KeyView::Backup::unknown: break;
  }
  return "unknown";
}

json::object agenda_value(const AgendaView& agenda) {
  const bool far = agenda.ends > static_cast<std::uint64_t>(kLastMoment / 1000);
  return {
      {"id", text_value(agenda.id)},
      {"description", text_value(agenda.description)},
      {"status", words_value(agenda.status)},
      {"ends", far ? json::value(nullptr) : time_value(static_cast<vote::UnixMillis>(agenda.ends) * 1000)},
      {"choice", text_value(agenda.choice)},
      {"by_default", agenda.by_default}};
}

}  // namespace

std::string tickets_json(const Snapshot& snapshot) {
  return with_list(answer_head(snapshot), "tickets", by_height(snapshot.tickets),
                   [&snapshot](const vote::TicketRecord& ticket) { return ticket_value(ticket, snapshot); });
}

std::string votes_json(const Snapshot& snapshot) {
  return with_list(answer_head(snapshot), "votes", snapshot.calls, call_value);
}

std::string choices_json(const Snapshot& snapshot, Show show) {
  json::object answer = answer_head(snapshot);
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
    if (show == Show::health && !choice.scope.empty()) {
      continue;
    }
    choices.push_back(json::object{{"ticket", words_value(choice.scope)},
                                   {"what", text_value(choice.what)},
                                   {"answer", text_value(choice.answer)},
                                   {"problem", words_value(choice.problem)}});
  }
  return answer_text(answer);
}

std::string key_json(const Snapshot& snapshot) {
  json::object answer = answer_head(snapshot);
  json::array& accounts = answer["accounts"].emplace_array();
  for (const AccountView& account : snapshot.key.accounts) {
    accounts.push_back(json::object{{"xpub", text_value(account.xpub)},
                                    {"fingerprint", text_value(account.fingerprint)},
                                    {"origin", text_value(account.origin)}});
  }
  answer["single"] = snapshot.key.single;
  answer["backup"] = backup_name(snapshot.key.backup);
  return answer_text(answer);
}

}  // namespace dcrvoter::status
