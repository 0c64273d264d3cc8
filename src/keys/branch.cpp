#include "keys/branch.hpp"

namespace dcrvoter::keys {

bool Branch::Address::exists() const noexcept {
  return key != wire::PublicKey{};
}

const Branch::Address* Branch::find(std::uint32_t index) const {
  const auto chunk = chunks_.find(index / kChunk);
  const auto at = index % kChunk;
  return chunk == chunks_.end() || !chunk->second.known[at] ? nullptr : &chunk->second.addresses[at];
}

Branch::Address Branch::compute(std::uint32_t index) const {
  // By way of the private key: a third faster than adding to the public point.
  const auto key = key_.child_key(index);
  return key ? Address{key->public_key_hash(), key->public_key()} : Address{};
}

Branch::Derived Branch::derive(std::uint32_t index) {
  Chunk& chunk = chunks_[index / kChunk];
  Address& address = chunk.addresses[index % kChunk];
  const bool fresh = !chunk.known[index % kChunk];
  if (fresh) {
    address = compute(index);
    chunk.known.set(index % kChunk);
    while (find(first_unknown_) != nullptr) {
      ++first_unknown_;
    }
  }
  return {address.exists() ? std::optional(address.hash) : std::nullopt, fresh};
}

core::Result<PrivateKey> Branch::key(std::uint32_t index) const {
  const Address* known = find(index);
  return known != nullptr && known->exists() ? key_.child_key(index, known->key) : key_.child_key(index);
}

}  // namespace dcrvoter::keys
