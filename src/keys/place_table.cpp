#include "keys/place_table.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::keys {
namespace {

constexpr std::size_t kFirst = 256;
constexpr std::size_t kTagByte = 4;

std::size_t first_bytes(const core::Hash160& hash) noexcept {
  std::size_t number = 0;
  for (std::size_t i = 0; i < kTagByte; ++i) {
    number = number << 8U | hash.bytes[i];
  }
  return number;
}

}  // namespace

std::size_t PlaceTable::slot_of(const core::Hash160& hash) const {
  std::size_t at = first_bytes(hash) % slots_.size();
  while (slots_[at].index != kFree &&
         !(slots_[at].tag == hash.bytes[kTagByte] && hash_at_(place_of(slots_[at])) == hash)) {
    at = (at + 1) % slots_.size();
  }
  return at;
}

std::optional<Place> PlaceTable::find(const core::Hash160& hash) const {
  if (slots_.empty()) {
    return std::nullopt;
  }
  const Slot& slot = slots_[slot_of(hash)];
  return slot.index == kFree ? std::nullopt : std::optional(place_of(slot));
}

void PlaceTable::insert(const core::Hash160& hash, const Place& place) {
  if (slots_.size() - used_ <= slots_.size() / 4) {
    grow();
  }
  Slot& slot = slots_[slot_of(hash)];
  if (slot.index == kFree) {
    slot = {place.index, place.account, place.branch, hash.bytes[kTagByte]};
    ++used_;
  }
}

std::optional<Place> PlaceTable::any() const {
  const auto slot =
      std::ranges::find_if(slots_, [](const Slot& candidate) { return candidate.index != kFree; });
  return slot == slots_.end() ? std::nullopt : std::optional(place_of(*slot));
}

void PlaceTable::grow() {
  std::vector<Slot> old(std::max(kFirst, slots_.size() * 2));
  std::swap(old, slots_);
  for (const Slot& slot : old) {
    if (slot.index != kFree) {
      slots_[slot_of(hash_at_(place_of(slot)))] = slot;
    }
  }
}

}  // namespace dcrvoter::keys
