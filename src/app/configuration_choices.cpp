#include "app/configuration_parts.hpp"
#include "app/nearest.hpp"
#include "core/bytes.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace dcrvoter::app {
namespace {

using vote::TreasuryAnswer;

// The newest agenda of this name: names were never used twice, but for forced ones.
const wire::Agenda* find_agenda(const wire::Network& network, std::string_view id) {
  const wire::Agenda* newest = nullptr;
  for (const wire::Agenda& agenda : network.agendas) {
    newest = agenda.id == id ? &agenda : newest;
  }
  return newest;
}

void read_agenda(Section& agendas, const std::string& id, const wire::Network& network,
                 vote::ChoiceTable& table) {
  const wire::Agenda* agenda = find_agenda(network, id);
  if (agenda == nullptr) {
    // A later dcrvoter may know it: the owner's wish stays.
    const Value* choice = agendas.text(id);
    if (choice != nullptr) {
      std::vector<std::string_view> names;
      for (const wire::Agenda& known : network.agendas) {
        names.push_back(known.id);
      }
      agendas.warning(
          *choice, id,
          "is no agenda that this version knows, so it counts for nothing" + did_you_mean(id, names));
      table.agendas.emplace(id, choice->text.view());
    }
    return;
  }
  std::array<std::string_view, 3> allowed;
  std::transform(agenda->choices.begin(), agenda->choices.end(), allowed.begin(),
                 [](const wire::Choice& choice) { return choice.id; });
  const auto chosen = agendas.word(id, allowed);
  if (!chosen) {
    return;
  }
  if (agenda->vote_version != network.vote_version) {
    agendas.warning(*agendas.find(id), id,
                    "was voted on with vote version " + std::to_string(agenda->vote_version) +
                        "; today's is " + std::to_string(network.vote_version) +
                        ", so it counts for nothing");
  }
  table.agendas.emplace(id, allowed.at(*chosen));
}

std::string treasury_remedy(const wire::Network& network) {
  std::string text = "; allowed: a treasury key of " + std::string(network.name) + " (";
  for (const wire::PublicKey& key : network.pi_keys) {
    text += (&key == network.pi_keys.data() ? "" : ", ") + core::to_hex(key);
  }
  return text + ") or the transaction id of a treasury spend, 64 hex digits";
}

void read_treasury_answer(Section& treasury, const std::string& name, const wire::Network& network,
                          vote::ChoiceTable& table) {
  constexpr std::array<std::string_view, 3> kWords{"yes", "no", "abstain"};
  constexpr std::array kAnswers{TreasuryAnswer::yes, TreasuryAnswer::no, TreasuryAnswer::abstain};
  const auto chosen = treasury.word(name, kWords);
  const Value& at = *treasury.find(name);
  wire::PublicKey key{};
  bool is_new = true;
  if (core::from_hex(name, key)) {
    if (std::find(network.pi_keys.begin(), network.pi_keys.end(), key) == network.pi_keys.end()) {
      return treasury.error(at, name, "is no treasury key of this network" + treasury_remedy(network));
    }
    is_new = !chosen || table.treasury_keys.emplace(key, kAnswers.at(*chosen)).second;
  } else if (const auto txid = core::Hash::from_string(name)) {
    is_new = !chosen || table.treasury_spends.emplace(*txid, kAnswers.at(*chosen)).second;
  } else {
    return treasury.error(at, name,
                          "is neither a treasury key nor a treasury spend" + treasury_remedy(network));
  }
  if (!is_new) {
    treasury.error(at, name, "is given twice, in upper and in lower case; keep one");
  }
}

// The two tables that are the same for all tickets and for one.
vote::ChoiceTable read_tables(Section& section, const wire::Network& network) {
  vote::ChoiceTable table;
  if (const Value* value = section.table("agendas")) {
    Section agendas(section.problems(), *value, section.full("agendas"));
    for (const Value::Key& key : value->keys) {
      read_agenda(agendas, key.name, network, table);
    }
  }
  if (const Value* value = section.table("treasury")) {
    Section treasury(section.problems(), *value, section.full("treasury"));
    for (const Value::Key& key : value->keys) {
      read_treasury_answer(treasury, key.name, network, table);
    }
  }
  return table;
}

}  // namespace

vote::Choices read_choices(Section& top, const wire::Network& network) {
  vote::Choices choices;
  const Value* value = top.table("choices");
  if (value == nullptr) {
    return choices;
  }
  Section section(top.problems(), *value, "choices", choices_keys());
  choices.general = read_tables(section, network);
  if (const Value* tickets = section.table("ticket")) {
    Section list(top.problems(), *tickets, "choices.ticket");
    for (const Value::Key& key : tickets->keys) {
      const Value* one = list.table(key.name, ticket_keys().front().allowed);
      if (one == nullptr) {
        continue;
      }
      const auto txid = core::Hash::from_string(key.name);
      if (!txid) {
        list.error(*one, key.name,
                   "is no ticket; the name is the ticket's transaction id, 64 hex digits in quotes");
        continue;
      }
      Section ticket(top.problems(), *one, list.full(key.name), ticket_keys());
      vote::ChoiceTable table = read_tables(ticket, network);
      ticket.refuse_unknown_keys();
      if (!choices.tickets.emplace(*txid, std::move(table)).second) {
        list.error(*one, key.name, "is given twice, in upper and in lower case; keep one");
      }
    }
  }
  section.refuse_unknown_keys();
  return choices;
}

}  // namespace dcrvoter::app
