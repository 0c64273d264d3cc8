/// Script templates that occur in tickets and votes, made and recognised.
/// Source: `dcrd: txscript/stdaddr/addressv0.go`, `dcrd: txscript/opcode.go`.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace dcrvoter::wire {

enum Opcode : std::uint8_t {
  kOp0 = 0x00,
  kOpPushData1 = 0x4c,
  kOpPushData2 = 0x4d,
  kOpPushData4 = 0x4e,
  kOp1 = 0x51,
  kOp2 = 0x52,
  kOp16 = 0x60,
  kOpReturn = 0x6a,
  kOpDup = 0x76,
  kOpEqual = 0x87,
  kOpEqualVerify = 0x88,
  kOpHash160 = 0xa9,
  kOpCheckSig = 0xac,
  kOpCheckMultiSig = 0xae,
  kOpSstx = 0xba,
  kOpSsgen = 0xbb,
  kOpSsrtx = 0xbc,
  kOpSstxChange = 0xbd,
  kOpTadd = 0xc1,
  kOpTspend = 0xc2,
  kOpTgen = 0xc3,
};

enum class PayeeType : std::uint8_t { p2pkh, p2sh };

/// Who is paid: a key's or a script's hash. ECDSA-secp256k1 only, the one kind a ticket may hold.
struct Payee {
  PayeeType type = PayeeType::p2pkh;
  core::Hash160 hash;
  friend auto operator<=>(const Payee&, const Payee&) = default;
};

/// `76a914{20}88ac` or `a914{20}87`.
[[nodiscard]] core::Bytes pay_to(const Payee& payee);
/// The same behind one stake opcode (kOpSstx, kOpSsgen, kOpSsrtx, kOpSstxChange).
[[nodiscard]] core::Bytes stake_pay_to(std::uint8_t opcode, const Payee& payee);
/// The payee of a plain P2PKH or P2SH script, or nothing.
[[nodiscard]] std::optional<Payee> payee_of(core::ByteView script);
/// The payee of a script that begins with exactly this stake opcode, or nothing.
[[nodiscard]] std::optional<Payee> stake_payee_of(std::uint8_t opcode, core::ByteView script);

/// Appends a canonical push: direct up to 75 bytes, OP_PUSHDATA1 up to 255, then OP_PUSHDATA2.
void append_push(core::Bytes& script, core::ByteView data);

/// A redeem script m-of-n of compressed keys; n in 1..16, m <= n.
struct MultiSig {
  unsigned required = 0;
  std::vector<std::array<std::uint8_t, 33>> keys;
};
[[nodiscard]] std::optional<MultiSig> multisig_of(core::ByteView script);
[[nodiscard]] core::Bytes multisig_script(const MultiSig& multisig);

}  // namespace dcrvoter::wire
