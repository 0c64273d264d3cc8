#include "simnode/script_check.hpp"

#include "core/digest.hpp"
#include "wire/reader.hpp"
#include "wire/script.hpp"

#include <secp256k1.h>

#include <algorithm>
#include <array>
#include <vector>

namespace dcrvoter::simnode {
namespace {

using Fault = std::optional<std::string>;
using Signature64 = std::array<std::uint8_t, 64>;

constexpr const char* kFalse = "false stack entry at end of script execution";
constexpr std::uint8_t kSigHashAll = 1;

/// The two halves of the hash are written out here on purpose: wire's serialisation of whole
/// transactions is what dcrvoter signs with.
core::Hash own_signature_hash(const wire::Transaction& t, std::size_t index, core::ByteView script) {
  wire::Writer prefix;
  prefix.u32(std::uint32_t{t.version} | 1U << 16U).varint(t.inputs.size());
  for (const auto& in : t.inputs) {
    prefix.raw(in.previous.hash.bytes).u32(in.previous.index).u8(in.previous.tree).u32(in.sequence);
  }
  prefix.varint(t.outputs.size());
  for (const auto& out : t.outputs) {
    prefix.i64(out.value).u16(out.version).var_bytes(out.script);
  }
  prefix.u32(t.lock_time).u32(t.expiry);

  wire::Writer witness;
  witness.u32(std::uint32_t{t.version} | 3U << 16U).varint(t.inputs.size());
  for (std::size_t i = 0; i < t.inputs.size(); ++i) {
    witness.var_bytes(i == index ? script : core::ByteView{});
  }
  wire::Writer whole;
  whole.u32(kSigHashAll).raw(core::blake256(prefix.view()).bytes).raw(core::blake256(witness.view()).bytes);
  return core::blake256(whole.view());
}

/// The data of each push; nothing when the script holds anything else, or a push not in its
/// shortest form.
std::optional<std::vector<core::ByteView>> read_pushes(core::ByteView script) {
  std::vector<core::ByteView> out;
  std::size_t at = 0;
  while (at < script.size()) {
    const std::uint8_t op = script[at++];
    std::size_t length = op;
    if (op == wire::kOpPushData1) {
      if (at >= script.size() || script[at] <= 75) {
        return std::nullopt;
      }
      length = script[at++];
    } else if (op == wire::kOpPushData2) {
      if (at + 2 > script.size()) {
        return std::nullopt;
      }
      length = script[at] | std::size_t{script[at + 1]} << 8U;
      at += 2;
    } else if (op > 75) {
      return std::nullopt;
    }
    if (length > script.size() - at) {
      return std::nullopt;
    }
    out.push_back(script.subspan(at, length));
    at += length;
  }
  return out;
}

/// One DER integer of at most 32 significant bytes at `at`, into the right end of `out`.
Fault read_integer(core::ByteView der, std::size_t& at, std::span<std::uint8_t> out) {
  if (at + 2 > der.size() || der[at] != 0x02) {
    return "malformed signature: no integer marker";
  }
  const std::size_t length = der[at + 1];
  at += 2;
  if (length == 0 || length > der.size() - at) {
    return "malformed signature: invalid integer length";
  }
  core::ByteView number = der.subspan(at, length);
  at += length;
  if ((number[0] & 0x80U) != 0) {
    return "malformed signature: negative integer";
  }
  if (number[0] == 0) {
    if (number.size() > 1 && (number[1] & 0x80U) == 0) {
      return "malformed signature: excessive padding";
    }
    number = number.subspan(1);
  }
  if (number.size() > out.size()) {
    return "malformed signature: integer of more than 32 bytes";
  }
  std::copy(number.begin(), number.end(), out.end() - static_cast<std::ptrdiff_t>(number.size()));
  return {};
}

Fault read_der(core::ByteView der, Signature64& out) {
  out.fill(0);
  if (der.size() < 8 || der.size() > 72) {
    return "malformed signature: wrong size: " + std::to_string(der.size());
  }
  if (der[0] != 0x30 || der[1] != der.size() - 2) {
    return "malformed signature: bad sequence";
  }
  std::size_t at = 2;
  const std::span<std::uint8_t> both(out);
  if (auto fault = read_integer(der, at, both.first(32))) {
    return fault;
  }
  if (auto fault = read_integer(der, at, both.last(32))) {
    return fault;
  }
  if (at != der.size()) {
    return "malformed signature: bytes behind S";
  }
  return {};
}

/// Consensus encodings first (their faults end the script), then the curve.
Fault check_signature(core::ByteView with_type, core::ByteView key, const wire::Transaction& t,
                      std::size_t index, core::ByteView subscript, bool& good) {
  good = false;
  if (with_type.empty()) {
    return {};
  }
  if (with_type.back() != kSigHashAll) {
    return "invalid hash type 0x" + core::to_hex(with_type.last(1));
  }
  Signature64 compact{};
  if (auto fault = read_der(with_type.first(with_type.size() - 1), compact)) {
    return fault;
  }
  if (key.size() != 33 || (key[0] != 2 && key[0] != 3)) {
    return "unsupported public key type";
  }
  static secp256k1_context* const context = secp256k1_context_create(SECP256K1_CONTEXT_VERIFY);
  secp256k1_ecdsa_signature signature, low;
  secp256k1_pubkey point;
  if (secp256k1_ecdsa_signature_parse_compact(context, &signature, compact.data()) != 1) {
    return "malformed signature: R or S is not below the group order";
  }
  if (secp256k1_ecdsa_signature_normalize(context, &low, &signature) == 1) {
    return "signature is not canonical due to unnecessarily high S value";
  }
  if (secp256k1_ec_pubkey_parse(context, &point, key.data(), key.size()) != 1) {
    return {};
  }
  const core::Hash hash = own_signature_hash(t, index, subscript);
  good = secp256k1_ecdsa_verify(context, &signature, hash.bytes.data(), &point) == 1;
  return {};
}

/// The plain scripts that a redeem script may be: P2PKH, P2PK, m-of-n. `stack` bottom first.
Fault run_template(core::ByteView script, std::span<const core::ByteView> stack, const wire::Transaction& t,
                   std::size_t index, core::ByteView subscript) {
  bool good = false;
  if (const auto payee = wire::payee_of(script); payee && payee->type == wire::PayeeType::p2pkh) {
    if (stack.size() != 2) {
      return stack.size() < 2
                 ? "index 1 is invalid for stack size " + std::to_string(stack.size())
                 : "stack must contain exactly one item (contains " + std::to_string(stack.size() - 1) + ")";
    }
    if (core::hash160(stack[1]) != payee->hash) {
      return "OP_EQUALVERIFY failed";
    }
    if (auto fault = check_signature(stack[0], stack[1], t, index, subscript, good)) {
      return fault;
    }
    return good ? Fault{} : kFalse;
  }
  if (script.size() == 35 && script[0] == 33 && script[34] == wire::kOpCheckSig && stack.size() == 1) {
    if (auto fault = check_signature(stack[0], script.subspan(1, 33), t, index, subscript, good)) {
      return fault;
    }
    return good ? Fault{} : kFalse;
  }
  if (const auto multisig = wire::multisig_of(script); multisig && stack.size() == multisig->required) {
    std::size_t next = 0;  // signatures must come in the keys' order
    for (const auto& key : multisig->keys) {
      if (next == stack.size()) {
        break;
      }
      if (auto fault = check_signature(stack[next], key, t, index, subscript, good)) {
        return fault;
      }
      next += good ? 1U : 0U;
    }
    return next == stack.size() ? Fault{} : kFalse;
  }
  return kFalse;
}

}  // namespace

Fault script_fault(const wire::Transaction& t, std::size_t index, core::ByteView output_script) {
  const core::ByteView plain = output_script.subspan(1);  // behind the stake opcode
  const auto payee = wire::payee_of(plain);
  auto stack = read_pushes(t.inputs[index].signature_script);
  if (!payee || !stack) {
    return "signature script is not push only";
  }
  if (payee->type == wire::PayeeType::p2pkh) {
    return run_template(plain, *stack, t, index, output_script);
  }
  if (stack->empty()) {
    return "index 0 is invalid for stack size 0";
  }
  const core::ByteView redeem = stack->back();
  if (core::hash160(redeem) != payee->hash) {
    return kFalse;
  }
  stack->pop_back();
  return run_template(redeem, *stack, t, index, redeem);
}

}  // namespace dcrvoter::simnode
