/// Records for tests, with every field set.
#pragma once

#include "hex.hpp"
#include "vote/record.hpp"

#include <cstdint>

namespace dcrvoter::testing {

/// 32 times the same byte.
inline core::Hash filled(std::uint8_t byte) {
  core::Hash hash;
  hash.bytes.fill(byte);
  return hash;
}

inline vote::CallRecord small_call(std::uint32_t height, std::uint8_t ticket = 2) {
  vote::CallRecord call;
  call.block = filled(1);
  call.height = height;
  call.ticket = filled(ticket);
  return call;
}

inline vote::CallRecord full_call() {
  vote::CallRecord call = small_call(0x01020304);
  call.called = 1'767'225'599'007;
  call.called_by = "node:9109";
  call.clock_synchronised = true;
  call.late = call.was_unknown = true;
  call.fault = "no";
  call.sent = vote::SentVote{
      .txid = filled(3), .bits = 0x0d, .treasury = {{filled(4), vote::TreasuryAnswer::no}}, .after_us = 420};
  call.answers = {{.node = "a:1", .answer = vote::Answer::refused, .at = 7, .tip = 8, .words = "no"},
                  {.node = "b:2", .answer = vote::Answer::accepted, .at = -9, .tip = 10, .words = ""}};
  call.outcome = vote::Outcome::mined;
  call.decided_in = filled(5);
  call.mined = vote::MinedVote{.txid = filled(3),
                               .bits = 0x0d,
                               .treasury = {{filled(4), vote::TreasuryAnswer::yes}},
                               .by_twin = true,
                               .as_wished = false};
  call.cause = vote::MissCause::left_out;
  call.words = "why";
  return call;
}

inline vote::TicketRecord full_ticket(std::uint8_t txid = 6) {
  vote::TicketRecord record;
  record.ticket.txid = filled(txid);
  record.ticket.price = 0x0102030405060708;
  record.ticket.voting.type = wire::PayeeType::p2sh;
  record.ticket.voting.hash.bytes.fill(7);
  vote::Commitment commitment;
  commitment.payee.hash.bytes.fill(8);
  commitment.amount = 99;
  commitment.limits = 0x5800;
  record.ticket.commitments = {commitment, commitment};
  record.height = 100;
  record.seen = 99;
  record.spent_height = 400;
  record.block = filled(9);
  record.spent_in = filled(10);
  record.place = vote::VotingPlace{.account = 3, .branch = 1, .index = 123};
  record.mined = true;
  record.end = vote::TicketEnd::missed_or_expired;
  return record;
}

inline vote::EventRecord full_event(vote::UnixMillis at = 1000) {
  return {.at = at, .kind = vote::EventKind::node_lost, .node = "a:1", .height = 11, .words = "gone"};
}

}  // namespace dcrvoter::testing
