#include "vote/treasury.hpp"

#include "vote/null_data.hpp"
#include "wire/schnorr.hpp"
#include "wire/script.hpp"
#include "wire/sighash.hpp"

#include <algorithm>

namespace dcrvoter::vote {
namespace {

using core::ByteView;
using core::Errc;
using core::fail;
using core::Result;

constexpr std::array<std::uint8_t, 2> kDiscriminator = {'T', 'V'};
constexpr std::size_t kHashSize = 32;
constexpr std::size_t kAnswerSize = kHashSize + 1;

// A treasury spend's signature script: 40 signature[64] 21 key[33] c2.
constexpr std::size_t kSpendScriptSize = 100;
constexpr std::size_t kKeyPushOffset = 65;
constexpr std::size_t kKeyOffset = 66;
constexpr std::size_t kSpendOpcodeOffset = 99;
constexpr std::uint8_t kPushSignature = 64;
constexpr std::uint8_t kPushKey = 33;
constexpr std::uint8_t kPushHash = 32;

std::unexpected<core::Error> bad(std::string why) {
  return fail(Errc::malformed, std::move(why));
}

/// The pushed bytes of a null data script; nothing when they are pushed by an opcode that treasury
/// answers may not use.
Result<ByteView> pushed_data(ByteView script) {
  if (!is_null_data(script)) {
    return bad("treasury answers are no null data (OP_RETURN and one push of at most 256 bytes)");
  }
  if (script.size() < 2 + kDiscriminator.size() || script[1] > wire::kOpPushData1) {
    return bad("treasury answers are at least two bytes in a direct push or one by OP_PUSHDATA1");
  }
  const ByteView data = script.subspan(script[1] == wire::kOpPushData1 ? 3 : 2);
  if (data.size() < kDiscriminator.size()) {
    return bad("treasury answers end within their two-byte type");
  }
  return data;
}

bool is_spend_script(ByteView script) noexcept {
  return script.size() == kSpendScriptSize && script[0] == kPushSignature &&
         script[kKeyPushOffset] == kPushKey && script[kSpendOpcodeOffset] == wire::kOpTspend;
}

bool is_random_data(ByteView script) noexcept {
  return script.size() == 2 + kHashSize && script[0] == wire::kOpReturn && script[1] == kPushHash;
}

}  // namespace

core::Bytes treasury_script(std::span<const TreasuryVote> votes) {
  core::Bytes data;
  data.reserve(kDiscriminator.size() + votes.size() * kAnswerSize);
  data.insert(data.end(), kDiscriminator.begin(), kDiscriminator.end());
  for (const TreasuryVote& vote : votes) {
    data.insert(data.end(), vote.tspend.bytes.begin(), vote.tspend.bytes.end());
    data.push_back(static_cast<std::uint8_t>(vote.answer));
  }
  core::Bytes script;
  script.reserve(data.size() + 3);
  script.push_back(wire::kOpReturn);
  wire::append_push(script, data);
  return script;
}

// The order of the checks is dcrd's.
Result<std::vector<TreasuryVote>> parse_treasury_script(ByteView script) {
  const auto data = pushed_data(script);
  if (!data) {
    return std::unexpected(data.error());
  }
  if (!std::ranges::equal(data->first(kDiscriminator.size()), kDiscriminator)) {
    return bad("treasury answers begin with another type than \"TV\"");
  }
  ByteView rest = data->subspan(kDiscriminator.size());
  if (rest.empty() || rest.size() % kAnswerSize != 0) {
    return bad("treasury answers are 33 bytes each, at least one, not " + std::to_string(rest.size()) +
               " bytes together");
  }
  std::vector<TreasuryVote> votes;
  votes.reserve(rest.size() / kAnswerSize);
  for (; !rest.empty(); rest = rest.subspan(kAnswerSize)) {
    TreasuryVote vote;
    std::ranges::copy(rest.first(kHashSize), vote.tspend.bytes.begin());
    const std::uint8_t answer = rest[kHashSize];
    if (answer != static_cast<std::uint8_t>(TreasuryAnswer::yes) &&
        answer != static_cast<std::uint8_t>(TreasuryAnswer::no)) {
      return bad("a treasury answer is 1 (yes) or 2 (no), not " + std::to_string(answer));
    }
    vote.answer = static_cast<TreasuryAnswer>(answer);
    if (std::ranges::find(votes, vote.tspend, &TreasuryVote::tspend) != votes.end()) {
      return bad("treasury spend " + vote.tspend.to_string() + " is answered twice");
    }
    votes.push_back(vote);
  }
  return votes;
}

Result<TreasuryWindow> treasury_window(const wire::Network& network, std::uint32_t expiry) {
  const std::uint32_t interval = network.treasury_vote_interval;
  const std::uint32_t length = interval * network.treasury_vote_multiplier;
  if (expiry < length + 2 || (expiry - 2) % interval != 0) {
    return fail(Errc::out_of_range, "no treasury spend may expire at " + std::to_string(expiry) +
                                        ": it does so 2 blocks after a multiple of " +
                                        std::to_string(interval) + ", from " + std::to_string(length + 2) +
                                        " on");
  }
  return TreasuryWindow{expiry - length - 2, expiry - 2};
}

Result<wire::PublicKey> check_treasury_spend(const wire::Transaction& tx) {
  if (tx.version != 3) {
    return bad("a treasury spend has transaction version 3, not " + std::to_string(tx.version));
  }
  if (tx.inputs.size() != 1 || tx.outputs.size() < 2) {
    return bad("a treasury spend has 1 input and 2 or more outputs, not " + std::to_string(tx.inputs.size()) +
               " and " + std::to_string(tx.outputs.size()));
  }
  const core::Bytes& script = tx.inputs[0].signature_script;
  if (!is_spend_script(script)) {
    return bad(
        "the signature script of a treasury spend is not a signature of 64 bytes, a key of 33 and OP_TSPEND");
  }
  wire::PublicKey key{};
  std::ranges::copy(ByteView(script).subspan(kKeyOffset, key.size()), key.begin());
  if (key[0] != 0x02 && key[0] != 0x03) {
    return bad("the key of a treasury spend is no compressed key (02 or 03 first)");
  }
  if (tx.outputs[0].version != 0 || !is_random_data(tx.outputs[0].script)) {
    return bad("output 0 of a treasury spend is not OP_RETURN and 32 bytes in script version 0");
  }
  for (std::size_t i = 1; i < tx.outputs.size(); ++i) {
    if (tx.outputs[i].version != 0 || !wire::stake_payee_of(wire::kOpTgen, tx.outputs[i].script)) {
      return bad("output " + std::to_string(i) +
                 " of a treasury spend is no OP_TGEN script of a key hash or script hash");
    }
  }
  return key;
}

Result<TreasurySpend> parse_treasury_spend(const wire::Network& network, const wire::Transaction& tx) {
  const auto key = check_treasury_spend(tx);
  if (!key) {
    return std::unexpected(key.error());
  }
  const core::Hash txid = tx.txid();
  if (std::ranges::find(network.pi_keys, *key) == network.pi_keys.end()) {
    return fail(Errc::refused, "treasury spend " + txid.to_string() + " is signed by key " +
                                   core::to_hex(*key) + ", which is none of the treasury (Pi) keys of " +
                                   std::string(network.name));
  }
  const auto window = treasury_window(network, tx.expiry);
  if (!window) {
    return std::unexpected(window.error());
  }
  const auto signature = ByteView(tx.inputs[0].signature_script).subspan(1, wire::kSchnorrSize);
  if (!wire::is_schnorr_signed(*key, wire::signature_hash(tx, 0, {}), signature)) {
    return fail(Errc::refused,
                "treasury spend " + txid.to_string() + " is not signed by its treasury (Pi) key");
  }
  return TreasurySpend{txid, *key, tx.expiry, *window};
}

}  // namespace dcrvoter::vote
