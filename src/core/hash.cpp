#include "core/hash.hpp"

#include <algorithm>

namespace dcrvoter::core {

std::string Hash::to_string() const {
  std::array<std::uint8_t, 32> reversed{};
  std::ranges::reverse_copy(bytes, reversed.begin());
  return to_hex(reversed);
}

Result<Hash> Hash::from_string(std::string_view text) {
  Hash hash;
  if (auto filled = from_hex(text, hash.bytes); !filled) {
    return fail(Errc::malformed, "a hash is 64 hex digits: " + filled.error().text);
  }
  std::ranges::reverse(hash.bytes);
  return hash;
}

Result<Hash> Hash::from_bytes(ByteView raw) {
  Hash hash;
  if (raw.size() != hash.bytes.size()) {
    return fail(Errc::malformed, "a hash is 32 bytes, not " + std::to_string(raw.size()));
  }
  std::ranges::copy(raw, hash.bytes.begin());
  return hash;
}

}  // namespace dcrvoter::core
