/// Base58 and Decred's base58check (module github.com/decred/base58).
#pragma once

#include "core/bytes.hpp"

#include <string>
#include <string_view>

namespace dcrvoter::core {

[[nodiscard]] std::string base58_encode(ByteView data);
/// The longest base58 text of so many bytes.
[[nodiscard]] constexpr std::size_t base58_room(std::size_t bytes) noexcept {
  return bytes * 11 / 8 + 1;  // log 256 / log 58 is below 11/8
}
/// The same into the caller's memory, for what is secret: nothing of it stays behind in here.
/// The number of characters. Requires out.size() >= base58_room(data.size()).
std::size_t base58_encode(ByteView data, std::span<char> out);
/// Errors: malformed (a character outside the alphabet, with its position), too_large (more than
/// 256 characters: nothing that a voter reads is longer).
[[nodiscard]] Result<Bytes> base58_decode(std::string_view text);
/// The same into the caller's memory, for what is secret: nothing of it stays behind in here. The
/// number of bytes. Errors: as above, and too_large (`out` is too small).
[[nodiscard]] Result<std::size_t> base58_decode(std::string_view text, std::span<std::uint8_t> out);

/// base58(data ‖ first 4 bytes of BLAKE256(BLAKE256(data))); `data` begins with its version bytes.
[[nodiscard]] std::string base58check_encode(ByteView data);
/// The data without the checksum. Errors: those of base58_decode, truncated (no room for a
/// two-byte prefix and the checksum), checksum.
[[nodiscard]] Result<Bytes> base58check_decode(std::string_view text);
/// The same into the caller's memory, for what is secret (WIF, extended private keys): nothing of
/// it stays behind in here. The number of bytes. Errors: as above, and too_large (`out` is too
/// small for the data without its checksum).
[[nodiscard]] Result<std::size_t> base58check_decode(std::string_view text, std::span<std::uint8_t> out);

}  // namespace dcrvoter::core
