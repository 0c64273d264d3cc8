/// From a derived address back to its place in an account. Inside keys/ only.
#pragma once

#include "core/hash.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace dcrvoter::keys {

/// An AddressPlace of half the size.
struct Place {
  std::uint32_t index = 0;
  std::uint16_t account = 0;
  std::uint8_t branch = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

/// There are tens of thousands of addresses, so one takes no more than its place here: eight bytes, of which
/// one to three quarters are used. The hashes stay where they were derived.
class PlaceTable {
 public:
  /// The hash of the key at a place that was inserted.
  using HashAt = std::function<const core::Hash160&(const Place&)>;
  explicit PlaceTable(HashAt hash_at) : hash_at_(std::move(hash_at)) {}

  /// One look-up. A hash with the first bytes of another is not taken for it.
  [[nodiscard]] std::optional<Place> find(const core::Hash160& hash) const;
  /// A hash that is here already stays as it is. Indexes are below 2^31 (BIP32's hardened ones are others).
  void insert(const core::Hash160& hash, const Place& place);
  /// Some place; nothing when none was inserted.
  [[nodiscard]] std::optional<Place> any() const;

 private:
  static constexpr std::uint32_t kFree = 0xffff'ffff;
  struct Slot {
    std::uint32_t index = kFree;
    std::uint16_t account = 0;
    std::uint8_t branch = 0;
    std::uint8_t tag = 0;  ///< a byte of the hash: others are mostly passed over without a look at theirs
  };
  [[nodiscard]] static Place place_of(const Slot& slot) noexcept {
    return {slot.index, slot.account, slot.branch};
  }
  /// The slot of this hash, or the free one where it belongs. There must be a free one.
  [[nodiscard]] std::size_t slot_of(const core::Hash160& hash) const;
  void grow();

  HashAt hash_at_;
  std::vector<Slot> slots_;  ///< a power of two; a place lies at its hash's first bytes or soon after
  std::size_t used_ = 0;
};

}  // namespace dcrvoter::keys
