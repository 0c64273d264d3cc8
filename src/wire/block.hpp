/// Block headers and whole blocks. Source: `dcrd: wire/blockheader.go`, `wire/msgblock.go`.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "wire/transaction.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace dcrvoter::wire {

inline constexpr std::size_t kHeaderSize = 180;

struct BlockHeader {
  std::int32_t version = 0;
  core::Hash previous, merkle_root, stake_root;
  std::uint16_t vote_bits = 0;  ///< bit 0: a majority approved the parent's regular transactions
  std::array<std::uint8_t, 6> final_state{};
  std::uint16_t voters = 0;
  std::uint8_t fresh_stake = 0;
  std::uint8_t revocations = 0;
  std::uint32_t pool_size = 0;
  std::uint32_t bits = 0;
  std::int64_t stake_difficulty = 0;  ///< ticket price of this block, atoms ("sbits")
  std::uint32_t height = 0;
  std::uint32_t size = 0;
  std::uint32_t timestamp = 0;  ///< unix seconds
  std::uint32_t nonce = 0;
  std::array<std::uint8_t, 32> extra_data{};
  std::uint32_t stake_version = 0;
  friend bool operator==(const BlockHeader&, const BlockHeader&) = default;

  /// Exactly 180 bytes. Errors: truncated, trailing.
  [[nodiscard]] static core::Result<BlockHeader> parse(core::ByteView bytes);
  [[nodiscard]] core::Bytes serialize() const;
  /// BLAKE256 of the 180 bytes, for every version (the proof-of-work hash of DCP-0011 is another).
  [[nodiscard]] core::Hash hash() const;
};

struct Block {
  BlockHeader header;
  std::vector<Transaction> regular;
  std::vector<Transaction> stake;

  [[nodiscard]] static core::Result<Block> parse(core::ByteView bytes);
  [[nodiscard]] core::Bytes serialize() const;
};

}  // namespace dcrvoter::wire
