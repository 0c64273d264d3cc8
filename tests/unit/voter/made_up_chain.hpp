/// Blocks, votes and revocations that are made up, for whoever tells receipts of them.
#pragma once

#include "vote/builder.hpp"
#include "vote/record.hpp"
#include "voter/numbered.hpp"
#include "wire/block.hpp"
#include "wire/network.hpp"
#include "wire/script.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace dcrvoter::voter::testing {

using core::Hash;

/// A block of a chain that is made up.
struct Block {
  Hash hash;
  wire::BlockHeader header;
  std::vector<wire::Transaction> transactions{};
};
inline Block block_on(const Hash& parent, std::uint32_t height, std::uint32_t nonce = 0) {
  Block block;
  block.header.previous = parent;
  block.header.height = height;
  block.header.nonce = nonce;
  block.hash = block.header.hash();
  return block;
}
inline vote::VotedBlock voted(const Block& block) {
  return {.hash = block.hash, .height = block.header.height};
}
inline const wire::Payee kPayee{wire::PayeeType::p2pkh, {}};

inline wire::Transaction vote_on(const Block& block, const Hash& ticket, std::uint16_t bits = 1,
                                 std::vector<vote::TreasuryVote> treasury = {}) {
  const vote::Ticket owned{
      .txid = ticket, .price = 100, .voting = kPayee, .commitments = {{.payee = kPayee, .amount = 100}}};
  const auto& simnet = wire::network(wire::NetworkId::simnet);
  return vote::decide_vote(simnet, owned, voted(block), {bits, simnet.vote_version, std::move(treasury)})
      .value()
      .transaction();
}
inline wire::Transaction revocation_of(const Hash& ticket, std::uint16_t version = 2) {
  wire::Transaction revocation;
  revocation.version = version;
  revocation.inputs.resize(1);
  revocation.inputs[0].previous = {.hash = ticket, .index = 0, .tree = wire::kTreeStake};
  revocation.inputs[0].sequence = 0xffffffff;
  revocation.outputs.resize(1);
  revocation.outputs[0].script = wire::stake_pay_to(wire::kOpSsrtx, kPayee);
  return revocation;
}
inline vote::SentVote sent_vote(const wire::Transaction& vote, std::uint32_t after_us = 900) {
  return {.txid = vote.txid(), .bits = 1, .treasury = {}, .after_us = after_us};
}

}  // namespace dcrvoter::voter::testing
