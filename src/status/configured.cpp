#include "status/configured.hpp"

#include "core/bytes.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace dcrvoter::status {
namespace {

const wire::Agenda* agenda_of(const wire::Network& network, std::uint32_t vote_version, std::string_view id) {
  const auto found = std::ranges::find_if(network.agendas, [&](const wire::Agenda& agenda) {
    return agenda.vote_version == vote_version && agenda.id == id;
  });
  return found == network.agendas.end() ? nullptr : &*found;
}

bool has_choice(const wire::Agenda& agenda, std::string_view choice) {
  return std::ranges::find(agenda.choices, choice, &wire::Choice::id) != agenda.choices.end();
}

std::string problem_of(const wire::Network& network, std::uint32_t vote_version, const std::string& id,
                       const std::string& choice) {
  const wire::Agenda* agenda = agenda_of(network, vote_version, id);
  if (agenda != nullptr) {
    return has_choice(*agenda, choice) ? "" : "the agenda has no such choice, so it counts for nothing";
  }
  const bool earlier = std::ranges::find(network.agendas, id, &wire::Agenda::id) != network.agendas.end();
  return earlier
             ? "not voted on with vote version " + std::to_string(vote_version) + ", so it counts for nothing"
             : "no agenda of this name is known, so it counts for nothing";
}

void add_table(const vote::ChoiceTable& table, const std::string& scope, const wire::Network& network,
               std::uint32_t vote_version, std::vector<ChoiceView>& views) {
  for (const auto& [id, choice] : table.agendas) {
    views.push_back({scope, id, choice, problem_of(network, vote_version, id, choice)});
  }
  for (const auto& [key, answer] : table.treasury_keys) {
    views.push_back({scope, core::to_hex(key), std::string(answer_name(answer)), ""});
  }
  for (const auto& [spend, answer] : table.treasury_spends) {
    views.push_back({scope, spend.to_string(), std::string(answer_name(answer)), ""});
  }
}

}  // namespace

std::vector<AgendaView> agenda_views(const vote::Choices& choices, const wire::Network& network,
                                     std::uint32_t vote_version) {
  std::vector<AgendaView> views;
  for (const wire::Agenda& agenda : network.agendas) {
    if (agenda.vote_version != vote_version) {
      continue;
    }
    AgendaView view;
    view.id = agenda.id;
    view.ends = agenda.expire_time;
    view.choice = "abstain";
    const auto chosen = choices.general.agendas.find(agenda.id);
    if (chosen != choices.general.agendas.end() && has_choice(agenda, chosen->second)) {
      view.choice = chosen->second;
      view.by_default = false;
    }
    views.push_back(std::move(view));
  }
  return views;
}

std::vector<ChoiceView> choice_views(const vote::Choices& choices, const wire::Network& network,
                                     std::uint32_t vote_version) {
  std::vector<ChoiceView> views;
  add_table(choices.general, "", network, vote_version, views);
  std::map<std::string, const vote::ChoiceTable*> tickets;
  for (const auto& [ticket, table] : choices.tickets) {
    tickets.emplace(ticket.to_string(), &table);
  }
  for (const auto& [ticket, table] : tickets) {
    add_table(*table, ticket, network, vote_version, views);
  }
  return views;
}

std::string_view answer_name(vote::TreasuryAnswer answer) noexcept {
  switch (answer) {
    case vote::TreasuryAnswer::abstain: return "abstain";
    case vote::TreasuryAnswer::yes: return "yes";
    case vote::TreasuryAnswer::no: return "no";
  }
  return "unknown";
}

}  // namespace dcrvoter::status
