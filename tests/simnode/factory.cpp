#include "simnode/factory.hpp"

#include "simnode/pi_signature.hpp"
#include "simnode/subsidy.hpp"
#include "wire/sighash.hpp"

#include <algorithm>

namespace dcrvoter::simnode {
namespace {

constexpr std::int64_t kTicketFee = 2980;  // of a ticket with one input at dcrwallet's rate

core::Bytes commitment_script(const wire::Payee& payee, std::int64_t amount, std::uint16_t limits) {
  wire::Writer w;
  const std::uint64_t flag = payee.type == wire::PayeeType::p2sh ? std::uint64_t{1} << 63U : 0;
  w.u8(wire::kOpReturn)
      .u8(30)
      .raw(payee.hash.bytes)
      .u64(static_cast<std::uint64_t>(amount) | flag)
      .u16(limits);
  return std::move(w).take();
}

wire::TxIn null_input() {
  return {};
}

/// `6a0c` + height + eight bytes: makes each block's own transactions unique.
core::Bytes height_script(std::uint32_t height, std::uint64_t salt) {
  wire::Writer w;
  w.u8(wire::kOpReturn).u8(12).u32(height).u64(salt);
  return std::move(w).take();
}

core::Hash merkle_root(std::vector<core::Hash> level) {
  if (level.empty()) {
    return {};
  }
  while (level.size() > 1) {
    std::vector<core::Hash> next;
    for (std::size_t i = 0; i < level.size(); i += 2) {
      const core::Hash& right = level[std::min(i + 1, level.size() - 1)];
      core::Blake256 h;
      next.push_back(h.update(level[i].bytes).update(right.bytes).finish());
    }
    level = std::move(next);
  }
  return level[0];
}

core::Hash merkle_root_of(const std::vector<TxPtr>& tree) {
  std::vector<core::Hash> leaves;
  leaves.reserve(tree.size());
  for (const TxPtr& tx : tree) {
    leaves.push_back(tx->body.full_hash());
  }
  return merkle_root(std::move(leaves));
}

/// Serialised: a count, which stays below 0xfd here, and the transactions.
std::size_t tree_size(const std::vector<TxPtr>& tree) {
  std::size_t size = 1;
  for (const TxPtr& tx : tree) {
    size += tx->body.serialize().size();
  }
  return size;
}

std::uint32_t difficulty_bits(wire::NetworkId id) {
  switch (id) {
    case wire::NetworkId::mainnet: return 0x1d00ffff;
    case wire::NetworkId::testnet3: return 0x1e00ffff;
    case wire::NetworkId::simnet: return 0x207fffff;
  }
  return 0;
}

}  // namespace

core::Bytes Factory::filler_signature() {
  core::Bytes signature(71, 0x30), key(33, 2);
  random_.fill(signature);
  random_.fill(std::span<std::uint8_t>(key).last(32));
  core::Bytes script;
  wire::append_push(script, signature);
  wire::append_push(script, key);
  return script;
}

TxPtr Factory::ticket(const wire::Payee& rights, std::int64_t price) {
  const std::uint64_t n = tickets_made_++;
  const std::size_t commitments = n % 5 == 4 ? 2 : 1;
  wire::Transaction t;
  t.outputs.push_back({price, 0, wire::stake_pay_to(wire::kOpSstx, rights)});
  std::int64_t left = price + kTicketFee;
  for (std::size_t i = 0; i < commitments; ++i) {
    const std::int64_t amount = i + 1 == commitments ? left : left / 3;
    left -= amount;
    wire::TxIn in;
    in.previous = {random_.hash(), static_cast<std::uint32_t>(n % 8), wire::kTreeRegular};
    in.value_in = amount;
    in.signature_script = filler_signature();
    t.inputs.push_back(std::move(in));
    const wire::Payee payee{n % 3 == 2 ? wire::PayeeType::p2sh : wire::PayeeType::p2pkh, random_.hash160()};
    t.outputs.push_back({0, 0, commitment_script(payee, amount, n % 2 == 0 ? 0x5800 : 0x4e00)});
    t.outputs.push_back({0, 0, wire::stake_pay_to(wire::kOpSstxChange, {})});
  }
  return make_tx(std::move(t));
}

TxPtr Factory::stranger_vote(const Ticket& ticket, const Block& on) {
  wire::Transaction t;
  const std::int64_t subsidy = vote_subsidy(network_, on.height(), on.height() + 1);
  wire::TxIn base = null_input();
  base.value_in = subsidy;
  base.signature_script = {0, 0};
  wire::TxIn in;
  in.previous = {ticket.tx->id, 0, wire::kTreeStake};
  in.value_in = ticket.price;
  in.block_height = ticket.height;
  in.block_index = ticket.block_index;
  in.signature_script = filler_signature();
  t.inputs = {std::move(base), std::move(in)};
  wire::Writer reference, bits;
  reference.u8(wire::kOpReturn).u8(36).raw(on.hash.bytes).u32(on.height());
  bits.u8(wire::kOpReturn).u8(6).u16(1).u32(network_.vote_version);
  t.outputs.push_back({0, 0, std::move(reference).take()});
  t.outputs.push_back({0, 0, std::move(bits).take()});
  const auto paid = shares(ticket, ticket.price + subsidy);
  for (std::size_t i = 0; i < paid.size(); ++i) {
    t.outputs.push_back({paid[i], 0, wire::stake_pay_to(wire::kOpSsgen, ticket.commitments[i].payee)});
  }
  return make_tx(std::move(t));
}

TxPtr Factory::revocation(const Ticket& ticket, const Block& parent) {
  wire::Transaction t;
  t.version = 2;
  wire::TxIn in;
  in.previous = {ticket.tx->id, 0, wire::kTreeStake};
  in.value_in = ticket.price;
  in.block_height = ticket.height;
  in.block_index = ticket.block_index;
  t.inputs.push_back(std::move(in));
  const auto paid = revocation_shares(ticket, parent.header.serialize());
  for (std::size_t i = 0; i < paid.size(); ++i) {
    t.outputs.push_back({paid[i], 0, wire::stake_pay_to(wire::kOpSsrtx, ticket.commitments[i].payee)});
  }
  return make_tx(std::move(t));
}

TxPtr Factory::treasury_spend(std::uint32_t expiry, std::size_t pi_key, std::int64_t atoms) {
  wire::Transaction t;
  t.version = 3;
  t.expiry = expiry;
  wire::TxIn in;
  in.value_in = atoms + kTicketFee;
  t.inputs.push_back(std::move(in));
  wire::Writer commitment;
  std::array<std::uint8_t, 24> salt{};
  random_.fill(salt);
  commitment.u8(wire::kOpReturn).u8(32).i64(atoms + kTicketFee).raw(salt);
  t.outputs.push_back({0, 0, std::move(commitment).take()});
  t.outputs.push_back(
      {atoms, 0, wire::stake_pay_to(wire::kOpTgen, {wire::PayeeType::p2pkh, random_.hash160()})});
  const auto signature = sign_by_pi_key(pi_key, wire::signature_hash(t, 0, {}), random_.hash());
  auto& script = t.inputs[0].signature_script;
  wire::append_push(script, signature);
  wire::append_push(script, network_.pi_keys.at(pi_key));
  script.push_back(wire::kOpTspend);
  return make_tx(std::move(t));
}

TxPtr Factory::coinbase(std::uint32_t height, std::size_t votes) {
  wire::Transaction t;
  t.version = 3;
  const BlockSubsidy subsidy = block_subsidy(network_, height, static_cast<std::uint32_t>(votes), height - 1);
  wire::TxIn in = null_input();
  in.value_in = subsidy.pow;
  in.signature_script = {'/', 's', 'i', 'm', 'n', 'o', 'd', 'e', '/'};
  t.inputs.push_back(std::move(in));
  t.outputs.push_back({0, 0, height_script(height, random_.number())});
  t.outputs.push_back({subsidy.pow, 0, wire::pay_to({wire::PayeeType::p2pkh, random_.hash160()})});
  return make_tx(std::move(t));
}

TxPtr Factory::treasury_base(std::uint32_t height) {
  wire::Transaction t;
  t.version = 3;
  const std::int64_t developer = full_subsidy(network_, height) / 10;
  wire::TxIn in = null_input();
  in.value_in = developer;
  t.inputs.push_back(std::move(in));
  t.outputs.push_back({developer, 0, {wire::kOpTadd}});
  t.outputs.push_back({0, 0, height_script(height, random_.number())});
  return make_tx(std::move(t));
}

std::unique_ptr<Block> Factory::block(Block* parent, std::uint32_t height, std::vector<TxPtr> stake,
                                      std::int64_t price, std::uint32_t timestamp) {
  auto out = std::make_unique<Block>();
  const auto count = [&](TxKind kind) {
    return std::count_if(stake.begin(), stake.end(), [kind](const TxPtr& tx) { return tx->kind == kind; });
  };
  const auto votes = count(TxKind::vote);
  wire::BlockHeader& h = out->header;
  h.version = static_cast<std::int32_t>(network_.vote_version);
  h.stake_version = network_.vote_version;
  h.previous = parent != nullptr ? parent->hash : random_.hash();
  h.vote_bits = 1;
  h.voters = static_cast<std::uint16_t>(votes);
  h.fresh_stake = static_cast<std::uint8_t>(count(TxKind::ticket));
  h.revocations = static_cast<std::uint8_t>(count(TxKind::revocation));
  h.pool_size = parent != nullptr ? parent->live_after : 0;
  h.final_state = parent != nullptr ? parent->final_state : h.final_state;
  h.bits = difficulty_bits(network_.id);
  h.stake_difficulty = price;
  h.height = height;
  h.timestamp = timestamp;
  h.nonce = static_cast<std::uint32_t>(random_.number());
  const core::Hash extra = random_.hash();
  std::copy_n(extra.bytes.begin(), h.extra_data.size(), h.extra_data.begin());

  out->parent = parent;
  out->stake = std::move(stake);
  if (height > 1) {
    out->stake.insert(out->stake.begin(), treasury_base(height));
  }
  out->regular.push_back(coinbase(height, static_cast<std::size_t>(votes)));
  h.merkle_root = merkle_root({merkle_root_of(out->regular), merkle_root_of(out->stake)});
  h.stake_root = merkle_root_of(out->stake);
  h.size = static_cast<std::uint32_t>(wire::kHeaderSize + tree_size(out->regular) + tree_size(out->stake));
  out->hash = h.hash();
  return out;
}

}  // namespace dcrvoter::simnode
