#include "vote/ssgen.hpp"

#include "vote/null_data.hpp"
#include "wire/script.hpp"

#include <algorithm>

namespace dcrvoter::vote {
namespace {

using core::ByteView;
using core::Errc;
using core::fail;
using core::Result;
using wire::Transaction;

// 64 payouts and the first two outputs. dcrd did not raise the limit for the treasury answers, so
// they fit beside 63 payouts at most.
constexpr std::size_t kMaxOutputs = 66;
constexpr std::size_t kReferenceSize = 38;
constexpr std::uint8_t kReferencePush = 36;
constexpr std::uint8_t kMinBitsPush = 2;
constexpr std::uint8_t kMaxBitsPush = 75;
constexpr std::size_t kBitsOffset = 2;
constexpr std::size_t kVersionOffset = 4;
constexpr std::uint16_t kTreasuryTxVersion = 3;

std::unexpected<core::Error> bad(std::string why) {
  return fail(Errc::malformed, std::move(why));
}

std::unexpected<core::Error> bad_output(std::size_t index, const char* why) {
  return bad("output " + std::to_string(index) + " of a vote " + why);
}

std::uint32_t little_endian(ByteView bytes) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    value |= static_cast<std::uint32_t>(bytes[i]) << (8 * i);
  }
  return value;
}

Result<void> check_counts(const Transaction& tx) {
  if (tx.inputs.size() != 2) {
    return bad("a vote has exactly 2 inputs, not " + std::to_string(tx.inputs.size()));
  }
  if (tx.outputs.size() > kMaxOutputs) {
    return bad("a vote has at most 66 outputs, not " + std::to_string(tx.outputs.size()));
  }
  if (tx.outputs.size() < 2) {
    return bad("a vote has at least 2 outputs, not " + std::to_string(tx.outputs.size()));
  }
  return {};
}

// Sequences and the stakebase's own script are no part of the structure.
Result<void> check_inputs(const Transaction& tx) {
  const wire::TxIn& base = tx.inputs[0];
  if (base.previous != wire::OutPoint{} || base.block_height != 0 || base.block_index != wire::kMaxIndex) {
    return bad(
        "input 0 of a vote is no stakebase: null outpoint in tree 0, block height 0, block index ffffffff");
  }
  const wire::OutPoint& ticket = tx.inputs[1].previous;
  if (ticket.index != 0) {
    return bad("input 1 of a vote spends output " + std::to_string(ticket.index) +
               " of the ticket instead of 0");
  }
  if (ticket.tree != wire::kTreeStake) {
    return bad("input 1 of a vote spends from tree " + std::to_string(ticket.tree) +
               " instead of the stake tree, 1");
  }
  return {};
}

Result<void> check_reference(ByteView script) {
  if (!is_null_data(script)) {
    return bad_output(0, "is no null data");
  }
  if (script.size() != kReferenceSize || script[1] != kReferencePush) {
    return bad_output(0, "is no block reference (OP_RETURN and a direct push of 36 bytes)");
  }
  return {};
}

Result<void> check_bits(ByteView script) {
  if (!is_null_data(script)) {
    return bad_output(1, "is no null data");
  }
  // One push fills a null data script, so the opcode bounds the length as well.
  if (script.size() < 2 || script[1] < kMinBitsPush || script[1] > kMaxBitsPush) {
    return bad_output(1, "holds no vote bits (OP_RETURN and a direct push of 2 to 75 bytes)");
  }
  return {};
}

Result<void> check_payouts(const Transaction& tx, std::size_t end) {
  for (std::size_t i = 2; i < end; ++i) {
    if (!wire::stake_payee_of(wire::kOpSsgen, tx.outputs[i].script)) {
      return bad_output(i, "is no payout (OP_SSGEN and a key hash or script hash)");
    }
  }
  return {};
}

}  // namespace

// The order of the checks is dcrd's. Whether the last output is null data decides alone that it is
// treasury answers: without payouts that is the vote bits output, and then hardly ever valid.
Result<VoteView> check_vote(const Transaction& tx) {
  for (const auto check : {check_counts, check_inputs}) {
    if (auto passed = check(tx); !passed) {
      return std::unexpected(std::move(passed.error()));
    }
  }
  for (std::size_t i = 0; i < tx.outputs.size(); ++i) {
    if (tx.outputs[i].version != 0) {
      return bad_output(i, "has a script version other than 0");
    }
  }
  const ByteView reference = tx.outputs[0].script;
  const ByteView bits = tx.outputs[1].script;
  if (auto passed = check_reference(reference); !passed) {
    return std::unexpected(std::move(passed.error()));
  }
  if (auto passed = check_bits(bits); !passed) {
    return std::unexpected(std::move(passed.error()));
  }

  VoteView view;
  std::size_t payouts_end = tx.outputs.size();
  if (is_null_data(tx.outputs.back().script)) {
    --payouts_end;
    auto answers = parse_treasury_script(tx.outputs.back().script);
    if (!answers) {
      return std::unexpected(std::move(answers.error()));
    }
    if (tx.version != kTreasuryTxVersion) {
      return bad("a vote with treasury answers has transaction version 3, not " + std::to_string(tx.version));
    }
    view.treasury = std::move(*answers);
  }
  if (auto passed = check_payouts(tx, payouts_end); !passed) {
    return std::unexpected(std::move(passed.error()));
  }

  std::copy_n(reference.begin() + 2, view.block.bytes.size(), view.block.bytes.begin());
  view.height = little_endian(reference.last(sizeof view.height));
  view.ticket = tx.inputs[1].previous.hash;
  view.bits = static_cast<std::uint16_t>(little_endian(bits.subspan(kBitsOffset, sizeof view.bits)));
  if (bits.size() >= kVersionOffset + sizeof view.version) {
    view.version = little_endian(bits.subspan(kVersionOffset, sizeof view.version));
  }
  return view;
}

}  // namespace dcrvoter::vote
