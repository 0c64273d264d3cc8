/// Records and snapshots for the tests of this room.
#pragma once

#include "hex.hpp"
#include "status/snapshot.hpp"

#include <cstdint>

namespace dcrvoter::status::samples {

/// 2026-11-23T19:53:21.042Z
inline constexpr vote::UnixMillis kMoment = 1'795'463'601'042;

/// Every byte of a hash the same.
inline core::Hash filled(std::uint8_t byte) {
  core::Hash hash;
  hash.bytes.fill(byte);
  return hash;
}

/// The hash whose last byte in internal order, the first as it is shown, is `byte`: bytes 01 02 … else.
inline core::Hash counted(std::uint8_t byte) {
  core::Hash hash;
  for (std::size_t i = 0; i < hash.bytes.size(); ++i) {
    hash.bytes[i] = static_cast<std::uint8_t>(i + 1);
  }
  hash.bytes.back() = byte;
  return hash;
}

/// Called, sent, accepted by one node of two, mined as wished.
inline vote::CallRecord mined_call() {
  vote::CallRecord call;
  call.block = counted(0);
  call.height = 1'100'000;
  call.ticket = filled(0xab);
  call.called = kMoment;
  call.called_by = "192.168.1.20:9109";
  call.clock_synchronised = true;
  call.sent = vote::SentVote{filled(0xcd), 5, {{filled(0x11), vote::TreasuryAnswer::yes}}, 1'234};
  call.answers = {{"192.168.1.20:9109", vote::Answer::accepted, kMoment + 3, 1'100'000, ""},
                  {"node.example:9109", vote::Answer::refused, kMoment + 9, 1'099'999, "orphan \"block\""}};
  call.outcome = vote::Outcome::mined;
  call.decided_in = filled(0x22);
  call.mined = vote::MinedVote{filled(0xcd), 5, {{filled(0x11), vote::TreasuryAnswer::yes}}, false, true};
  return call;
}

inline vote::CallRecord missed_call() {
  vote::CallRecord call;
  call.block = filled(0x01);
  call.height = 1'098'990;
  call.ticket = filled(0x02);
  call.outcome = vote::Outcome::missed;
  call.decided_in = filled(0x03);
  call.cause = vote::MissCause::box_off;
  return call;
}

inline vote::TicketRecord ticket(std::uint8_t byte, std::uint32_t height) {
  vote::TicketRecord record;
  record.ticket.txid = filled(byte);
  record.ticket.price = 20'012'345'678;
  record.ticket.commitments = {{{}, 20'012'348'658, 0x58}};
  record.height = height;
  record.seen = height;
  record.mined = height != 0;
  return record;
}

/// A box that votes, with one node.
inline Snapshot ready() {
  Snapshot snapshot;
  snapshot.observed_at = kMoment;
  snapshot.height = 1'100'001;
  snapshot.vote_version = 11;
  snapshot.can_vote = true;
  snapshot.key.single = 1;
  snapshot.nodes = {{"192.168.1.20:9109", true, true, false, 1'100'001, ""}};
  return snapshot;
}

/// The same with some of everything.
inline Snapshot full() {
  Snapshot snapshot = ready();
  snapshot.tickets = {ticket(0x31, 1'050'000), ticket(0x32, 1'099'900), ticket(0x33, 0)};
  snapshot.calls = {mined_call(), missed_call()};
  snapshot.agendas = {{"maxtreasuryspend", "Change the maximum treasury expenditure policy", "started",
                       1'826'064'000, "abstain", true}};
  snapshot.spends = {{filled(0x41), 1'099'000, 1'101'000, "yes"}};
  snapshot.choices = {{"", filled(0x41).to_string(), "yes", ""},
                      {filled(0x31).to_string(), "oldagenda", "no", "no agenda of this name is known"}};
  return snapshot;
}

}  // namespace dcrvoter::status::samples
