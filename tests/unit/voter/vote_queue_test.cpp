#include "voter/vote_queue.hpp"

#include "voter/numbered.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

using dcrvoter::core::Hash;
using dcrvoter::voter::VoteJob;
using dcrvoter::voter::VoteQueue;
using dcrvoter::voter::testing::numbered;

namespace {

VoteJob job(std::size_t node, unsigned block, unsigned ticket) {
  return {.block = {.hash = numbered(block), .height = 1000},
          .ticket = numbered(ticket),
          .called = {},
          .by = node};
}

using Taken = std::vector<std::pair<std::size_t, Hash>>;

/// Who called, and which ticket, of the next so many.
Taken take(VoteQueue& queue, std::size_t count) {
  Taken out;
  for (; count > 0 && !queue.empty(); --count) {
    const auto next = queue.take();
    out.emplace_back(next.by, next.ticket);
  }
  return out;
}

}  // namespace

TEST_CASE("voter/vote_queue: the calls of one node leave in their order") {
  VoteQueue queue;
  CHECK(queue.empty());
  for (unsigned ticket = 1; ticket < 4; ++ticket) {
    queue.add(job(0, 1, ticket));
  }
  CHECK_FALSE(queue.empty());
  CHECK(take(queue, 9) == Taken{{0, numbered(1)}, {0, numbered(2)}, {0, numbered(3)}});
  CHECK(queue.empty());
}

TEST_CASE("voter/vote_queue: a flood of one node's calls holds up no other's") {
  VoteQueue queue;
  for (unsigned i = 0; i < 100'000; ++i) {
    queue.add(job(1, i, i));
  }
  queue.add(job(0, 7, 1));
  queue.add(job(0, 7, 2));
  queue.add(job(7, 7, 3));
  const Taken first{{0, numbered(1)}, {1, numbered(0)}, {7, numbered(3)},
                    {0, numbered(2)}, {1, numbered(1)}, {1, numbered(2)}};
  CHECK(take(queue, 6) == first);
  CHECK(take(queue, 100'000).size() == VoteQueue::kMostWaiting - 3);
  CHECK(queue.empty());
}

TEST_CASE("voter/vote_queue: a call waits once, of each node that makes it") {
  VoteQueue queue;
  for (unsigned i = 0; i < 3; ++i) {
    queue.add(job(0, 1, 5));
    queue.add(job(1, 1, 5));
    queue.add(job(0, 2, 5));
  }
  CHECK(take(queue, 9) == Taken{{0, numbered(5)}, {1, numbered(5)}, {0, numbered(5)}});
  queue.add(job(0, 1, 5));
  CHECK_FALSE(queue.empty());  // may be called again later
}
