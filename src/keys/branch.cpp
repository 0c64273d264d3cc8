#include "keys/branch.hpp"

namespace dcrvoter::keys {
namespace {

constexpr core::Hash160 kUnknown{};

constexpr core::Hash160 no_child() {
  core::Hash160 mark;
  mark.bytes.fill(0xff);
  return mark;
}
constexpr core::Hash160 kNoChild = no_child();

}  // namespace

bool Branch::knows(std::uint32_t index) const {
  const auto chunk = chunks_.find(index / kChunk);
  return chunk != chunks_.end() && chunk->second[index % kChunk] != kUnknown;
}

std::optional<core::Hash160> Branch::compute(std::uint32_t index) const {
  // By way of the private key: a third faster than adding to the public point.
  const auto key = key_.child_key(index);
  return key ? std::optional(key->public_key_hash()) : std::nullopt;
}

Branch::Derived Branch::derive(std::uint32_t index) {
  core::Hash160& hash = chunks_[index / kChunk][index % kChunk];
  const bool fresh = hash == kUnknown;
  if (fresh) {
    hash = compute(index).value_or(kNoChild);
    while (knows(first_unknown_)) {
      ++first_unknown_;
    }
  }
  return {hash == kNoChild ? std::nullopt : std::optional(hash), fresh};
}

}  // namespace dcrvoter::keys
