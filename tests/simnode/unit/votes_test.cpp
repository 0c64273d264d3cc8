// The mempool against the golden votes: all of them good, none of them good with one bit changed.
#include "simnode/unit/examiner.hpp"
#include "simnode/vote_form.hpp"
#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

#include <random>

namespace dcrvoter::simnode {
namespace {

using vectors::Object;

/// Where the ticket input's value, height and index stand: nobody signs them, and dcrd puts its own
/// in their place.
std::size_t unsigned_fields_at(const core::Bytes& vote, const core::Bytes& signature_script) {
  const std::size_t length_size = signature_script.size() < 0xfd ? 1 : 3;
  return vote.size() - signature_script.size() - length_size - 16;
}

}  // namespace

TEST_CASE("simnode/votes: every golden vote is accepted and read") {
  vectors::for_each_case("votes.json", [](const Object& one) {
    Examiner examiner(vectors::network(one), vectors::number<std::uint32_t>(one, "block_height"),
                      vectors::bytes(one, "ticket"));
    const core::Bytes vote = vectors::bytes(one, "vote");
    CHECK(examiner.refusal(vote) == "");
    const auto form = read_vote(*wire::Transaction::parse(vote));
    REQUIRE(form);
    CHECK(form->block == vectors::hash(one, "block_hash"));
    CHECK(form->height == vectors::number<std::uint32_t>(one, "block_height"));
    CHECK(form->ticket == vectors::hash(one, "ticket_txid"));
    CHECK(form->bits == vectors::number<std::uint16_t>(one, "vote_bits"));
    CHECK(form->payouts == vectors::array(one, "payouts").size());
    CHECK(form->treasury.empty() == (wire::Transaction::parse(vote)->version == 1));
  });
}

TEST_CASE("simnode/votes: one changed bit is refused wherever it is") {
  std::mt19937 random(5);
  std::size_t number = 0;
  vectors::for_each_case("votes.json", [&](const Object& one) {
    Examiner examiner(vectors::network(one), vectors::number<std::uint32_t>(one, "block_height"),
                      vectors::bytes(one, "ticket"));
    const core::Bytes vote = vectors::bytes(one, "vote");
    const std::size_t free_from = unsigned_fields_at(vote, vectors::bytes(one, "sig_script"));
    // Every bit of a few, some bits of all.
    const bool whole = number++ % 70 == 0;
    const std::size_t tries = whole ? vote.size() * 8 : 30;
    for (std::size_t i = 0; i < tries; ++i) {
      const std::size_t bit = whole ? i : random() % (vote.size() * 8);
      if (bit / 8 >= free_from && bit / 8 < free_from + 16) {
        continue;
      }
      core::Bytes changed = vote;
      changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ 1U << bit % 8);
      CAPTURE(bit);
      CHECK(examiner.refusal(changed) != "");
    }
  });
}

TEST_CASE("simnode/votes: cut at any byte it cannot be decoded") {
  vectors::for_each_case("votes.json", [](const Object& one) {
    const core::Bytes vote = vectors::bytes(one, "vote");
    for (std::size_t size = 0; size < vote.size(); size += 7) {
      CHECK_FALSE(wire::Transaction::parse(core::ByteView(vote).first(size)));
    }
  });
}

TEST_CASE("simnode/votes: votes recorded from dcrwallet are accepted, as sent and as mined") {
  for (const Object& line : vectors::fixture_lines("votes.jsonl")) {
    Examiner examiner(wire::network(wire::NetworkId::simnet),
                      vectors::number<std::uint32_t>(line, "voted_height"),
                      vectors::bytes(line, "ticket_hex"));
    CHECK(examiner.refusal(vectors::bytes(line, "vote_hex_as_sent")) == "");
    CHECK(examiner.refusal(vectors::bytes(line, "vote_hex_as_mined")) == "");
  }
}

}  // namespace dcrvoter::simnode
