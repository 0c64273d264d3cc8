#include "keys/branch.hpp"

#include <stdexcept>

namespace dcrvoter::keys {

const DerivedAddress* Branch::find(std::uint32_t index) const {
  const auto chunk = chunks_.find(index / kChunk);
  const auto at = index % kChunk;
  return chunk == chunks_.end() || !chunk->second.known[at] ? nullptr : &chunk->second.addresses[at];
}

DerivedAddress Branch::compute(std::uint32_t index) const {
  // By way of the private key: for one or two faster than with a table that must be made first.
  const auto key = key_.child_key(index);
  return key ? DerivedAddress{key->public_key_hash(), key->public_key()} : DerivedAddress{};
}

Branch::Derived Branch::remember(std::uint32_t index, const DerivedAddress& computed) {
  Chunk& chunk = chunks_[index / kChunk];
  DerivedAddress& address = chunk.addresses[index % kChunk];
  const bool fresh = !chunk.known[index % kChunk];
  if (fresh) {
    address = computed;
    chunk.known.set(index % kChunk);
    while (find(first_unknown_) != nullptr) {
      ++first_unknown_;
    }
  }
  return {address.exists() ? std::optional(address.hash) : std::nullopt, fresh};
}

Branch::Derived Branch::derive(std::uint32_t index) {
  const DerivedAddress* known = find(index);
  return remember(index, known != nullptr ? *known : compute(index));
}

const DerivedAddress& Branch::derived_at(std::uint32_t index) const {
  if (const DerivedAddress* known = find(index); known != nullptr) {
    return *known;
  }
  throw std::out_of_range("no address was derived at this index");
}

core::Result<PrivateKey> Branch::key(std::uint32_t index) const {
  const DerivedAddress* known = find(index);
  return known != nullptr && known->exists() ? key_.child_key(index, known->key) : key_.child_key(index);
}

}  // namespace dcrvoter::keys
