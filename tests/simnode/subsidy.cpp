#include "simnode/subsidy.hpp"

#include <algorithm>

namespace dcrvoter::simnode {
namespace {

/// Shares of a whole of 100: proof of work and proof of stake; the treasury has the remaining ten.
struct Split {
  std::int64_t pow, pos;
};

Split split_at(const wire::Network& network, std::uint32_t containing_height) {
  if (containing_height >= network.split_r2_height) {
    return {1, 89};
  }
  if (containing_height >= network.split_r1_height) {
    return {10, 80};
  }
  return {60, 30};
}

}  // namespace

std::int64_t full_subsidy(const wire::Network& network, std::uint32_t height) {
  if (height == 0) {
    return 0;
  }
  if (height == 1) {
    return network.block_one_subsidy;
  }
  std::int64_t s = network.base_subsidy;
  for (std::uint32_t n = height / network.subsidy_interval; n > 0 && s > 0; --n) {
    s = s * 100 / 101;
  }
  return s;
}

std::int64_t vote_subsidy(const wire::Network& network, std::uint32_t voted_height,
                          std::uint32_t containing_height) {
  if (voted_height + 1 < network.stake_validation_height) {
    return 0;
  }
  return full_subsidy(network, voted_height) * split_at(network, containing_height).pos / (100 * 5);
}

BlockSubsidy block_subsidy(const wire::Network& network, std::uint32_t height, std::uint32_t voters,
                           std::uint32_t tip_height) {
  BlockSubsidy out;
  const std::int64_t full = full_subsidy(network, height);
  if (height == 0) {
    return out;
  }
  if (height == 1) {
    out.pow = full;
    return out;
  }
  const std::uint32_t containing = std::min(height, tip_height + 1);
  const bool staking = height >= network.stake_validation_height;
  if (staking && voters < network.votes_needed) {
    out.pos = vote_subsidy(network, height - 1, containing) * voters;
    return out;
  }
  const std::int64_t share = staking ? voters : 5;  // before votes nobody is missing
  out.pow = full * split_at(network, containing).pow / 100 * share / 5;
  out.developer = full * 10 / 100;
  out.pos = staking ? vote_subsidy(network, height - 1, containing) * voters : 0;
  return out;
}

}  // namespace dcrvoter::simnode
