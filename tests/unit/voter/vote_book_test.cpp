#include "voter/vote_book.hpp"

#include "voter/numbered.hpp"

#include <doctest/doctest.h>

using dcrvoter::core::Hash;
using dcrvoter::core::SteadyTime;
using dcrvoter::vote::VotedBlock;
using dcrvoter::voter::Answer;
using dcrvoter::voter::CastVote;
using dcrvoter::voter::VoteBook;
using Verdict = VoteBook::Verdict;
using dcrvoter::voter::testing::numbered;

namespace {

VotedBlock block(unsigned number, std::uint32_t height = 1000) {
  return {.hash = numbered(number), .height = height};
}
CastVote vote(unsigned txid, unsigned ticket) {
  return {.txid = numbered(txid),
          .ticket = numbered(ticket),
          .bits = 1,
          .treasury = {},
          .hex = "00",
          .called = SteadyTime(),
          .handed_over = {}};
}
const Hash kTicket = numbered(7);
constexpr std::size_t kDrawn = 5;

/// Announces a block by a node and votes on it, as the voter does.
Verdict call(VoteBook& book, std::size_t node, unsigned number, std::uint32_t height = 1000) {
  book.announced(node, block(number, height), {kTicket}, SteadyTime());
  const auto verdict = book.ask(numbered(number), kTicket);
  if (verdict == Verdict::cast) {
    book.add(numbered(number), vote(number + 100, 7));
  }
  return verdict;
}

}  // namespace

TEST_CASE("voter/vote_book: a ticket votes once on a block, whoever announces it how often") {
  VoteBook book(2, kDrawn);
  CHECK(book.ask(numbered(1), kTicket) == Verdict::unknown);
  CHECK(call(book, 0, 1) == Verdict::cast);
  CHECK(call(book, 0, 1) == Verdict::already);
  CHECK(call(book, 1, 1) == Verdict::already);
  CHECK(book.ask(numbered(1), numbered(8)) == Verdict::unknown);
  book.announced(1, block(1), {numbered(8)}, SteadyTime());
  CHECK(book.ask(numbered(1), numbered(8)) == Verdict::cast);  // another ticket on the same block
}

TEST_CASE("voter/vote_book: a vote goes to the nodes that know its block, once") {
  VoteBook book(2, kDrawn);
  call(book, 0, 1);
  CHECK(book.take_due(1, numbered(1)).empty());
  REQUIRE(book.take_due(0, numbered(1)).size() == 1);
  CHECK(book.take_due(0, numbered(1)).empty());  // in its hands
  book.announced(1, block(1), {kTicket}, SteadyTime());
  CHECK(book.take_due(1, numbered(1)).size() == 1);
  book.answered(0, numbered(1), numbered(101), Answer::accepted);
  CHECK(book.take_due(0, numbered(1)).empty());
}

TEST_CASE("voter/vote_book: what a node has not taken is due again") {
  VoteBook book(2, kDrawn);
  call(book, 0, 1);
  REQUIRE(book.take_due(0, numbered(1)).size() == 1);
  SUBCASE("a refusal: with the next word about this block") {
    book.answered(0, numbered(1), numbered(101), Answer::refused);
    CHECK(book.take_due(0, numbered(1)).size() == 1);
  }
  SUBCASE("a lost answer") {
    book.answered(0, numbered(1), numbered(101), Answer::lost);
    CHECK(book.take_due(0, numbered(1)).size() == 1);
  }
  SUBCASE("duplicates count as taken") {
    book.answered(0, numbered(1), numbered(101), Answer::duplicate);
    CHECK(book.take_due(0, numbered(1)).empty());
  }
  SUBCASE("another voter's vote counts as taken") {
    book.answered(0, numbered(1), numbered(101), Answer::other_vote);
    CHECK(book.take_due(0, numbered(1)).empty());
  }
  SUBCASE("a new connection, once the node names the block again") {
    book.answered(0, numbered(1), numbered(101), Answer::accepted);
    book.reconnected(0);
    CHECK(book.take_due(0, numbered(1)).empty());
    book.connected(0, block(1));
    CHECK(book.take_due(0, numbered(1)).size() == 1);
  }
}

TEST_CASE("voter/vote_book: a node that refuses for ever is not asked for ever") {
  VoteBook book(2, kDrawn);
  call(book, 0, 1);
  unsigned sends = 0;
  while (!book.take_due(0, numbered(1)).empty()) {
    ++sends;
    book.answered(0, numbered(1), numbered(101), Answer::refused);
    REQUIRE(sends < 1000);
  }
  CHECK(sends == VoteBook::kMostSends);
}

