#include "voter/ticket_index.hpp"

#include "wire/network.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstring>

using dcrvoter::core::Hash;
using dcrvoter::vote::Ticket;
using dcrvoter::voter::TicketIndex;
using Added = TicketIndex::Added;

namespace {

Hash hash(std::uint8_t first) {
  Hash h;
  h.bytes[0] = first;
  return h;
}
Ticket ticket(std::uint8_t first) {
  Ticket t;
  t.txid = hash(first);
  t.price = first;
  return t;
}
/// In the block of this height, or in another one.
TicketIndex::Where at(std::uint32_t height, std::uint8_t branch = 0) {
  TicketIndex::Where where{.height = height, .block = {}};
  if (height != 0) {
    where.block.bytes = {static_cast<std::uint8_t>(height), static_cast<std::uint8_t>(height >> 8U), 1,
                         branch};
  }
  return where;
}
const dcrvoter::wire::Network& simnet() {
  return dcrvoter::wire::network(dcrvoter::wire::NetworkId::simnet);
}

}  // namespace

TEST_CASE("voter/ticket_index: finds what was added, once") {
  TicketIndex index(simnet());
  CHECK(index.find(hash(1)) == nullptr);
  CHECK(index.add(ticket(1), at(0), 19) == Added::fresh);
  CHECK(index.add(ticket(1), at(20), 20) == Added::known);
  REQUIRE(index.find(hash(1)) != nullptr);
  CHECK(index.find(hash(1))->price == 1);
  CHECK(index.size() == 1);
}

TEST_CASE("voter/ticket_index: counts by the state at a height") {
  TicketIndex index(simnet());  // maturity 16, expiry 384
  index.add(ticket(1), at(0), 100);
  index.add(ticket(2), at(100), 100);
  const auto counts_at = [&](std::uint32_t tip) {
    const auto counts = index.counts(tip);
    return std::array{counts.unconfirmed, counts.immature, counts.live};
  };
  CHECK(counts_at(115) == std::array<std::size_t, 3>{1, 1, 0});
  CHECK(counts_at(116) == std::array<std::size_t, 3>{1, 0, 1});
  CHECK(counts_at(499) == std::array<std::size_t, 3>{1, 0, 1});
  CHECK(counts_at(500) == std::array<std::size_t, 3>{1, 0, 0});
  index.spent(hash(2), at(120), true);
  CHECK(counts_at(130) == std::array<std::size_t, 3>{1, 0, 0});
  CHECK(index.watched().size() == 2);  // its vote may be undone
  index.add(ticket(3), at(100), 100);
  index.spent(hash(3), at(120 + TicketIndex::kReorganizationHorizon), true);
  auto watched = index.watched();
  std::ranges::sort(watched);
  CHECK(watched == std::vector{hash(1), hash(3)});
}

TEST_CASE("voter/ticket_index: a disconnected block gives its tickets back") {
  TicketIndex index(simnet());
  index.add(ticket(1), at(100), 100);
  index.add(ticket(2), at(130), 100);
  index.spent(hash(1), at(130), true);
  index.spent(hash(9), at(130), true);  // not ours
  index.disconnected(std::array{at(130)});
  CHECK(index.counts(131).live == 1);
  CHECK(index.counts(131).unconfirmed == 1);
  CHECK(index.watched().size() == 2);
}

TEST_CASE("voter/ticket_index: another branch's block at the same height undoes nothing") {
  TicketIndex index(simnet());
  index.add(ticket(1), at(100), 100);
  index.add(ticket(2), at(130), 100);
  index.spent(hash(1), at(130), true);
  index.disconnected(std::array{at(130, 1)});
  CHECK(index.counts(150).live == 1);
  // Mined on both branches, and told of the second one last.
  index.add(ticket(2), at(130, 1), 100);
  index.disconnected(std::array{at(130)});
  CHECK(index.counts(150).live == 2);
  index.disconnected(std::array{at(130, 1)});
  CHECK(index.counts(150).unconfirmed == 1);
}

TEST_CASE("voter/ticket_index: several blocks that left give their tickets back") {
  TicketIndex index(simnet());
  for (std::uint8_t i = 1; i <= 3; ++i) {
    index.add(ticket(i), at(100), 100);
    index.spent(hash(i), at(130U + i), true);
  }
  index.disconnected(std::array{at(132), at(133), at(134)});
  CHECK(index.counts(135).live == 2);
  CHECK(index.watched().size() == 3);
}

