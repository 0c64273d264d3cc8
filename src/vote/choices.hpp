/// What the owner wishes: agendas by name and treasury spends, for all tickets or for one; and the
/// vote bits and treasury answers that follow.
/// Source: `dcrwallet: wallet/wallet.go` (readDBVoteBits, TSpendPolicy), whose precedence is kept.
#pragma once

#include "core/hash.hpp"
#include "vote/treasury.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dcrvoter::vote {

/// One table of the configuration: `[choices]` or `[choices.ticket."…"]`.
struct ChoiceTable {
  std::map<std::string, std::string, std::less<>> agendas;  ///< agenda id -> choice id
  std::map<wire::PublicKey, TreasuryAnswer> treasury_keys;  ///< Pi key -> answer
  std::map<core::Hash, TreasuryAnswer> treasury_spends;     ///< tspend txid -> answer
  friend bool operator==(const ChoiceTable&, const ChoiceTable&) = default;
};

struct Choices {
  ChoiceTable general;
  std::unordered_map<core::Hash, ChoiceTable> tickets;  ///< by ticket txid

  [[nodiscard]] const ChoiceTable* of(const core::Hash& ticket) const;
  /// Whether any treasury answer other than abstain is set anywhere: only then does a vote wait
  /// for the list of treasury spends.
  [[nodiscard]] bool wants_treasury() const;
};

/// Bit 0 (the parent's regular transactions are valid) and the chosen bits of each agenda of this
/// vote version. If the ticket has any agenda choice, an abstention too, the general ones are ignored
/// for it. Names that this version does not know count for nothing.
[[nodiscard]] std::uint16_t vote_bits(const wire::Network& network, std::uint32_t vote_version,
                                      const Choices& choices, const core::Hash& ticket);

/// The answer to one spend: ticket's spend, spend, ticket's key, key, abstain. What is written at one
/// level ends the search there, "abstain" as well, which so overrides the wider levels (dcrwallet stores
/// no abstention, and falls through to them).
[[nodiscard]] TreasuryAnswer treasury_answer(const Choices& choices, const core::Hash& ticket,
                                             const core::Hash& tspend, const wire::PublicKey& pi_key);

/// The answers that go into a vote on a block of this height: inside each spend's window, none that
/// abstains, sorted by txid in internal order so that twins agree, at most seven.
[[nodiscard]] std::vector<TreasuryVote> treasury_votes(const Choices& choices, const core::Hash& ticket,
                                                       std::uint32_t voted_height,
                                                       std::span<const TreasurySpend> spends);

/// What each agenda of the version says in these bits; an impossible combination is an abstention.
struct AgendaChoice {
  std::string_view agenda, choice;
  bool invalid = false;
};
[[nodiscard]] std::vector<AgendaChoice> decode_vote_bits(const wire::Network& network,
                                                         std::uint32_t vote_version, std::uint16_t bits);

}  // namespace dcrvoter::vote