TEST_CASE("voter/vote_book: who called first, and when") {
  VoteBook book(2, kDrawn);
  CHECK_FALSE(book.first_heard(block(1).hash, kTicket));
  const SteadyTime early{std::chrono::seconds(1)};
  const SteadyTime late{std::chrono::seconds(2)};
  book.announced(1, block(1), {kTicket}, early);
  book.announced(0, block(1), {kTicket}, late);
  const auto heard = book.first_heard(block(1).hash, kTicket);
  REQUIRE(heard);
  CHECK(heard->by == 1);
  CHECK(heard->arrived == early);
}

TEST_CASE("voter/vote_book: three invented blocks a ticket, then proof is wanted") {
  VoteBook book(2, kDrawn);
  CHECK(call(book, 0, 1) == Verdict::cast);
  CHECK(call(book, 0, 2) == Verdict::cast);
  CHECK(call(book, 0, 3) == Verdict::cast);
  CHECK(call(book, 0, 4) == Verdict::doubtful);
  CHECK(call(book, 0, 5) == Verdict::doubtful);
  SUBCASE("however many more it invents") {
    unsigned cast = 0;
    for (unsigned i = 10; i < 500; ++i) {
      cast += call(book, 0, i) == Verdict::cast ? 1U : 0U;
    }
    CHECK(cast == 0);
    book.forget(1001);  // the chain moves on: a fresh allowance
    CHECK(call(book, 0, 900) == Verdict::cast);
  }
  SUBCASE("with headers, which cost it nothing either") {
    book.connected(0, block(6));
    CHECK(call(book, 0, 6) == Verdict::doubtful);
    for (unsigned i = 10; i < 500; ++i) {
      book.connected(0, block(i));
      REQUIRE(call(book, 0, i) == Verdict::doubtful);
    }
  }
  SUBCASE("another node's block is voted, with its header or without") {
    CHECK(call(book, 1, 6) == Verdict::cast);
    book.connected(1, block(7));
    CHECK(call(book, 1, 7) == Verdict::cast);
  }
  SUBCASE("a block that two nodes name is voted") {
    book.announced(1, block(4), {kTicket}, SteadyTime());
    CHECK(call(book, 1, 4) == Verdict::cast);
  }
  SUBCASE("invented ones do not go to the honest node") {
    CHECK(book.take_due(1, numbered(1)).empty());
    CHECK(book.take_due(1, numbered(2)).empty());
  }
}

TEST_CASE("voter/vote_book: what counts is who called the ticket, not who knows its block") {
  VoteBook book(2, kDrawn);
  for (unsigned i = 1; i < 5; ++i) {
    book.connected(0, block(i));
    book.announced(0, block(i), {numbered(20 + i)}, SteadyTime());
    book.connected(1, block(i));
    CHECK(call(book, 1, i) == (i < 4 ? Verdict::cast : Verdict::doubtful));
  }
  SUBCASE("the other's call of it is voted") {
    book.connected(0, block(5));
    CHECK(call(book, 0, 5) == Verdict::cast);
    CHECK(call(book, 0, 4) == Verdict::cast);
  }
  SUBCASE("nor does the chain's going on forget them as long as a node keeps such a vote") {
    book.forget(1010);
    book.connected(1, block(6, 1010));
    CHECK(call(book, 1, 6, 1010) == Verdict::doubtful);
  }
  SUBCASE("nor does a flood of invented blocks") {
    for (unsigned i = 100; i < 1000; ++i) {
      book.connected(1, block(i));
    }
    book.forget(1001);
    book.connected(1, block(6, 1001));
    CHECK(call(book, 1, 6, 1001) == Verdict::doubtful);
    CHECK(book.vote_of(numbered(1), kTicket) != nullptr);
  }
}

TEST_CASE("voter/vote_book: a flood of headers makes room of its own blocks, not of another node's") {
  VoteBook book(2, kDrawn);
  book.connected(0, block(1));
  call(book, 0, 1);
  for (unsigned i = 100; i < 1000; ++i) {
    book.connected(1, block(i));
  }
  CHECK(book.size() == VoteBook::kMostBlocks);
  CHECK(book.vote_of(numbered(1), kTicket) != nullptr);
}

