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
const dcrvoter::wire::Network& simnet() {
  return dcrvoter::wire::network(dcrvoter::wire::NetworkId::simnet);
}

}  // namespace

TEST_CASE("voter/ticket_index: finds what was added, once") {
  TicketIndex index(simnet());
  CHECK(index.find(hash(1)) == nullptr);
  CHECK(index.add(ticket(1), 0, 19) == Added::fresh);
  CHECK(index.add(ticket(1), 20, 20) == Added::known);
  REQUIRE(index.find(hash(1)) != nullptr);
  CHECK(index.find(hash(1))->price == 1);
  CHECK(index.size() == 1);
}

TEST_CASE("voter/ticket_index: counts by the state at a height") {
  TicketIndex index(simnet());  // maturity 16, expiry 384
  index.add(ticket(1), 0, 100);
  index.add(ticket(2), 100, 100);
  const auto at = [&](std::uint32_t tip) {
    const auto counts = index.counts(tip);
    return std::array{counts.unconfirmed, counts.immature, counts.live};
  };
  CHECK(at(115) == std::array<std::size_t, 3>{1, 1, 0});
  CHECK(at(116) == std::array<std::size_t, 3>{1, 0, 1});
  CHECK(at(499) == std::array<std::size_t, 3>{1, 0, 1});
  CHECK(at(500) == std::array<std::size_t, 3>{1, 0, 0});
  index.spent(hash(2), 120, true);
  CHECK(at(130) == std::array<std::size_t, 3>{1, 0, 0});
  CHECK(index.unspent() == std::vector{hash(1)});
}

TEST_CASE("voter/ticket_index: a disconnected block gives its tickets back") {
  TicketIndex index(simnet());
  index.add(ticket(1), 100, 100);
  index.add(ticket(2), 130, 100);
  index.spent(hash(1), 130, true);
  index.spent(hash(9), 130, true);  // not ours
  index.disconnected(130);
  CHECK(index.counts(131).live == 1);
  CHECK(index.counts(131).unconfirmed == 1);
  CHECK(index.unspent().size() == 2);
}

namespace {

/// As many tickets, with numbers from 1000, as lead to the forgetting of others.
void crowd(TicketIndex& index, std::uint32_t height) {
  for (std::size_t i = 1000; index.size() <= TicketIndex::kRoomy; ++i) {
    Ticket other;
    std::memcpy(other.txid.bytes.data(), &i, sizeof i);
    index.add(other, height, height);
  }
}

}  // namespace

TEST_CASE("voter/ticket_index: forgets what no branch can call any more, not earlier") {
  TicketIndex index(simnet());
  index.add(ticket(1), 100, 100);  // spent at 130
  index.add(ticket(2), 100, 100);  // expires at 500
  index.spent(hash(1), 130, true);
  crowd(index, 1000);
  CHECK(index.forget(194) == 0);
  CHECK(index.forget(195) == 1);
  CHECK(index.find(hash(1)) == nullptr);
  crowd(index, 1000);
  CHECK(index.forget(564) == 0);
  CHECK(index.forget(565) == 1);
  CHECK(index.find(hash(2)) == nullptr);
}

TEST_CASE("voter/ticket_index: a node's word alone does not make a ticket forgotten") {
  TicketIndex index(simnet());
  index.add(ticket(1), 100, 0);
  SUBCASE("that it voted") {
    index.spent(hash(1), 110, true);
  }
  SUBCASE("that its block left the chain") {
    index.disconnected(100);
  }
  SUBCASE("that it was mined long ago") {
    index.add(ticket(1), 1, 0);
  }
  CHECK(index.forget(1'000'000) == 0);
  CHECK(index.find(hash(1)) != nullptr);
}

TEST_CASE("voter/ticket_index: forgets tickets that were never mined") {
  TicketIndex index(simnet());
  index.add(ticket(3), 0, 100);
  CHECK(index.forget(388) == 0);
  CHECK(index.forget(389) == 1);
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
    taken += index.add(invented, 0, 100) == Added::fresh ? 1U : 0U;
  }
  CHECK(taken == TicketIndex::kMost / dcrvoter::vote::kMaxCommitments);
  index.forget(100 + TicketIndex::kUnconfirmedLife + 1);
  CHECK(index.add(ticket(1), 0, 100) == Added::fresh);
}

TEST_CASE("voter/ticket_index: invented tickets do not fill the memory") {
  TicketIndex index(simnet());
  for (std::size_t i = 0; i < TicketIndex::kMost; ++i) {
    Ticket invented;
    std::memcpy(invented.txid.bytes.data(), &i, sizeof i);
    REQUIRE(index.add(invented, 0, 100) == Added::fresh);
  }
  CHECK(index.add(ticket(255), 0, 100) == Added::known);  // 255 was among them
  Ticket one_more;
  one_more.txid.bytes[31] = 1;
  CHECK(index.add(one_more, 100, 100) == Added::full);
  CHECK(index.forget(100 + TicketIndex::kUnconfirmedLife + 1) == TicketIndex::kMost);
  CHECK(index.add(one_more, 100, 100) == Added::fresh);
}

TEST_CASE("voter/ticket_index: copies all its tickets, piece by piece") {
  TicketIndex index(simnet());
  for (unsigned i = 0; i < 3000; ++i) {
    Ticket one;
    std::memcpy(one.txid.bytes.data(), &i, sizeof i);
    index.add(one, 100, 100);
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
  index.add(ticket(1), 0, 99);
  index.add(ticket(1), 100, 100);
  index.add(ticket(2), 100, 100);
  const auto changes = [&index] {
    Changes changed;
    index.take_changes(changed);
    return changed;
  };
  auto changed = changes();
  REQUIRE(changed.tickets.size() == 2);
  CHECK(changed.tickets[0].height == 100);
  CHECK(changes().empty());
  index.add(ticket(2), 100, 101);
  CHECK(changes().empty());
  index.spent(hash(1), 499, true);
  index.spent(hash(2), 500, false);
  changed = changes();
  CHECK(changed.tickets[0].end == TicketEnd::voted);
  CHECK(changed.tickets[1].end == TicketEnd::missed_or_expired);
  index.ended(hash(2), TicketEnd::expired);
  CHECK(changes().tickets.at(0).end == TicketEnd::expired);
  index.disconnected(500);
  CHECK(changes().tickets.at(0).end == TicketEnd::none);
  index.add(ticket(3), 0, 100);
  (void)changes();
  index.forget(100 + TicketIndex::kUnconfirmedLife + 1);
  CHECK(changes().forgotten == std::vector{hash(3)});
}
