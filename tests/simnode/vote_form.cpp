#include "simnode/vote_form.hpp"

#include "wire/script.hpp"

#include <algorithm>
#include <set>

namespace dcrvoter::simnode {
namespace {

constexpr std::size_t kMostOutputs = 66;
constexpr std::size_t kBlockReferenceSize = 38;

std::uint32_t little_endian(core::ByteView b, std::size_t at, std::size_t count) {
  std::uint32_t v = 0;
  for (std::size_t i = 0; i < count; ++i) {
    v |= std::uint32_t{b[at + i]} << (8 * i);
  }
  return v;
}

/// A stakebase: null outpoint and null fraud proof. Its sequence and script are judged elsewhere.
bool is_stakebase(const wire::TxIn& in) {
  return in.previous.hash.is_zero() && in.previous.index == wire::kMaxIndex &&
         in.previous.tree == wire::kTreeRegular && in.block_height == 0 && in.block_index == wire::kMaxIndex;
}

/// The tuples behind "TV"; nothing when the script does not hold exactly such.
std::optional<std::vector<TreasuryVote>> read_treasury(core::ByteView script) {
  if (script.size() < 4 || script[1] > wire::kOpPushData1) {
    return std::nullopt;
  }
  const std::size_t start = script[1] == wire::kOpPushData1 ? 3 : 2;
  if (start + 2 > script.size() || script[start] != 'T' || script[start + 1] != 'V') {
    return std::nullopt;
  }
  const core::ByteView tuples = script.subspan(start + 2);
  if (tuples.empty() || tuples.size() % 33 != 0) {
    return std::nullopt;
  }
  std::vector<TreasuryVote> out;
  std::set<core::Hash> seen;
  for (std::size_t at = 0; at < tuples.size(); at += 33) {
    TreasuryVote vote;
    std::copy_n(tuples.begin() + static_cast<std::ptrdiff_t>(at), 32, vote.spend.bytes.begin());
    vote.choice = tuples[at + 32];
    if ((vote.choice != 1 && vote.choice != 2) || !seen.insert(vote.spend).second) {
      return std::nullopt;
    }
    out.push_back(vote);
  }
  return out;
}

}  // namespace

bool is_null_data(core::ByteView script) {
  if (script.empty() || script[0] != wire::kOpReturn) {
    return false;
  }
  if (script.size() == 1) {
    return true;
  }
  const std::uint8_t op = script[1];
  std::size_t header = 2, length = 0;
  if (op <= 75) {
    length = op;
  } else if (op == wire::kOpPushData1 && script.size() > 2) {
    header = 3;
    length = script[2];
  } else if (op == wire::kOpPushData2 && script.size() > 3) {
    header = 4;
    length = little_endian(script, 2, 2);
  } else if (op == wire::kOpPushData4 && script.size() > 5) {
    header = 6;
    length = little_endian(script, 2, 4);
  } else if (op != 0x4f && (op < wire::kOp1 || op > wire::kOp16)) {
    return false;  // small numbers are pushes without data
  }
  return length <= 256 && script.size() == header + length;
}

std::optional<VoteForm> read_vote(const wire::Transaction& t) {
  if (t.inputs.size() != 2 || t.outputs.size() > kMostOutputs || t.outputs.size() < 2 ||
      !is_stakebase(t.inputs[0])) {
    return std::nullopt;
  }
  const wire::OutPoint& ticket = t.inputs[1].previous;
  if (ticket.index != 0 || ticket.tree != wire::kTreeStake) {
    return std::nullopt;
  }
  if (std::any_of(t.outputs.begin(), t.outputs.end(),
                  [](const wire::TxOut& out) { return out.version != 0; })) {
    return std::nullopt;
  }
  const core::Bytes& reference = t.outputs[0].script;
  const core::Bytes& bits = t.outputs[1].script;
  if (!is_null_data(reference) || reference.size() != kBlockReferenceSize || reference[1] != 36) {
    return std::nullopt;
  }
  if (!is_null_data(bits) || bits.size() < 4 || bits.size() > 77 || bits[1] < 2 || bits[1] > 75) {
    return std::nullopt;
  }
  VoteForm vote;
  std::size_t end = t.outputs.size();
  if (const core::Bytes& last = t.outputs.back().script; is_null_data(last)) {
    auto treasury = read_treasury(last);
    if (!treasury || t.version != 3) {
      return std::nullopt;
    }
    vote.treasury = std::move(*treasury);
    --end;
  }
  for (std::size_t i = 2; i < end; ++i) {
    if (!wire::stake_payee_of(wire::kOpSsgen, t.outputs[i].script)) {
      return std::nullopt;
    }
  }
  vote.payouts = end < 2 ? 0 : end - 2;
  vote.ticket = ticket.hash;
  std::copy_n(reference.begin() + 2, 32, vote.block.bytes.begin());
  vote.height = little_endian(reference, 34, 4);
  vote.bits = static_cast<std::uint16_t>(little_endian(bits, 2, 2));
  vote.version = bits.size() >= 8 ? little_endian(bits, 4, 4) : 0;
  return vote;
}

}  // namespace dcrvoter::simnode
