/// A snapshot for each state of the page: for the tests of its text, and for those in a browser.
#pragma once

#include "samples.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dcrvoter::status::samples {

inline constexpr vote::UnixMillis kHour = std::int64_t{60} * 60 * 1000;
inline constexpr vote::UnixMillis kDay = 24 * kHour;

inline AccountView account() {
  return {
      "dpubZFdYhDRAhDjySmw3Ks6QjEvdLv4BJh8mZVR8bVTQjYLZeMxhpEBQY6fsYCVzUSKY2uz5oTy5iL2mXm5PtUPSdm6bEXXBBMpCJ9"
      "xgtbCgCBE",
      "1f0e3a9c", "seed, m/44'/42'/0'"};
}

/// A call of some time ago that was mined in the next block.
inline vote::CallRecord mined_ago(std::uint8_t byte, vote::UnixMillis ago, std::uint32_t after_us) {
  vote::CallRecord call = mined_call();
  call.block = filled(byte);
  call.ticket = counted(byte);
  call.called = kMoment - ago;
  call.height = 1'100'001 - static_cast<std::uint32_t>(ago / 300'000);
  call.sent->after_us = after_us;
  call.answers = {{"192.168.1.20:9109", vote::Answer::accepted, call.called + 3, call.height, ""},
                  {"node.example:9109", vote::Answer::accepted, call.called + 9, call.height, ""}};
  return call;
}

/// A staker's box on a good day.
inline Snapshot good_day() {
  Snapshot snapshot = ready();
  snapshot.block = BlockView{.hash = counted(9),
                             .height = 1'100'001,
                             .made = kMoment - 55'000,
                             .seen = kMoment - 41'000,
                             .age = 41,
                             .pool_size = 41'012,
                             .ticket_price = 24'512'345'678};
  snapshot.nodes.push_back({"node.example:9109", true, true, false, 1'100'001, ""});
  for (std::uint8_t i = 0; i < 12; ++i) {
    snapshot.tickets.push_back(ticket(static_cast<std::uint8_t>(0x40 + i), 1'080'000 + 900U * i));
  }
  snapshot.tickets.push_back(ticket(0x60, 1'099'900));
  snapshot.tickets.push_back(ticket(0x61, 1'099'950));
  snapshot.calls = {mined_ago(1, 2 * kHour, 2'900), mined_ago(2, 62 * kHour, 4'100),
                    mined_ago(3, 5 * kDay, 3'300), mined_ago(4, 8 * kDay, 2'600)};
  snapshot.calls[1].called_by = "node.example:9109";
  snapshot.calls[1].mined->by_twin = true;
  auto left_out = mined_ago(5, 20 * kDay, 3'000);
  left_out.outcome = vote::Outcome::missed;
  left_out.mined.reset();
  left_out.cause = vote::MissCause::left_out;
  snapshot.calls.push_back(left_out);
  snapshot.agendas = {
      {"maxtreasuryspend", "Change the maximum treasury expenditure policy", "started", 1'797'536'000, "yes",
       false},
      {"blake3pow2", "Change the proof-of-work hash", "defined", 1'826'064'000, "abstain", true}};
  const auto today = static_cast<std::int32_t>(kMoment / kDay);
  for (std::int32_t ago = 86; ago > 0; ago -= 3) {
    snapshot.history.days.push_back(
        {today - ago, 1 + static_cast<std::uint32_t>(ago % 2), ago == 20 ? 1U : 0U, ago == 20 ? 1U : 0U});
  }
  snapshot.history.latency = {
      .votes = {0, 3, 31, 8, 1}, .count = 43, .median = 3'100, .p95 = 8'400, .most = 11'900, .sum = 150'000};
  snapshot.history.rewards = {.sum = 361'234'567, .count = 43, .last = 8'401'234, .last_height = 1'099'977};
  snapshot.history.mined = 43;
  snapshot.history.missed = 1;
  snapshot.key = {.accounts = {account()}, .single = 0, .backup = KeyView::Backup::made, .problems = {}};
  snapshot.board.host = "kitchen-shelf";
  snapshot.board.version = "0.1.0";
  snapshot.board.model = "Raspberry Pi 4 Model B Rev 1.4";
  snapshot.board.temperature = 47.2;
  snapshot.board.undervoltage = false;
  snapshot.board.storage_size = 31'000'000'000;
  snapshot.board.storage_free = 28'400'000'000;
  snapshot.board.memory_size = 3'900'000'000;
  snapshot.board.memory_available = 3'500'000'000;
  snapshot.board.memory_used = 11'400'000;
  snapshot.board.uptime = 3'900'000;
  snapshot.board.running = 1'900'000;
  snapshot.board.clock_synchronised = true;
  snapshot.heartbeat = {.configured = true, .last_success = kMoment - 20'000, .problem = ""};
  return snapshot;
}

/// Flashed, connected, and no ticket yet.
inline Snapshot first_run() {
  Snapshot snapshot = good_day();
  snapshot.tickets.clear();
  snapshot.calls.clear();
  snapshot.history = {};
  snapshot.heartbeat = {};
  snapshot.key.backup = KeyView::Backup::missing;
  return snapshot;
}

/// The wallet has bought: one ticket is in a block, two are not yet.
inline Snapshot first_tickets() {
  Snapshot snapshot = first_run();
  snapshot.key.backup = KeyView::Backup::made;
  snapshot.heartbeat = good_day().heartbeat;
  snapshot.tickets = {ticket(0x60, 1'099'900), ticket(0x61, 0), ticket(0x62, 0)};
  return snapshot;
}

/// One node of two went away, and a call was missed in the night.
inline Snapshot node_lost() {
  Snapshot snapshot = good_day();
  snapshot.nodes[1] = {"node.example:9109", false, false, false, 1'099'987, "connection refused"};
  return snapshot;
}

inline Snapshot missed() {
  Snapshot snapshot = good_day();
  auto call = mined_ago(0, 5 * kHour, 0);
  call.sent.reset();
  call.answers.clear();
  call.outcome = vote::Outcome::missed;
  call.mined.reset();
  call.cause = vote::MissCause::no_node;
  snapshot.calls.insert(snapshot.calls.begin() + 1, call);
  snapshot.history.days.push_back({static_cast<std::int32_t>(kMoment / kDay), 1, 1, 0});
  return snapshot;
}

inline Snapshot no_node() {
  Snapshot snapshot = good_day();
  snapshot.nodes[0] = {"192.168.1.20:9109", false, false, false, 1'099'999, "connection refused"};
  snapshot.nodes[1] = {"node.example:9109",
                       false,
                       false,
                       false,
                       1'099'999,
                       "the node refused user and password: mend [[node]] in the configuration"};
  snapshot.can_vote = false;
  snapshot.block->age = 1'900;
  return snapshot;
}

/// All five tickets of each block, as a large pool has them, and every list longer than the page shows.
inline Snapshot large() {
  Snapshot snapshot = good_day();
  snapshot.tickets.assign(40'000, ticket(0x50, 1'090'000));
  for (std::uint8_t i = 0; i < 40; ++i) {
    snapshot.calls.push_back(mined_ago(static_cast<std::uint8_t>(100 + i), i * kHour, 1'000U * i));
    snapshot.choices.push_back({"", std::string(64, 'c'), "yes", ""});
  }
  snapshot.history.days.clear();
  for (std::int32_t ago = 89; ago >= 0; --ago) {
    snapshot.history.days.push_back({static_cast<std::int32_t>(kMoment / kDay) - ago, 1'430, 2, 2});
  }
  return snapshot;
}

/// The appliance, with a mistake on its card and an update that is refused.
inline Snapshot appliance() {
  Snapshot snapshot = good_day();
  snapshot.box =
      BoxView{"0.1.0",
              "5f1c0a7e",
              "a",
              {{"on the card: dcrvoter.toml, line 12: node[1].colour: no such key", "mend the card"}},
              BoxView::Update::refused,
              "0.2.0",
              "the update to release 0.2.0 is damaged or not complete; copy it onto the stick again"};
  return snapshot;
}

/// What a bad node, a bad configuration or a bad host name might try.
inline Snapshot hostile(const std::string& words) {
  Snapshot snapshot = good_day();
  snapshot.nodes.assign(8, {words, true, true, true, 1, words});
  snapshot.rehearsal = snapshot.store = snapshot.page = words;
  for (auto& call : snapshot.calls) {
    call.words = call.fault = call.called_by = words;
    call.outcome = vote::Outcome::missed;
    call.cause = vote::MissCause::refused;
  }
  snapshot.agendas.assign(50, {words, words, words, 1, words, true});
  snapshot.spends.assign(50, {filled(1), 1, 2, words});
  snapshot.choices.assign(500, {words, words, words, words});
  snapshot.key.accounts.assign(50, {words, words, words});
  snapshot.key.single = 5;
  snapshot.board.host = snapshot.board.model = snapshot.board.version = words;
  snapshot.heartbeat = snapshot.webhook = {true, 1, words};
  snapshot.box = BoxView{words, words, words, {}, BoxView::Update::refused, words, words};
  snapshot.box->problems.assign(32, {words, words});
  return snapshot;
}

/// All of them by name.
inline std::vector<std::pair<std::string, Snapshot>> page_states() {
  Snapshot no_backup = good_day();
  no_backup.key.backup = KeyView::Backup::missing;
  return {{"ready", good_day()},     {"first_run", first_run()}, {"first_tickets", first_tickets()},
          {"no_backup", no_backup},  {"node_lost", node_lost()}, {"missed", missed()},
          {"no_node", no_node()},    {"large", large()},         {"starting", Snapshot{}},
          {"appliance", appliance()}};
}

}  // namespace dcrvoter::status::samples
