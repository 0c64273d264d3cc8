/// A chain that is made up, and receipts that are told of it.
#pragma once

#include "voter/made_up_chain.hpp"
#include "voter/receipts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace dcrvoter::voter::testing {

using vote::Answer;
using vote::CallRecord;
using vote::MissCause;
using vote::Outcome;
using vote::TicketEnd;

inline constexpr vote::UnixMillis kNow = 2'000'000;
inline constexpr core::SteadyTime kMoment{std::chrono::seconds(50)};  ///< the same

/// Receipts on a chain that one node or more tell of; our ticket is number 7.
struct Scene {
  Hash ticket = numbered(7);
  std::map<std::pair<Hash, Hash>, bool> announced{};
  std::set<Hash> announced_blocks{};
  std::uint32_t expiry = 10'000;
  Block below = block_on({}, 199);
  Block called_block = block_on(below.hash, 200);
  Receipts receipts;

  explicit Scene(std::size_t nodes = 1)
      : receipts(nodes,
                 {.is_ours = [](const Hash& asked) { return asked.bytes[0] == 7; },
                  .wished_bits = [](const Hash&) -> std::uint16_t { return 1; },
                  .was_announced = [this](const Hash& block, const Hash& asked) -> std::optional<bool> {
                    return announced_blocks.contains(block)
                               ? std::optional<bool>(announced.contains({block, asked}))
                               : std::nullopt;
                  },
                  .had_expired = [this](const Hash&, std::uint32_t height) { return height >= expiry; }}) {
    receipts.node_is_calling(true, 199);
    connect(below);
    connect(called_block);
  }
  Scene(const Scene&) = delete;
  Scene& operator=(const Scene&) = delete;

  void connect(const Block& block, std::size_t node = 0, bool complete = true) {
    receipts.connected(node, block.hash, block.header, block.transactions, complete, kMoment);
  }
  void disconnect(const Block& block, std::size_t node = 0) {
    receipts.disconnected(node, block.hash, block.header.height);
  }
  void call(core::SteadyTime::duration after = {}, bool was_unknown = false) {
    receipts.called(voted(called_block), ticket,
                    {.at = kNow,
                     .heard = kMoment + after,
                     .node = "a:1",
                     .clock_synchronised = true,
                     .ticket_was_unknown = was_unknown});
  }
  void send(std::uint32_t after_us = 900) {
    receipts.sent(voted(called_block), ticket, sent_vote(vote_on(called_block, ticket), after_us));
  }
  void answer(Answer answer, std::string words = {}) {
    receipts.answered(voted(called_block), ticket,
                      {.node = "a:1", .answer = answer, .at = kNow, .tip = 200, .words = std::move(words)});
  }
  [[nodiscard]] Block child(std::vector<wire::Transaction> transactions = {}, std::uint32_t nonce = 0) const {
    auto block = block_on(called_block.hash, 201, nonce);
    block.transactions = std::move(transactions);
    return block;
  }
  /// The record of the call, which must be the only one.
  [[nodiscard]] CallRecord record() const {
    const auto records = receipts.recent();
    REQUIRE(records.size() == 1);
    return records[0];
  }
  [[nodiscard]] MissCause cause() const {
    const auto one = record();
    CHECK(one.outcome == Outcome::missed);
    return one.cause;
  }
};

}  // namespace dcrvoter::voter::testing