TEST_CASE("voter/ticket_index: what left the chain while the box was off is undone") {
  const auto record = [](std::uint8_t first, std::uint32_t spent_height, std::uint8_t branch) {
    dcrvoter::vote::TicketRecord made;
    made.ticket = ticket(first);
    made.height = 100;
    made.block = at(100).block;
    made.mined = true;
    made.spent_height = spent_height;
    made.spent_in = at(spent_height, branch).block;
    made.end = dcrvoter::vote::TicketEnd::voted;
    return made;
  };
  TicketIndex index(simnet());
  index.restore(record(1, 130, 0));
  index.restore(record(2, 130, 1));  // another block than the chain has
  index.restore(record(3, 90, 1));   // before what is known of the chain
  index.restore(record(4, 130, 1));  // a node has told it since
  auto before_hashes = record(5, 130, 1);
  before_hashes.spent_in = {};
  index.restore(before_hashes);
  index.spent(hash(4), at(130, 1), true);
  index.add(ticket(2), at(100), 140);  // that it was mined is told anew, and says nothing of its vote
  index.undo_what_left(
      [](std::uint32_t height) { return height >= 95 ? std::optional(at(height).block) : std::nullopt; });
  CHECK(index.counts(140).live == 1);
  dcrvoter::vote::Changes changes;
  index.take_changes(changes);
  REQUIRE(changes.tickets.size() == 1);
  CHECK(changes.tickets[0].ticket.txid == hash(2));
  CHECK(changes.tickets[0].end == dcrvoter::vote::TicketEnd::none);
  CHECK(changes.tickets[0].spent_in.is_zero());
}

namespace {

/// As many tickets, with numbers from 1000, as lead to the forgetting of others.
void crowd(TicketIndex& index, std::uint32_t height) {
  for (std::size_t i = 1000; index.size() <= TicketIndex::kRoomy; ++i) {
    Ticket other;
    std::memcpy(other.txid.bytes.data(), &i, sizeof i);
    index.add(other, at(height), height);
  }
}

}  // namespace

TEST_CASE("voter/ticket_index: forgets what no branch can call any more, not earlier") {
  TicketIndex index(simnet());
  index.add(ticket(1), at(100), 100);  // spent at 130
  index.add(ticket(2), at(100), 100);  // expires at 500
  index.spent(hash(1), at(130), true);
  crowd(index, 1000);
  CHECK(index.forget(194) == 0);
  CHECK_FALSE(index.has_forgotten());
  CHECK(index.forget(195) == 1);
  CHECK(index.has_forgotten());
  CHECK(index.find(hash(1)) == nullptr);
  crowd(index, 1000);
  CHECK(index.forget(564) == 0);
  CHECK(index.forget(565) == 1);
  CHECK(index.find(hash(2)) == nullptr);
}

TEST_CASE("voter/ticket_index: heights that no chain reaches do not wrap around") {
  TicketIndex index(simnet());
  index.add(ticket(1), at(100), 100);
  index.spent(hash(1), at(UINT32_MAX), true);
  index.add(ticket(2), at(UINT32_MAX), 100);
  crowd(index, 1000);
  CHECK(index.forget(300) == 0);
}

TEST_CASE("voter/ticket_index: a node's word alone does not make a ticket forgotten") {
  TicketIndex index(simnet());
  index.add(ticket(1), at(100), 0);
  SUBCASE("that it voted") {
    index.spent(hash(1), at(110), true);
  }
  SUBCASE("that its block left the chain") {
    index.disconnected(std::array{at(100)});
  }
  SUBCASE("that it was mined long ago") {
    index.add(ticket(1), at(1), 0);
  }
  CHECK(index.forget(1'000'000) == 0);
  CHECK(index.find(hash(1)) != nullptr);
}

TEST_CASE("voter/ticket_index: forgets tickets that were never mined") {
  TicketIndex index(simnet());
  index.add(ticket(3), at(0), 100);
  CHECK(index.forget(388) == 0);
  CHECK(index.forget(389) == 1);
  CHECK_FALSE(index.has_forgotten());  // no block draws it
  CHECK(index.find(hash(3)) == nullptr);
  CHECK(index.size() == 0);
}

TEST_CASE("voter/ticket_index: invented contributors do not fill the memory") {
  TicketIndex index(simnet());
  std::size_t taken = 0;
  for (std::size_t i = 0; i < TicketIndex::kMost; ++i) {
    Ticket invented;
    std::memcpy(invented.txid.bytes.data(), &i, sizeof i);
    invented.commitments.resize(dcrvoter::vote::kMaxCommitments);
    taken += index.add(invented, at(0), 100) == Added::fresh ? 1U : 0U;
  }
  CHECK(taken == TicketIndex::kMost / dcrvoter::vote::kMaxCommitments);
  index.forget(100 + TicketIndex::kUnconfirmedLife + 1);
  CHECK(index.add(ticket(1), at(0), 100) == Added::fresh);
}

TEST_CASE("voter/ticket_index: invented tickets do not fill the memory") {
  TicketIndex index(simnet());
  for (std::size_t i = 0; i < TicketIndex::kMost; ++i) {
    Ticket invented;
    std::memcpy(invented.txid.bytes.data(), &i, sizeof i);
    REQUIRE(index.add(invented, at(0), 100) == Added::fresh);
  }
  CHECK(index.add(ticket(255), at(0), 100) == Added::known);  // 255 was among them
  Ticket one_more;
  one_more.txid.bytes[31] = 1;
  CHECK(index.add(one_more, at(100), 100) == Added::full);
  CHECK(index.forget(100 + TicketIndex::kUnconfirmedLife + 1) == TicketIndex::kMost);
  CHECK(index.add(one_more, at(100), 100) == Added::fresh);
}

