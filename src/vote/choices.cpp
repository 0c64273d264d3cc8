#include "vote/choices.hpp"

#include <algorithm>

namespace dcrvoter::vote {
namespace {

constexpr std::uint16_t kParentValid = 1;

/// The bits of `choice`, if the agenda has it.
std::optional<std::uint16_t> bits_of(const wire::Agenda& agenda, std::string_view choice) {
  const auto* found = std::ranges::find(agenda.choices, choice, &wire::Choice::id);
  return found != agenda.choices.end() ? std::optional(found->bits) : std::nullopt;
}

/// The bits of one table, or nothing when it chooses nothing that this vote version knows.
std::optional<std::uint16_t> agenda_bits(const wire::Network& network, std::uint32_t vote_version,
                                         const ChoiceTable& table) {
  if (table.agendas.empty()) {
    return std::nullopt;
  }
  std::optional<std::uint16_t> bits;
  for (const wire::Agenda& agenda : network.agendas) {
    if (agenda.vote_version != vote_version) {
      continue;
    }
    const auto chosen = table.agendas.find(agenda.id);
    if (chosen == table.agendas.end()) {
      continue;
    }
    if (const auto chosen_bits = bits_of(agenda, chosen->second)) {
      bits = static_cast<std::uint16_t>(bits.value_or(0) | *chosen_bits);
    }
  }
  return bits;
}

template <class Key>
const TreasuryAnswer* find_answer(const std::map<Key, TreasuryAnswer>& answers, const Key& key) {
  const auto found = answers.find(key);
  return found != answers.end() ? &found->second : nullptr;
}

bool has_answer(const ChoiceTable& table) {
  const auto votes = [](const auto& entry) { return entry.second != TreasuryAnswer::abstain; };
  return std::ranges::any_of(table.treasury_keys, votes) || std::ranges::any_of(table.treasury_spends, votes);
}

}  // namespace

const ChoiceTable* Choices::of(const core::Hash& ticket) const {
  const auto found = tickets.find(ticket);
  return found != tickets.end() ? &found->second : nullptr;
}

bool Choices::wants_treasury() const {
  return has_answer(general) ||
         std::ranges::any_of(tickets, [](const auto& entry) { return has_answer(entry.second); });
}

std::uint16_t vote_bits(const wire::Network& network, std::uint32_t vote_version, const Choices& choices,
                        const core::Hash& ticket) {
  std::optional<std::uint16_t> bits;
  if (const ChoiceTable* own = choices.of(ticket)) {
    bits = agenda_bits(network, vote_version, *own);
  }
  if (!bits) {
    bits = agenda_bits(network, vote_version, choices.general);
  }
  return static_cast<std::uint16_t>(bits.value_or(0) | kParentValid);
}

// From narrow to wide; what is written down at one level, abstain included, ends the search. In
// dcrwallet an abstention is never stored, so only there it falls through to the wider policy.
TreasuryAnswer treasury_answer(const Choices& choices, const core::Hash& ticket, const core::Hash& tspend,
                               const wire::PublicKey& pi_key) {
  const ChoiceTable* own = choices.of(ticket);
  const TreasuryAnswer* answer = own != nullptr ? find_answer(own->treasury_spends, tspend) : nullptr;
  if (answer == nullptr) {
    answer = find_answer(choices.general.treasury_spends, tspend);
  }
  if (answer == nullptr && own != nullptr) {
    answer = find_answer(own->treasury_keys, pi_key);
  }
  if (answer == nullptr) {
    answer = find_answer(choices.general.treasury_keys, pi_key);
  }
  return answer != nullptr ? *answer : TreasuryAnswer::abstain;
}

std::vector<TreasuryVote> treasury_votes(const Choices& choices, const core::Hash& ticket,
                                         std::uint32_t voted_height, std::span<const TreasurySpend> spends) {
  std::vector<TreasuryVote> votes;
  for (const TreasurySpend& spend : spends) {
    if (voted_height < spend.window.start || voted_height > spend.window.end) {
      continue;
    }
    const TreasuryAnswer answer = treasury_answer(choices, ticket, spend.txid, spend.pi_key);
    if (answer != TreasuryAnswer::abstain) {
      votes.push_back({spend.txid, answer});
    }
  }
  std::ranges::sort(votes, {}, &TreasuryVote::tspend);
  const auto same = [](const TreasuryVote& a, const TreasuryVote& b) { return a.tspend == b.tspend; };
  votes.erase(std::unique(votes.begin(), votes.end(), same), votes.end());
  votes.resize(std::min(votes.size(), kMaxTreasuryVotes));
  return votes;
}

std::vector<AgendaChoice> decode_vote_bits(const wire::Network& network, std::uint32_t vote_version,
                                           std::uint16_t bits) {
  std::vector<AgendaChoice> choices;
  for (const wire::Agenda& agenda : network.agendas) {
    if (agenda.vote_version != vote_version) {
      continue;
    }
    const std::uint16_t chosen = bits & agenda.mask;
    const auto* found = std::ranges::find(agenda.choices, chosen, &wire::Choice::bits);
    const bool known = found != agenda.choices.end();
    choices.push_back({agenda.id, known ? found->id : std::string_view("abstain"), !known});
  }
  return choices;
}

}  // namespace dcrvoter::vote
