// Every frame recorded from a real dcrd is understood: requests and replies as JSON-RPC, each
// notification as its type and with all that it says.
#include "core/bytes.hpp"
#include "node/notification.hpp"
#include "node/rpc_session.hpp"
#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <set>
#include <string>

using namespace dcrvoter;

namespace {

/// What was understood is what the frame's parameters say, to the byte.
struct HoldsTheSame {
  const boost::json::array& params;

  void operator()(const node::BlockConnected& event) const {
    header(event.header);
    const auto& transactions = params.at(1).is_array() ? params.at(1).as_array() : boost::json::array();
    REQUIRE(event.transactions.size() == transactions.size());
    for (std::size_t i = 0; i < transactions.size(); ++i) {
      CHECK(core::to_hex(event.transactions[i].serialize()) == transactions[i].as_string());
    }
  }
  void operator()(const node::BlockDisconnected& event) const { header(event.header); }
  void operator()(const node::Reorganization& event) const {
    CHECK(event.old_hash.to_string() == params.at(0).as_string());
    CHECK(event.old_height == params.at(1).to_number<std::uint32_t>());
    CHECK(event.new_hash.to_string() == params.at(2).as_string());
    CHECK(event.new_height == params.at(3).to_number<std::uint32_t>());
  }
  void operator()(const node::WinningTickets& event) const {
    block(event);
    std::set<std::string> written;
    for (const auto& [number, ticket] : params.at(2).as_object()) {
      written.emplace(ticket.as_string());
    }
    CHECK(texts(event.tickets) == written);
  }
  void operator()(const node::NewTickets& event) const {
    block(event);
    CHECK(event.stake_difficulty == params.at(2).to_number<std::int64_t>());
    std::set<std::string> written;
    if (params.at(3).is_array()) {
      for (const auto& ticket : params.at(3).as_array()) {
        written.emplace(ticket.as_string());
      }
    }
    CHECK(texts(event.tickets) == written);
  }
  void operator()(const node::TreasurySpendAccepted& event) const { transaction(event.transaction); }
  void operator()(const node::RelevantTransaction& event) const { transaction(event.transaction); }
  void operator()(const node::TransactionAccepted& event) const {
    const auto& first = params.at(0);
    CHECK(event.txid.to_string() == (first.is_object() ? first.at("txid") : first).as_string());
  }

 private:
  void header(const wire::BlockHeader& header) const {
    CHECK(core::to_hex(header.serialize()) == params.at(0).as_string());
  }
  template <class Event>
  void block(const Event& event) const {
    CHECK(event.block.to_string() == params.at(0).as_string());
    CHECK(event.height == params.at(1).to_number<std::uint32_t>());
  }
  void transaction(const wire::Transaction& transaction) const {
    CHECK(core::to_hex(transaction.serialize()) == params.at(0).as_string());
  }
  static std::set<std::string> texts(const std::vector<core::Hash>& hashes) {
    std::set<std::string> all;
    for (const auto& hash : hashes) {
      all.insert(hash.to_string());
    }
    CHECK(all.size() == hashes.size());
    return all;
  }
};

/// Feeds one frame; returns the notification it held, if any.
std::optional<node::Notification> understand(const std::string& frame) {
  node::RpcSession session;
  std::optional<node::Notification> found;
  const auto heard = session.on_message(frame, [&](node::Notification&& event) { found = std::move(event); });
  const auto why = heard ? std::string() : heard.error().text;
  CAPTURE(frame.substr(0, 200));
  CHECK(why == "");
  const auto parsed = boost::json::parse(frame);
  const bool is_notification = parsed.is_object() && parsed.get_object().contains("method");
  CHECK(found.has_value() == is_notification);
  if (found) {
    std::visit(HoldsTheSame{parsed.at("params").as_array()}, *found);
  }
  return found;
}

std::size_t understand_raw(std::string_view file) {
  std::size_t frames = 0;
  for (const auto& line : vectors::fixture_lines(file)) {
    if (const auto* raw = line.if_contains("raw")) {
      understand(std::string(raw->as_string()));
      ++frames;
    } else if (const auto* reply = line.if_contains("http_reply")) {
      understand(std::string(reply->as_string()));
    }
  }
  return frames;
}

template <class Event>
void understand_all(std::string_view file) {
  for (const auto& line : vectors::fixture_lines(file)) {
    const auto event = understand(boost::json::serialize(line));
    REQUIRE(event.has_value());
    CHECK(std::holds_alternative<Event>(*event));
  }
}

}  // namespace

TEST_CASE("frames: winning tickets, new tickets, blocks, transactions") {
  understand_all<node::WinningTickets>("winningtickets.jsonl");
  understand_all<node::NewTickets>("newtickets.jsonl");
  understand_all<node::BlockConnected>("blockconnected.jsonl");
  understand_all<node::TransactionAccepted>("txacceptedverbose_votes.jsonl");
  understand_all<node::TransactionAccepted>("txacceptedverbose_tickets.jsonl");
}

TEST_CASE("frames: a filtered client's blocks, a reorganisation, the mempool") {
  CHECK(understand_raw("notifications_blocks.jsonl") > 100);
  CHECK(understand_raw("reorg_node1.jsonl") > 100);
  CHECK(understand_raw("txaccepted.jsonl") >= 100);
}

TEST_CASE("frames: a block's hash is its header's, and names its parent") {
  core::Hash previous;
  for (const auto& line : vectors::fixture_lines("reorg_node1.jsonl")) {
    const auto* raw = line.if_contains("raw");
    if (raw == nullptr) {
      continue;
    }
    const auto event = understand(std::string(raw->as_string()));
    if (event && std::holds_alternative<node::BlockConnected>(*event)) {
      const auto& block = std::get<node::BlockConnected>(*event);
      CHECK(block.hash == block.header.hash());
      previous = block.hash;
    } else if (event && std::holds_alternative<node::WinningTickets>(*event)) {
      CHECK(std::get<node::WinningTickets>(*event).tickets.size() == 5);
    }
  }
  CHECK_FALSE(previous.is_zero());
}

TEST_CASE("frames: every reply, and every notification before it") {
  std::size_t replies = 0;
  for (const auto& line : vectors::fixture_lines("rpc_ws.jsonl")) {
    if (const auto* reply = line.if_contains("reply"); reply != nullptr && reply->is_string()) {
      understand(std::string(reply->as_string()));
      ++replies;
    }
    if (const auto* before = line.if_contains("notifications_before_reply")) {
      for (const auto& frame : before->as_array()) {
        understand(std::string(frame.as_string()));
      }
    }
  }
  CHECK(replies > 90);
  for (const auto& line : vectors::fixture_lines("sendrawtransaction_errors.jsonl")) {
    understand(vectors::text(line, "reply"));
  }
}
