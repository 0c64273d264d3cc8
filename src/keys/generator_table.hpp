/// Multiples of secp256k1's generator, to add many public scalars times the generator to a point. Only
/// for the .cpp files of this room: others have make_generator_table() (keys/key_ring.hpp).
#pragma once

#include <secp256k1.h>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

namespace dcrvoter::keys {

/// 170 kB and five milliseconds of a PC to make, at the first use; from then on an addition takes two
/// thirds of the library's own. Its time depends on the scalar: for what is public only. Any number
/// of threads may use one.
class GeneratorTable {
 public:
  /// point + scalar·G, the scalar 32 bytes, big-endian. Nothing where the scalar is 0 or not below
  /// the group's order, or the sum is no point.
  [[nodiscard]] std::optional<secp256k1_pubkey> add(const secp256k1_pubkey& point,
                                                    std::span<const std::uint8_t, 32> scalar) const;

 private:
  // A digit has six bits: with more, making the table costs more than it saves a few thousand additions.
  static constexpr unsigned kBits = 6;
  static constexpr std::size_t kDigits = (256 + kBits - 1) / kBits;
  static constexpr std::size_t kMultiples = (std::size_t{1} << kBits) - 1;

  void make() const;

  mutable std::once_flag made_;
  mutable std::vector<secp256k1_pubkey> points_;  ///< [digit * kMultiples + n - 1]: n · 2^(kBits·digit) · G
};

}  // namespace dcrvoter::keys
