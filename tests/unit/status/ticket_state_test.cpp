#include "status/ticket_state.hpp"

#include "samples.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

TicketState state_at(std::uint32_t tip, const vote::TicketRecord& record = samples::ticket(1, 1000)) {
  return ticket_life(record, wire::network(wire::NetworkId::mainnet), tip).state;
}

vote::TicketRecord ended(vote::TicketEnd end) {
  vote::TicketRecord record = samples::ticket(1, 1000);
  record.end = end;
  record.spent_height = 2000;
  return record;
}

}  // namespace

TEST_CASE("status/ticket_state: a mainnet ticket of block 1000 lives from 1256 to 42215") {
  const TicketLife life = ticket_life(samples::ticket(1, 1000), wire::network(wire::NetworkId::mainnet), 0);
  CHECK(life.first == 1256);
  CHECK(life.last == 42215);
  CHECK(state_at(1000) == TicketState::immature);
  CHECK(state_at(1255) == TicketState::immature);
  CHECK(state_at(1256) == TicketState::live);
  CHECK(state_at(42215) == TicketState::live);
  CHECK(state_at(42216) == TicketState::expired);
}

TEST_CASE("status/ticket_state: a simnet ticket lives for 384 blocks") {
  const TicketLife life = ticket_life(samples::ticket(1, 100), wire::network(wire::NetworkId::simnet), 116);
  CHECK(life.state == TicketState::live);
  CHECK(life.first == 116);
  CHECK(life.last == 499);
}

TEST_CASE("status/ticket_state: in the mempool it has no heights") {
  const TicketLife life = ticket_life(samples::ticket(1, 0), wire::network(wire::NetworkId::mainnet), 5000);
  CHECK(life.state == TicketState::mempool);
  CHECK(life.first == 0);
  CHECK(life.last == 0);
}

TEST_CASE("status/ticket_state: how it ended is what counts") {
  CHECK(state_at(1100, ended(vote::TicketEnd::voted)) == TicketState::voted);
  CHECK(state_at(1100, ended(vote::TicketEnd::missed)) == TicketState::missed);
  CHECK(state_at(1100, ended(vote::TicketEnd::expired)) == TicketState::expired);
  CHECK(state_at(1100, ended(vote::TicketEnd::missed_or_expired)) == TicketState::missed_or_expired);
  CHECK(state_at(1100, ended(vote::TicketEnd::none)) == TicketState::spent);
}

TEST_CASE("status/ticket_state: counts") {
  const std::vector<vote::TicketRecord> tickets{samples::ticket(1, 0),
                                                samples::ticket(2, 1000),
                                                samples::ticket(3, 1200),
                                                ended(vote::TicketEnd::voted),
                                                ended(vote::TicketEnd::missed),
                                                ended(vote::TicketEnd::none),
                                                ended(vote::TicketEnd::voted),
                                                ended(vote::TicketEnd::expired),
                                                ended(vote::TicketEnd::missed_or_expired)};
  const TicketCounts counts = count_tickets(tickets, wire::network(wire::NetworkId::mainnet), 1300);
  CHECK(counts.mempool == 1);
  CHECK(counts.live == 1);
  CHECK(counts.immature == 1);
  CHECK(counts.voted == 2);
  CHECK(counts.missed == 1);
  CHECK(counts.expired == 1);
  CHECK(counts.other == 2);
}
