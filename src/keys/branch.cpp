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

const core::Hash160* Branch::find(std::uint32_t index) const {
  const auto chunk = chunks_.find(index / kChunk);
  if (chunk == chunks_.end()) {
    return nullptr;
  }
  const core::Hash160& hash = chunk->second[index % kChunk];
  return hash == kUnknown ? nullptr : &hash;
}

bool Branch::knows(std::uint32_t index) const {
  return find(index) != nullptr;
}

std::optional<core::Hash160> Branch::hash(std::uint32_t index) const {
  if (const core::Hash160* known = find(index); known != nullptr) {
    return *known == kNoChild ? std::nullopt : std::optional(*known);
  }
  // By way of the private key: faster than adding to the public point, which tests compare with.
  const auto derived = key_.child_key(index);
  return derived ? std::optional(derived->public_key_hash()) : std::nullopt;
}

void Branch::remember(std::uint32_t index, const std::optional<core::Hash160>& hash) {
  chunks_[index / kChunk][index % kChunk] = hash.value_or(kNoChild);
  while (knows(first_unknown_)) {
    ++first_unknown_;
  }
}

}  // namespace dcrvoter::keys
