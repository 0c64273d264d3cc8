/// Decred addresses. Source: `dcrd: txscript/stdaddr`.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "wire/network.hpp"
#include "wire/script.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace dcrvoter::wire {

[[nodiscard]] std::string encode_address(const Payee& payee, const Network& network);

/// The kinds of address that exist; only the first two can hold a ticket's voting rights.
enum class AddressKind : std::uint8_t { p2pkh, p2sh, p2pk, p2pkh_ed25519, p2pkh_schnorr };
struct Address {
  AddressKind kind = AddressKind::p2pkh;
  /// The 20-byte hash; for p2pk 33 bytes as the address has them: the signature type (0 ECDSA,
  /// 1 Ed25519, 2 Schnorr) with bit 0x80 set for an odd Y, then X.
  core::Bytes payload;
};
/// Any address of `network`. Errors: malformed, checksum, wrong_network (names the other network);
/// none of them repeats the text. That an Ed25519 key is a point of its curve is not checked.
[[nodiscard]] core::Result<Address> decode_address(std::string_view text, const Network& network);
/// The payee of a P2PKH or P2SH address. Errors as decode_address, and unsupported for other kinds.
[[nodiscard]] core::Result<Payee> decode_payee(std::string_view text, const Network& network);

}  // namespace dcrvoter::wire
