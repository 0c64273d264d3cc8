#include "wire/script.hpp"

#include <algorithm>
#include <stdexcept>

namespace dcrvoter::wire {
namespace {

constexpr std::size_t kHashSize = 20;
constexpr std::size_t kKeySize = 33;
constexpr std::size_t kMaxKeys = 16;
constexpr std::size_t kMaxDirectPush = 75;

// What stands before and after the hash in the two templates.
constexpr std::array<std::uint8_t, 3> kP2pkhHead = {kOpDup, kOpHash160, kHashSize};
constexpr std::array<std::uint8_t, 2> kP2pkhTail = {kOpEqualVerify, kOpCheckSig};
constexpr std::array<std::uint8_t, 2> kP2shHead = {kOpHash160, kHashSize};
constexpr std::array<std::uint8_t, 1> kP2shTail = {kOpEqual};

struct Template {
  PayeeType type;
  core::ByteView head, tail;
};
constexpr Template kP2pkh{PayeeType::p2pkh, kP2pkhHead, kP2pkhTail};
constexpr Template kP2sh{PayeeType::p2sh, kP2shHead, kP2shTail};

void append(core::Bytes& script, core::ByteView bytes) {
  script.insert(script.end(), bytes.begin(), bytes.end());
}

void append_payee(core::Bytes& script, const Payee& payee) {
  const Template& form = payee.type == PayeeType::p2pkh ? kP2pkh : kP2sh;
  append(script, form.head);
  append(script, payee.hash.bytes);
  append(script, form.tail);
}

/// The count that OP_1 … OP_16 pushes, or 0 for another opcode.
unsigned small_number(std::uint8_t opcode) {
  return opcode >= kOp1 && opcode <= kOp16 ? opcode - kOp1 + 1U : 0U;
}

bool is_compressed_key(core::ByteView key) {
  return key[0] == 0x02 || key[0] == 0x03;
}

}  // namespace

core::Bytes pay_to(const Payee& payee) {
  core::Bytes script;
  script.reserve(kP2pkhHead.size() + kHashSize + kP2pkhTail.size());
  append_payee(script, payee);
  return script;
}

core::Bytes stake_pay_to(std::uint8_t opcode, const Payee& payee) {
  core::Bytes script;
  script.reserve(1 + kP2pkhHead.size() + kHashSize + kP2pkhTail.size());
  script.push_back(opcode);
  append_payee(script, payee);
  return script;
}

std::optional<Payee> payee_of(core::ByteView script) {
  for (const Template& form : {kP2pkh, kP2sh}) {
    if (script.size() == form.head.size() + kHashSize + form.tail.size() &&
        std::ranges::equal(script.first(form.head.size()), form.head) &&
        std::ranges::equal(script.last(form.tail.size()), form.tail)) {
      Payee payee{form.type, {}};
      std::ranges::copy(script.subspan(form.head.size(), kHashSize), payee.hash.bytes.begin());
      return payee;
    }
  }
  return std::nullopt;
}

std::optional<Payee> stake_payee_of(std::uint8_t opcode, core::ByteView script) {
  if (script.empty() || script.front() != opcode) {
    return std::nullopt;
  }
  return payee_of(script.subspan(1));
}

void append_push(core::Bytes& script, core::ByteView data) {
  const std::size_t size = data.size();
  if (size > 0xffff) {
    throw std::length_error("append_push: more than 65535 bytes");
  }
  if (size <= kMaxDirectPush) {
    script.push_back(static_cast<std::uint8_t>(size));
  } else if (size <= 0xff) {
    script.push_back(kOpPushData1);
    script.push_back(static_cast<std::uint8_t>(size));
  } else {
    script.push_back(kOpPushData2);
    script.push_back(static_cast<std::uint8_t>(size));
    script.push_back(static_cast<std::uint8_t>(size >> 8U));
  }
  append(script, data);
}

std::optional<MultiSig> multisig_of(core::ByteView script) {
  if (script.size() < 3 || script.back() != kOpCheckMultiSig) {
    return std::nullopt;
  }
  MultiSig multisig;
  multisig.required = small_number(script.front());
  const std::size_t count = small_number(script[script.size() - 2]);
  if (multisig.required == 0 || count < multisig.required || script.size() != 3 + count * (1 + kKeySize)) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const core::ByteView push = script.subspan(1 + i * (1 + kKeySize), 1 + kKeySize);
    if (push.front() != kKeySize || !is_compressed_key(push.subspan(1))) {
      return std::nullopt;
    }
    std::ranges::copy(push.subspan(1), multisig.keys.emplace_back().begin());
  }
  return multisig;
}

core::Bytes multisig_script(const MultiSig& multisig) {
  if (multisig.required == 0 || multisig.keys.size() > kMaxKeys || multisig.required > multisig.keys.size()) {
    throw std::invalid_argument("multisig_script: not m of n with 1 <= m <= n <= 16");
  }
  core::Bytes script;
  script.reserve(3 + multisig.keys.size() * (1 + kKeySize));
  script.push_back(static_cast<std::uint8_t>(kOp1 + multisig.required - 1));
  for (const auto& key : multisig.keys) {
    append_push(script, key);
  }
  script.push_back(static_cast<std::uint8_t>(kOp1 + multisig.keys.size() - 1));
  script.push_back(kOpCheckMultiSig);
  return script;
}

}  // namespace dcrvoter::wire
