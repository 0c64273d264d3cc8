/// Multiples of secp256k1's generator, to add many public scalars times the generator to a point. Only
/// for the .cpp files of this room: others have make_generator_table() (keys/key_ring.hpp).
#pragma once

#include <secp256k1.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>

namespace dcrvoter::keys {

/// 262 kB and eight milliseconds of a PC's core to make, which threads share: each multiple is made when
/// it is first needed. From then on an addition takes half of the library's own (8.9 against 19.5 us). Its
/// time depends on the scalar: for what is public only. Any number of threads may use one.
class GeneratorTable {
 public:
  /// point + scalar·G, the scalar 32 bytes, big-endian. Nothing where the scalar is 0 or not below
  /// the group's order, or the sum is no point.
  [[nodiscard]] std::optional<secp256k1_pubkey> add(const secp256k1_pubkey& point,
                                                    std::span<const std::uint8_t, 32> scalar) const;

 private:
  // A digit is a byte, -127 to 128: with larger ones, making the table costs more than it saves a few
  // thousand additions.
  static constexpr std::size_t kDigits = 32;
  static constexpr std::size_t kMultiples = 128;
  /// [n - 1]: n · 256^digit · G
  using Row = std::array<secp256k1_pubkey, kMultiples>;
  using Rows = std::array<Row, kDigits>;  ///< [digit], the lowest first

  const Row& row(std::size_t digit) const;

  mutable std::array<std::once_flag, kDigits> made_;  ///< [digit]
  // Memory that nobody touches before it is needed: many a table is made for a few addresses.
  std::unique_ptr<Rows> rows_ = std::make_unique_for_overwrite<Rows>();
};

}  // namespace dcrvoter::keys
