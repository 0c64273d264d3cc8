#include "app/snapshot.hpp"

#include "app/choice_problems.hpp"
#include "app/vote_history.hpp"
#include "core/bytes.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <tuple>
#include <utility>

namespace dcrvoter::app {
namespace {

std::string word_of(vote::TreasuryAnswer answer) {
  switch (answer) {
    case vote::TreasuryAnswer::yes: return "yes";
    case vote::TreasuryAnswer::no: return "no";
    case vote::TreasuryAnswer::abstain: break;
  }
  return "abstain";
}

std::string agenda_problem(const wire::Network& network, const std::string& id) {
  bool known = false;
  for (const auto& agenda : network.agendas) {
    if (agenda.id == id && agenda.vote_version == network.vote_version) {
      return {};
    }
    known = known || agenda.id == id;
  }
  return known ? "the vote on it is over" : "no agenda of this name is known to this version";
}

void append(std::vector<status::ChoiceView>& views, const wire::Network& network, const std::string& scope,
            const vote::ChoiceTable& table) {
  for (const auto& [id, choice] : table.agendas) {
    views.push_back({scope, id, choice, agenda_problem(network, id)});
  }
  for (const auto& [key, answer] : table.treasury_keys) {
    views.push_back({scope, core::to_hex(key), word_of(answer), {}});
  }
  for (const auto& [txid, answer] : table.treasury_spends) {
    views.push_back({scope, txid.to_string(), word_of(answer), {}});
  }
}

/// The highest, of the nodes that are connected if one of them has told any.
const voter::LastBlock* last_block(const std::vector<voter::NodeFacts>& nodes) {
  const voter::NodeFacts* best = nullptr;
  for (const auto& node : nodes) {
    const auto rank = [](const voter::NodeFacts& facts) {
      return std::tuple(facts.connected, facts.last.height, facts.last.seen);
    };
    if (node.last.height != 0 && (best == nullptr || rank(*best) < rank(node))) {
      best = &node;
    }
  }
  return best == nullptr ? nullptr : &best->last;
}

status::BlockView block_view(const voter::LastBlock& last, vote::UnixMillis now) {
  const auto age = std::max(std::chrono::steady_clock::now() - last.seen, core::SteadyTime::duration::zero());
  return {.hash = last.hash,
          .height = last.height,
          .made = vote::UnixMillis{last.timestamp} * 1000,
          .seen = now - std::chrono::duration_cast<std::chrono::milliseconds>(age).count(),
          .age = static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(age).count()),
          .pool_size = last.pool_size,
          .ticket_price = last.ticket_price};
}

ChoiceFacts choice_facts(const voter::Voter& voter, const std::vector<status::NodeView>& nodes) {
  ChoiceFacts facts;
  for (const auto& agenda : voter.vote_info().agendas) {
    facts.listed.push_back(agenda.id);
  }
  const auto is_searched = [](const status::NodeView& node) { return node.calling && !node.searching; };
  if (std::ranges::any_of(nodes, is_searched) && std::ranges::none_of(nodes, &status::NodeView::searching)) {
    facts.is_ours = [&voter](const core::Hash& ticket) { return voter.tickets().find(ticket) != nullptr; };
  }
  return facts;
}

}  // namespace

status::KeyView key_view(const keys::LoadedKeys& loaded) {
  status::KeyView view;
  for (const auto& account : loaded.ring.accounts()) {
    view.accounts.push_back({account.xpub, account.fingerprint, account.origin});
  }
  view.single = loaded.ring.fixed_payees().size();
  for (const auto& problem : loaded.problems) {
    view.problems.push_back(problem.text);
  }
  return view;
}

status::HistoryView history_of(const std::vector<vote::CallRecord>& calls, const wire::Network& network,
                               vote::UnixMillis now) {
  VoteHistory history(network);
  for (const auto& call : calls) {
    history.put(call);
  }
  return history.view(now);
}

std::vector<status::AgendaView> agenda_views(const wire::Network& network, const vote::Choices& choices) {
  std::vector<status::AgendaView> views;
  for (const auto& agenda : network.agendas) {
    if (agenda.vote_version != network.vote_version) {
      continue;
    }
    const auto chosen = choices.general.agendas.find(agenda.id);
    const bool by_default = chosen == choices.general.agendas.end();
    views.push_back({.id = std::string(agenda.id),
                     .description = {},
                     .status = {},
                     .ends = agenda.expire_time,
                     .choice = by_default ? "abstain" : chosen->second,
                     .by_default = by_default});
  }
  return views;
}

std::vector<status::ChoiceView> choice_views(const wire::Network& network, const vote::Choices& choices) {
  std::vector<status::ChoiceView> views;
  append(views, network, {}, choices.general);
  std::vector<std::pair<std::string, const vote::ChoiceTable*>> tickets;
  for (const auto& [txid, table] : choices.tickets) {
    tickets.emplace_back(txid.to_string(), &table);
  }
  std::ranges::sort(tickets, {}, &std::pair<std::string, const vote::ChoiceTable*>::first);
  for (const auto& [txid, table] : tickets) {
    append(views, network, txid, *table);
  }
  return views;
}

status::Snapshot make_snapshot(const voter::Voter& voter, vote::UnixMillis now) {
  const auto& network = voter.network();
  status::Snapshot snapshot;
  snapshot.observed_at = now;
  snapshot.network = network.id;
  snapshot.vote_version = network.vote_version;
  auto nodes = voter.node_facts();
  if (const auto* last = last_block(nodes)) {
    snapshot.block = block_view(*last, now);
  }
  for (auto& node : nodes) {
    snapshot.height = std::max(snapshot.height, node.tip);
    snapshot.can_vote = snapshot.can_vote || node.calling;
    snapshot.nodes.push_back(
        {node.name, node.connected, node.calling, node.searching, node.tip, std::move(node.problem)});
  }
  snapshot.newer_rules = voter.knows_of_newer_rules();
  if (!voter.rehearsed()) {
    snapshot.can_vote = false;
    snapshot.rehearsal = voter.rehearsed().error().text;
  }
  snapshot.agendas = agenda_views(network, voter.choices());
  for (auto& agenda : snapshot.agendas) {
    const auto& told = voter.vote_info().agendas;
    const auto at = std::ranges::find(told, agenda.id, &node::VoteInfoAgenda::id);
    if (at != told.end()) {
      agenda.description = at->description;
      agenda.status = at->status;
    }
  }
  for (const auto& spend : voter.treasury().spends()) {
    snapshot.spends.push_back(
        {spend.txid, spend.window.start, spend.window.end,
         word_of(vote::treasury_answer(voter.choices(), {}, spend.txid, spend.pi_key))});
  }
  snapshot.choices = choice_views(network, voter.choices());
  add_problems(snapshot.choices, network, choice_facts(voter, snapshot.nodes));
  return snapshot;
}

}  // namespace dcrvoter::app
