#include "keys/key_ring.hpp"
#include "keys/private_key.hpp"
#include "keys/wif.hpp"
#include "vectors/vectors.hpp"
#include "vote/builder.hpp"
#include "vote/ssgen.hpp"
#include "vote/stake_type.hpp"
#include "vote/subsidy.hpp"
#include "wire/block.hpp"
#include "wire/sighash.hpp"

#include <doctest/doctest.h>

#include <map>

namespace dcrvoter::vectors {
namespace {

const std::map<std::string, vote::Split> kSplits = {
    {"original", vote::Split::original}, {"R1", vote::Split::r1}, {"R2", vote::Split::r2}};

vote::Ticket ticket_of(const core::Bytes& raw) {
  const auto tx = wire::Transaction::parse(raw);
  REQUIRE(tx);
  auto ticket = vote::parse_ticket(*tx);
  REQUIRE(ticket);
  return *ticket;
}

vote::VoteContent content_of(const Object& one) {
  vote::VoteContent content{
      number<std::uint16_t>(one, "vote_bits"), number<std::uint32_t>(one, "vote_version"), {}};
  if (has(one, "treasury_votes")) {
    for (const auto& entry : array(one, "treasury_votes")) {
      const Object& fields = entry.as_object();
      const std::string answer = text(fields, "vote");
      REQUIRE((answer == "yes" || answer == "no"));
      content.treasury.push_back(
          {hash(fields, "tspend"), answer == "yes" ? vote::TreasuryAnswer::yes : vote::TreasuryAnswer::no});
    }
  }
  return content;
}

/// What the ticket's input signs: its own output script, or the redeem script that this hashes.
core::Bytes subscript_of(const Object& one, const vote::Ticket& ticket) {
  return has(one, "redeem_script") ? bytes(one, "redeem_script")
                                   : wire::stake_pay_to(wire::kOpSstx, ticket.voting);
}

void check_amounts(const Object& one, const wire::Transaction& tx) {
  CHECK(tx.inputs[0].value_in == integer(one, "subsidy"));
  CHECK(kSplits.at(text(one, "split")) ==
        vote::split_for_vote(network(one), number<std::uint32_t>(one, "block_height")));
  const auto& payouts = array(one, "payouts");
  CHECK(tx.outputs.size() == 2 + payouts.size() + (has(one, "treasury_script") ? 1U : 0U));
  for (std::size_t i = 0; i < payouts.size(); ++i) {
    CHECK(tx.outputs.at(2 + i).value == payouts[i].to_number<std::int64_t>());
  }
}

void check_treasury(const Object& one, const vote::DecidedVote& decided) {
  const wire::Transaction& tx = decided.transaction();
  CHECK(tx.version == unsigned_integer(one, "tx_version"));
  CHECK(decided.content().treasury.empty() == !has(one, "treasury_script"));
  if (has(one, "treasury_script")) {
    CHECK(tx.outputs.back().script == bytes(one, "treasury_script"));
  }
}

void check_decided(const Object& one, const vote::Ticket& ticket, const vote::DecidedVote& decided) {
  const wire::Transaction& tx = decided.transaction();
  CHECK(decided.txid() == hash(one, "txid"));
  CHECK(decided.ticket() == hash(one, "ticket_txid"));
  if (has(one, "no_witness_hex")) {
    CHECK(tx.serialize(wire::TxForm::no_witness) == bytes(one, "no_witness_hex"));
  }
  check_amounts(one, tx);
  check_treasury(one, decided);
  const core::Hash sighash = wire::signature_hash(tx, 1, subscript_of(one, ticket), decided.txid());
  CHECK(core::to_hex(sighash.bytes) == text(one, "sighash"));
  const auto complete = decided.with_signature(bytes(one, "sig_script"));
  REQUIRE(complete);
  CHECK(complete->serialize() == bytes(one, "vote"));
}

keys::KeyRing ring_of(const wire::Network& net, const std::vector<std::string>& wifs) {
  keys::KeyRing ring(net);
  for (const std::string& wif : wifs) {
    auto key = keys::parse_wif(wif, net);
    REQUIRE(key);
    ring.add_key(std::move(*key));
  }
  return ring;
}

/// The vote signed with the keys of the case; false for a redeem script of an optional case, which is
/// none that we take.
bool check_signed(const Object& one, const vote::DecidedVote& decided) {
  std::vector<std::string> wifs;
  for (const auto& wif : array(one, "keys")) {
    wifs.emplace_back(wif.as_string());
  }
  keys::KeyRing ring = ring_of(network(one), wifs);
  if (has(one, "redeem_script")) {
    if (const auto added = ring.add_script(bytes(one, "redeem_script")); !added) {
      CHECK(added.error().kind == core::Errc::unsupported);
      REQUIRE(text(one, "note").starts_with("optional"));
      return false;
    }
  }
  const auto vote = ring.sign(decided);
  REQUIRE(vote);
  CHECK(vote->bytes == bytes(one, "vote"));
  CHECK(vote->bytes.size() == unsigned_integer(one, "size"));
  return true;
}

/// OP_RETURN and one push: the bits, then the extended bits.
core::Bytes bits_script(const Object& one) {
  const auto bits = number<std::uint16_t>(one, "vote_bits");
  const core::Bytes extended = bytes(one, "extended_bits");
  core::Bytes script{0x6a, static_cast<std::uint8_t>(2 + extended.size()),
                     static_cast<std::uint8_t>(bits & 0xffU), static_cast<std::uint8_t>(bits >> 8U)};
  script.insert(script.end(), extended.begin(), extended.end());
  return script;
}

// Whoever made a vote, its content can be read.
void check_read_back(const Object& one) {
  const auto tx = wire::Transaction::parse(bytes(one, "vote"));
  REQUIRE(tx);
  CHECK(bytes(one, "vote").size() == unsigned_integer(one, "size"));
  CHECK(tx->outputs.at(1).script == bits_script(one));
  CHECK(vote::stake_type(*tx) == vote::StakeType::vote);
  const auto view = vote::check_vote(*tx);
  REQUIRE(view);
  CHECK(view->block == hash(one, "block_hash"));
  CHECK(view->height == unsigned_integer(one, "block_height"));
  CHECK(view->ticket == hash(one, "ticket_txid"));
  CHECK(view->bits == unsigned_integer(one, "vote_bits"));
  if (has(one, "vote_version")) {
    CHECK(view->version == unsigned_integer(one, "vote_version"));
  }
}

TEST_CASE("vectors/votes: a vote is built and signed to the byte") {
  std::size_t built = 0;
  std::size_t optional = 0;
  std::size_t unsigned_only = 0;
  for_each_case("votes.json", [&](const Object& one) {
    check_read_back(one);
    const vote::Ticket ticket = ticket_of(bytes(one, "ticket"));
    if (!has(one, "vote_version")) {
      REQUIRE(text(one, "note").starts_with("optional"));
      ++optional;  // extended bits other than a vote version, which we never write
      return;
    }
    const auto decided = vote::decide_vote(
        network(one), ticket, {hash(one, "block_hash"), number<std::uint32_t>(one, "block_height")},
        content_of(one));
    REQUIRE(decided);
    check_decided(one, ticket, *decided);
    check_signed(one, *decided) ? ++built : ++unsigned_only;
  });
  MESSAGE("votes.json: ", built, " built and signed; optional: ", unsigned_only, " built, ", optional,
          " read");
  CHECK(built > optional);
}

TEST_CASE("vectors/votes: each vote that a wallet cast on simnet is rebuilt to the byte") {
  for (const Object& one : fixture_lines("votes.jsonl")) {
    const auto header = wire::BlockHeader::parse(bytes(one, "voted_header_hex"));
    REQUIRE(header);
    CHECK(header->hash() == hash(one, "voted_hash"));
    CHECK(header->height == unsigned_integer(one, "voted_height"));
    const wire::Network& net = wire::network(wire::NetworkId::simnet);
    CHECK(vote::vote_subsidy(net, header->height) == integer(one, "subsidy_atoms"));

    const vote::Ticket ticket = ticket_of(bytes(one, "ticket_hex"));
    CHECK(ticket.txid == hash(one, "ticket_txid"));
    const auto sent = wire::Transaction::parse(bytes(one, "vote_hex_as_sent"));
    REQUIRE(sent);
    const auto said = vote::check_vote(*sent);
    REQUIRE(said);
    const auto decided = vote::decide_vote(net, ticket, {header->hash(), header->height},
                                           {said->bits, net.vote_version, said->treasury});
    REQUIRE(decided);
    CHECK(decided->txid() == hash(one, "vote_txid"));
    const auto vote = ring_of(net, {text(one, "wif")}).sign(*decided);
    REQUIRE(vote);
    CHECK(vote->bytes == bytes(one, "vote_hex_as_sent"));

    // The node rewrites where the ticket was mined, and nothing else.
    const auto mined = wire::Transaction::parse(bytes(one, "vote_hex_as_mined"));
    REQUIRE(mined);
    CHECK(vote::check_vote(*mined));
    CHECK(mined->txid() == decided->txid());
    CHECK(mined->inputs[1].block_height == unsigned_integer(one, "ticket_height"));
  }
}

}  // namespace
}  // namespace dcrvoter::vectors
