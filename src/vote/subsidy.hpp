/// What a vote earns and whom it pays.
/// Source: `dcrd: blockchain/standalone/subsidy.go`, `dcrd: blockchain/stake/staketx.go`
/// (CalculateRewards), DCP-0010, DCP-0012. All amounts in atoms.
#pragma once

#include "core/result.hpp"
#include "vote/ticket.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace dcrvoter::vote {

/// How the subsidy is split: 3/10, 80/100 (DCP-0010) or 89/100 (DCP-0012) go to the votes.
enum class Split : std::uint8_t { original, r1, r2 };

/// Full block subsidy at a height. A loop of height / subsidy_interval short steps, which ends early
/// when nothing is left.
[[nodiscard]] std::int64_t full_subsidy(const wire::Network& network, std::uint32_t height) noexcept;
/// The split in force for votes *on* a block of this height: that of the block after it.
[[nodiscard]] Split split_for_vote(const wire::Network& network, std::uint32_t voted_height) noexcept;
/// Subsidy of one vote on a block of this height under a given split.
[[nodiscard]] std::int64_t vote_subsidy(const wire::Network& network, std::uint32_t voted_height,
                                        Split split) noexcept;
[[nodiscard]] std::int64_t vote_subsidy(const wire::Network& network, std::uint32_t voted_height) noexcept;

/// floor(contribution * (price + subsidy) / sum of contributions) for each; the atoms that rounding
/// leaves are the vote's fee. Errors: out_of_range when the contributions sum to nothing or to more
/// than 63 bits hold, when an amount is negative, or price or subsidy beyond 21 million coins.
[[nodiscard]] core::Result<std::vector<std::int64_t>> payouts(std::span<const std::int64_t> contributions,
                                                              std::int64_t price, std::int64_t subsidy);

}  // namespace dcrvoter::vote
