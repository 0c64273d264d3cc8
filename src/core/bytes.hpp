/// Bytes as they are handed about: owned, viewed, and as hex.
#pragma once

#include "core/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::core {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// Lower-case hex, two digits a byte, in the bytes' order.
[[nodiscard]] std::string to_hex(ByteView bytes);
/// Appends the hex of `bytes` to `out` (the way of the vote: no temporary).
void append_hex(std::string& out, ByteView bytes);
/// Either case. Errors: malformed (odd length; a character that is no hex digit, with its position).
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);
/// Fills `out` exactly. Errors as from_hex, and malformed when the length is not 2 * out.size().
[[nodiscard]] Result<void> from_hex(std::string_view text, std::span<std::uint8_t> out);

}  // namespace dcrvoter::core