TEST_CASE("voter/vote_book: of one node no more winners of a block are believed than are drawn") {
  VoteBook book(2, kDrawn);
  const auto winners = [](unsigned first) {
    std::vector<Hash> out;
    for (unsigned i = first; i < first + kDrawn; ++i) {
      out.push_back(numbered(i));
    }
    return out;
  };
  CHECK(book.announced(0, block(1), winners(10), SteadyTime()) == winners(10));
  CHECK(book.announced(0, block(1), winners(10), SteadyTime()) == winners(10));  // called again
  CHECK(book.announced(0, block(1), winners(13), SteadyTime()) == std::vector{numbered(13), numbered(14)});
  CHECK(book.announced(0, block(1), winners(20), SteadyTime()).empty());
  CHECK(book.ask(numbered(1), numbered(20)) == Verdict::unknown);
  CHECK(book.open_calls(numbered(20)).empty());
  CHECK(book.open_calls_on(numbered(1)).size() == kDrawn);
  SUBCASE("a new connection does not change that") {
    book.reconnected(0);
    CHECK(book.announced(0, block(1), winners(20), SteadyTime()).empty());
  }
  SUBCASE("another node's are, whatever this one named first") {
    CHECK(book.announced(1, block(1), winners(14), SteadyTime()) == winners(14));
    CHECK(book.ask(numbered(1), numbered(18)) == Verdict::cast);
    CHECK(book.open_calls_on(numbered(1)).size() == 2 * kDrawn);  // one ticket by both
  }
}

TEST_CASE("voter/vote_book: a lone node's headers are believed, there being no other node to warn of") {
  VoteBook book(1, kDrawn);
  for (unsigned i = 1; i < 10; ++i) {
    book.connected(0, block(i));
    REQUIRE(call(book, 0, i) == Verdict::cast);
  }
  CHECK(call(book, 0, 20) == Verdict::cast);
  CHECK(call(book, 0, 21) == Verdict::cast);
  CHECK(call(book, 0, 22) == Verdict::cast);
  CHECK(call(book, 0, 23) == Verdict::doubtful);
}

TEST_CASE("voter/vote_book: a called ticket that becomes known later is still to be voted") {
  VoteBook book(2, kDrawn);
  book.announced(0, block(1), {numbered(50), kTicket}, SteadyTime());
  REQUIRE(book.open_calls(kTicket).size() == 1);
  CHECK(book.open_calls(kTicket)[0].block == block(1));
  CHECK(book.open_calls(numbered(51)).empty());
  book.add(numbered(1), vote(101, 7));
  CHECK(book.open_calls(kTicket).empty());
}

TEST_CASE("voter/vote_book: a hostile node cannot make it grow, nor push out proved blocks") {
  VoteBook book(2, kDrawn);
  book.connected(1, block(9999));
  call(book, 1, 9999);
  for (unsigned i = 1; i < 1000; ++i) {
    call(book, 0, i);
  }
  CHECK(book.size() == VoteBook::kMostBlocks);
  CHECK(book.vote_of(numbered(9999), kTicket) != nullptr);
  book.announced(0, block(5000), std::vector<Hash>(32, numbered(3)), SteadyTime());
  CHECK(book.size() == VoteBook::kMostBlocks);
}

TEST_CASE("voter/vote_book: forgets blocks far below the tip") {
  VoteBook book(2, kDrawn);
  call(book, 0, 1, 1000);
  book.forget(1000 + VoteBook::kDepth);
  CHECK(book.size() == 1);
  book.forget(1001 + VoteBook::kDepth);
  CHECK(book.size() == 0);
}

TEST_CASE("voter/vote_book: a block's height is its header's, not that of a notice") {
  VoteBook book(2, kDrawn);
  call(book, 0, 1, 999);
  CHECK_FALSE(book.height_of(numbered(1)));
  book.place(block(1, 1000));
  CHECK(book.height_of(numbered(1)) == 1000);
  book.announced(1, block(1, 1001), {kTicket, numbered(8)}, SteadyTime());
  CHECK(book.height_of(numbered(1)) == 1000);
  REQUIRE(book.open_calls(numbered(8)).size() == 1);
  CHECK(book.open_calls(numbered(8)).front().block.height == 1000);

  book.connected(0, block(2, 1001));
  CHECK(book.height_of(numbered(2)) == 1001);
  CHECK_FALSE(book.height_of(numbered(3)));
  book.place(block(3, 1002));  // not a block that was named
  CHECK_FALSE(book.height_of(numbered(3)));
}