namespace {

/// One that takes as much room as a ticket can.
Ticket heavy(std::size_t number) {
  Ticket invented;
  std::memcpy(invented.txid.bytes.data(), &number, sizeof number);
  invented.txid.bytes[31] = 1;
  invented.commitments.resize(dcrvoter::vote::kMaxCommitments);
  return invented;
}
constexpr std::size_t kMostHeavy = TicketIndex::kMost / dcrvoter::vote::kMaxCommitments;

}  // namespace

TEST_CASE("voter/ticket_index: a node that invents tickets leaves room for those of another") {
  TicketIndex index(simnet(), 2);
  std::size_t taken = 0;
  for (std::size_t i = 0; i < kMostHeavy; ++i) {
    taken += index.add(heavy(i), at(100), 100, {}, 1) == Added::fresh ? 1U : 0U;
  }
  CHECK(taken == kMostHeavy / 4 * 3);
  CHECK(index.add(ticket(1), at(100), 100, {}, 0) == Added::fresh);
  CHECK(index.add(ticket(2), at(100), 100, {}, 1) == Added::full);
  // What another tells too is not the word of one alone.
  CHECK(index.add(heavy(0), at(100), 100, {}, 0) == Added::known);
  CHECK(index.add(heavy(kMostHeavy), at(100), 100, {}, 1) == Added::fresh);
  CHECK(index.add(heavy(kMostHeavy + 1), at(100), 100, {}, 1) == Added::full);
}

TEST_CASE("voter/ticket_index: what was kept and nobody tells makes room") {
  for (const std::size_t nodes : {1U, 2U}) {
    TicketIndex index(simnet(), nodes);
    dcrvoter::vote::TicketRecord record;
    record.mined = true;
    for (std::size_t i = 0; i < kMostHeavy; ++i) {
      record.ticket = heavy(i);
      REQUIRE(index.restore(record));
    }
    CHECK(index.restore(record));  // it is there
    CHECK_FALSE(index.has_forgotten());
    record.ticket = ticket(1);
    CHECK_FALSE(index.restore(record));
    CHECK(index.has_forgotten());
    CHECK(index.add(heavy(5), at(100), 100) == Added::known);
    CHECK(index.add(ticket(1), at(100), 100) == Added::fresh);
    CHECK(index.find(heavy(5).txid) != nullptr);
    CHECK(index.size() == 2);
  }
}

TEST_CASE("voter/ticket_index: copies all its tickets, piece by piece") {
  TicketIndex index(simnet());
  for (unsigned i = 0; i < 3000; ++i) {
    Ticket one;
    std::memcpy(one.txid.bytes.data(), &i, sizeof i);
    index.add(one, at(100), 100);
  }
  std::vector<dcrvoter::vote::TicketRecord> copies;
  std::size_t pieces = 0;
  std::size_t place = 0;
  do {
    const auto before = copies.size();
    place = index.copy_some(place, copies);
    CHECK(copies.size() - before < 1000);
    ++pieces;
  } while (place != 0);
  CHECK(pieces > 3);
  CHECK(copies.size() == 3000);
  std::sort(copies.begin(), copies.end(),
            [](const auto& a, const auto& b) { return a.ticket.txid < b.ticket.txid; });
  CHECK(std::adjacent_find(copies.begin(), copies.end(), [](const auto& a, const auto& b) {
          return a.ticket.txid == b.ticket.txid;
        }) == copies.end());
}

TEST_CASE("voter/ticket_index: tells what changed, once, and how a ticket ended") {
  using dcrvoter::vote::Changes;
  using dcrvoter::vote::TicketEnd;
  TicketIndex index(simnet());
  index.add(ticket(1), at(0), 99);
  index.add(ticket(1), at(100), 100);
  index.add(ticket(2), at(100), 100);
  const auto changes = [&index] {
    Changes changed;
    index.take_changes(changed);
    return changed;
  };
  auto changed = changes();
  REQUIRE(changed.tickets.size() == 2);
  CHECK(changed.tickets[0].height == 100);
  CHECK(changes().empty());
  index.add(ticket(2), at(100), 101);
  CHECK(changes().empty());
  index.spent(hash(1), at(499), true);
  index.spent(hash(2), at(500), false);
  changed = changes();
  CHECK(changed.tickets[0].end == TicketEnd::voted);
  CHECK(changed.tickets[1].end == TicketEnd::missed_or_expired);
  index.ended(hash(2), TicketEnd::expired);
  CHECK(changes().tickets.at(0).end == TicketEnd::expired);
  index.disconnected(std::array{at(500)});
  CHECK(changes().tickets.at(0).end == TicketEnd::none);
  index.add(ticket(3), at(0), 100);
  (void)changes();
  index.forget(100 + TicketIndex::kUnconfirmedLife + 1);
  CHECK(changes().forgotten == std::vector{hash(3)});
}
