/// What a node tells us unasked, typed. Source: `dcrd: rpc/jsonrpc/types/chainsvrwsntfns.go`.
#pragma once

#include "core/hash.hpp"
#include "core/result.hpp"
#include "wire/block.hpp"
#include "wire/transaction.hpp"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace dcrvoter::node {

struct BlockConnected {
  core::Hash hash;
  wire::BlockHeader header;
  std::vector<wire::Transaction> transactions;  ///< those that match the connection's filter
};
struct BlockDisconnected {
  core::Hash hash;
  wire::BlockHeader header;
};
struct Reorganization {
  core::Hash old_hash, new_hash;
  std::uint32_t old_height = 0, new_height = 0;
};
/// The tickets drawn on a block: they vote on it, in the next one.
struct WinningTickets {
  core::Hash block;
  std::uint32_t height = 0;
  std::vector<core::Hash> tickets;
};
/// Tickets that become live in a block.
struct NewTickets {
  core::Hash block;
  std::uint32_t height = 0;
  std::int64_t stake_difficulty = 0;  ///< atoms
  std::vector<core::Hash> tickets;
};
/// A treasury spend entered the mempool.
struct TreasurySpendAccepted {
  wire::Transaction transaction;
};
/// A transaction that matches the filter entered the mempool.
struct RelevantTransaction {
  wire::Transaction transaction;
};
/// Any transaction entered the mempool (`notifynewtransactions`).
struct TransactionAccepted {
  core::Hash txid;
};

using Notification =
    std::variant<BlockConnected, BlockDisconnected, Reorganization, WinningTickets, NewTickets,
                 TreasurySpendAccepted, RelevantTransaction, TransactionAccepted>;

/// Nothing for a method that this program does not know: nodes may learn new ones.
/// Errors: malformed, naming the method and the parameter. At most `kMaxWinners` winners.
[[nodiscard]] core::Result<std::optional<Notification>> parse_notification(std::string_view method,
                                                                           const boost::json::value& params);

/// dcrd draws five; a frame that names more than this is refused.
inline constexpr std::size_t kMaxWinners = 32;

}  // namespace dcrvoter::node
