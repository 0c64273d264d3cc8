#include "simnode/history.hpp"

#include "simnode/genesis.hpp"
#include "simnode/node.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace dcrvoter::simnode {
namespace {

constexpr std::uint32_t kMostFresh = 20;  // MaxFreshStakePerBlock, on all networks
constexpr std::uint32_t kSpare = 64;      // blocks below the oldest that matters

std::uint32_t first_height(const wire::Network& n, std::uint32_t height) {
  const std::uint32_t depth = n.ticket_maturity + n.ticket_expiry + kSpare;
  return height > depth + n.stake_enabled_height ? height - depth : 0;
}

/// The tickets of a block: how many ours, how many strangers'.
struct Share {
  std::uint32_t ours = 0, strangers = 0;
};

/// Spreads the tickets evenly over the blocks [lowest, highest], both kinds mixed.
std::vector<Share> spread(const History& history, std::uint32_t blocks) {
  const std::uint64_t total = history.ours + history.strangers;
  std::vector<Share> out(blocks);
  std::uint64_t ours = 0;
  for (std::uint64_t i = 0; i < total; ++i) {
    Share& share = out[i * blocks / total];
    const std::uint64_t due = (i + 1) * history.ours / total;
    ++(due > ours ? share.ours : share.strangers);
    ours = due;
  }
  return out;
}

std::unique_ptr<Block> genesis(Node& node) {
  auto block = node.factory.block(nullptr, 0, {}, 0, 0);
  // Transactions of it nobody asks for; the header must be the real one, since clients know its hash.
  block->header = genesis_header(node.network.id);
  block->hash = block->header.hash();
  return block;
}

}  // namespace

std::uint32_t usual_height(const Node& node) {
  switch (node.network.id) {
    case wire::NetworkId::mainnet: return 1'110'000;
    case wire::NetworkId::testnet3: return 1'600'000;
    case wire::NetworkId::simnet: return 300;
  }
  return 0;
}

std::uint32_t usual_strangers(const wire::Network& network) {
  return network.tickets_per_block * (network.ticket_maturity + 8);
}

void make_history(Node& node, const History& history) {
  const wire::Network& n = node.network;
  Chain& chain = node.chain;
  const std::uint32_t first = first_height(n, history.height);
  // Tickets mined in [lowest, highest] are alive at the tip.
  const std::int64_t highest = std::int64_t{history.height} - n.ticket_maturity;
  const std::int64_t oldest = std::int64_t{history.height} - n.ticket_maturity - n.ticket_expiry + 1;
  std::int64_t lowest = std::max({oldest, std::int64_t{n.stake_enabled_height}, std::int64_t{first} + 1});
  const std::uint64_t total = history.ours + history.strangers;
  if (total > 0 && (highest < lowest || total > std::uint64_t(highest - lowest + 1) * kMostFresh)) {
    throw std::runtime_error("history: " + std::to_string(total) + " live tickets do not fit at height " +
                             std::to_string(history.height) + " (at most twenty a block)");
  }
  // Few tickets are young ones, so that a short test sees none expire.
  const auto wanted = std::max<std::int64_t>(n.ticket_expiry / 2, static_cast<std::int64_t>(total / 4));
  lowest = std::max(lowest, highest - wanted + 1);
  lowest = total > std::uint64_t(std::max<std::int64_t>(highest - lowest + 1, 0)) * 5
               ? std::max({oldest, std::int64_t{n.stake_enabled_height}, std::int64_t{first} + 1})
               : lowest;
  const auto shares =
      total == 0 ? std::vector<Share>{} : spread(history, std::uint32_t(highest - lowest + 1));

  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  const std::uint32_t last_time =
      node.options.time != 0 ? node.options.time : static_cast<std::uint32_t>(now);
  chain.begin_history();
  Block* parent = nullptr;
  for (std::uint32_t h = first; h <= history.height; ++h) {
    std::vector<TxPtr> stake;
    const std::int64_t price = chain.ticket_price(h);
    if (h >= lowest && h - lowest < std::int64_t(shares.size())) {
      const Share& share = shares[std::size_t(h - lowest)];
      for (std::uint32_t i = 0; i < share.ours; ++i) {
        stake.push_back(node.buyer.ours(price));
        chain.know_ticket(stake.back(), true);
      }
      for (std::uint32_t i = 0; i < share.strangers; ++i) {
        stake.push_back(node.buyer.stranger(price));
      }
    }
    const auto age = (history.height - h) * n.target_block_seconds;
    auto block =
        h == 0 ? genesis(node) : node.factory.block(parent, h, std::move(stake), price, last_time - age);
    parent = &chain.insert(std::move(block));
    if (h == history.height) {
      chain.end_history(*parent);
    } else {
      chain.connect(*parent);
    }
  }
  chain.tip().announced = true;  // before anybody listened
}

}  // namespace dcrvoter::simnode
