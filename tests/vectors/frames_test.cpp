// Every frame recorded from a real dcrd is understood: requests and replies as JSON-RPC, each
// notification as its type.
#include "node/notification.hpp"
#include "node/rpc_session.hpp"
#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>

using namespace dcrvoter;

namespace {

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
