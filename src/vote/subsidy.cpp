#include "vote/subsidy.hpp"

#include <bit>
#include <limits>

namespace dcrvoter::vote {
namespace {

using core::Errc;
using core::fail;
using core::Result;

constexpr std::int64_t kStepNumerator = 100;
constexpr std::int64_t kStepDenominator = 101;

struct Share {
  std::int64_t numerator, denominator;
};

constexpr Share share_of_votes(Split split) noexcept {
  switch (split) {
    case Split::original: return {3, 10};
    case Split::r1: return {80, 100};
    case Split::r2: return {89, 100};
  }
  return {0, 1};
}

/// floor(part * total / whole) for part <= whole < 2^63, bit by bit of `total`. The product needs
/// up to 126 bits, and the 32-bit boards have no type of that size; the result fits, being <= total.
std::uint64_t share(std::uint64_t part, std::uint64_t total, std::uint64_t whole) noexcept {
  std::uint64_t quotient = 0;
  std::uint64_t remainder = 0;
  const auto reduce = [&] {
    if (remainder >= whole) {
      remainder -= whole;
      ++quotient;
    }
  };
  for (auto bits = std::bit_width(total); bits > 0; --bits) {
    quotient *= 2;
    remainder *= 2;
    reduce();
    if (((total >> (bits - 1)) & 1U) != 0) {
      remainder += part;
      reduce();
    }
  }
  return quotient;
}

}  // namespace

// Each step divides and rounds down by itself: no closed form gives the same atoms.
std::int64_t full_subsidy(const wire::Network& network, std::uint32_t height) noexcept {
  if (height == 0) {
    return 0;
  }
  if (height == 1) {
    return network.block_one_subsidy;
  }
  std::int64_t subsidy = network.base_subsidy;
  for (std::uint32_t step = height / network.subsidy_interval; step > 0 && subsidy > 0; --step) {
    subsidy = subsidy * kStepNumerator / kStepDenominator;
  }
  return subsidy;
}

Split split_for_vote(const wire::Network& network, std::uint32_t voted_height) noexcept {
  const std::uint64_t vote_height = std::uint64_t{voted_height} + 1;
  if (vote_height >= network.split_r2_height) {
    return Split::r2;
  }
  return vote_height >= network.split_r1_height ? Split::r1 : Split::original;
}

std::int64_t vote_subsidy(const wire::Network& network, std::uint32_t voted_height, Split split) noexcept {
  if (std::uint64_t{voted_height} + 1 < network.stake_validation_height) {
    return 0;
  }
  const Share votes = share_of_votes(split);
  return full_subsidy(network, voted_height) * votes.numerator /
         (votes.denominator * network.tickets_per_block);
}

std::int64_t vote_subsidy(const wire::Network& network, std::uint32_t voted_height) noexcept {
  return vote_subsidy(network, voted_height, split_for_vote(network, voted_height));
}

Result<std::vector<std::int64_t>> payouts(std::span<const std::int64_t> contributions, std::int64_t price,
                                          std::int64_t subsidy) {
  if (price < 0 || price > kMaxAtoms || subsidy < 0 || subsidy > kMaxAtoms) {
    return fail(Errc::out_of_range, "a price of " + std::to_string(price) + " and a subsidy of " +
                                        std::to_string(subsidy) +
                                        " atoms cannot be paid out; 0 to 21 million coins are allowed");
  }
  std::int64_t sum = 0;
  for (const std::int64_t contribution : contributions) {
    if (contribution < 0 || contribution > std::numeric_limits<std::int64_t>::max() - sum) {
      return fail(Errc::out_of_range, "contributions are 0 or more atoms and sum to less than 2^63, not so " +
                                          std::to_string(contribution) + " after a sum of " +
                                          std::to_string(sum));
    }
    sum += contribution;
  }
  if (sum == 0) {
    return fail(Errc::out_of_range, "the contributions sum to nothing: no payout can be shared out by them");
  }
  std::vector<std::int64_t> shares;
  shares.reserve(contributions.size());
  for (const std::int64_t contribution : contributions) {
    shares.push_back(static_cast<std::int64_t>(share(static_cast<std::uint64_t>(contribution),
                                                     static_cast<std::uint64_t>(price + subsidy),
                                                     static_cast<std::uint64_t>(sum))));
  }
  return shares;
}

}  // namespace dcrvoter::vote
