// What the recorded frames hold in hex: headers, transactions and blocks. The frames themselves
// are for the tests of the node room.
#include "vectors/vectors.hpp"
#include "wire/block.hpp"

#include <doctest/doctest.h>

#include <optional>

namespace dcrvoter::vectors {
namespace {

wire::Transaction check_transaction(const core::Bytes& raw) {
  auto tx = wire::Transaction::parse(raw);
  REQUIRE(tx);
  CHECK(tx->serialize() == raw);
  return std::move(*tx);
}

wire::BlockHeader check_header(const core::Bytes& raw) {
  const auto header = wire::BlockHeader::parse(raw);
  REQUIRE(header);
  CHECK(header->serialize() == raw);
  return *header;
}

core::Bytes hex_of(const boost::json::value& value) {
  return from_hex(value.as_string());
}

/// The frames of a recording: verbatim lines, or lines with the frame as text in `raw`.
std::vector<Object> frames_of(std::string_view file) {
  std::vector<Object> frames;
  for (Object& line : fixture_lines(file)) {
    if (has(line, "raw")) {
      frames.push_back(boost::json::parse(text(line, "raw")).as_object());
    } else if (has(line, "method")) {
      frames.push_back(std::move(line));
    }
  }
  REQUIRE(!frames.empty());
  return frames;
}

/// Checks the headers and transactions in a recording's notifications, and that `newtickets`,
/// which follows `blockconnected` at once, names the hash of that header.
std::size_t check_notifications(std::string_view file) {
  std::size_t headers = 0;
  std::optional<wire::BlockHeader> connected;
  for (const Object& frame : frames_of(file)) {
    const std::string method = has(frame, "method") ? text(frame, "method") : std::string();
    if (method == "blockconnected" || method == "blockdisconnected") {
      const auto& params = array(frame, "params");
      const wire::BlockHeader header = check_header(hex_of(params.at(0)));
      ++headers;
      if (method == "blockconnected") {
        connected = header;
        if (params.at(1).is_array()) {
          for (const auto& tx : params.at(1).as_array()) {
            check_transaction(hex_of(tx));
          }
        }
      }
    } else if (method == "relevanttxaccepted") {
      check_transaction(hex_of(array(frame, "params").at(0)));
    } else if (method == "newtickets" && connected) {
      const auto& params = array(frame, "params");
      CHECK(connected->hash() == from_hash_string(params.at(0).as_string()));
      CHECK(connected->height == params.at(1).as_int64());
      connected.reset();
    }
  }
  return headers;
}

TEST_CASE("fixtures/wire: headers and transactions of the block notifications") {
  CHECK(check_notifications("blockconnected.jsonl") > 0);
  CHECK(check_notifications("notifications_blocks.jsonl") > 0);
  CHECK(check_notifications("reorg_node1.jsonl") > 0);
}

TEST_CASE("fixtures/wire: whole blocks") {
  std::size_t blocks = 0;
  for (const Object& line : fixture_lines("reorg_node1.jsonl")) {
    if (!has(line, "blocks")) {
      continue;
    }
    for (const auto& [name, hex] : object(line, "blocks")) {
      const core::Bytes raw = hex_of(hex);
      const auto block = wire::Block::parse(raw);
      REQUIRE(block);
      CHECK(block->serialize() == raw);
      CHECK(block->header.hash() == from_hash_string(name));
      CHECK(block->header.size == raw.size());
      CHECK(!block->regular.empty());
      CHECK(block->stake.size() >= block->header.voters);
      ++blocks;
    }
  }
  CHECK(blocks > 0);
}

TEST_CASE("fixtures/wire: tickets") {
  for (const Object& line : fixture_lines("tickets.jsonl")) {
    const wire::Transaction ticket = check_transaction(bytes(line, "hex"));
    if (!line.at("txid").is_null()) {  // the crafted ones were recorded without it
      CHECK(ticket.txid() == hash(line, "txid"));
    }
  }
}

TEST_CASE("fixtures/wire: votes as sent and as mined, their tickets and headers") {
  for (const Object& line : fixture_lines("votes.jsonl")) {
    const wire::Transaction sent = check_transaction(bytes(line, "vote_hex_as_sent"));
    wire::Transaction mined = check_transaction(bytes(line, "vote_hex_as_mined"));
    CHECK(check_transaction(bytes(line, "independent_signer_hex")) == sent);
    CHECK(sent.txid() == hash(line, "vote_txid"));
    // dcrd rewrites what says where the ticket was mined; nothing that is hashed or signed.
    CHECK(mined.txid() == sent.txid());
    mined.inputs.at(1).block_height = sent.inputs.at(1).block_height;
    mined.inputs.at(1).block_index = sent.inputs.at(1).block_index;
    CHECK(mined == sent);

    CHECK(check_transaction(bytes(line, "ticket_hex")).txid() == hash(line, "ticket_txid"));
    const wire::BlockHeader header = check_header(bytes(line, "voted_header_hex"));
    CHECK(header.hash() == hash(line, "voted_hash"));
    CHECK(header.height == unsigned_integer(line, "voted_height"));
  }
}

TEST_CASE("fixtures/wire: accepted transactions") {
  for (const char* file : {"txacceptedverbose_votes.jsonl", "txacceptedverbose_tickets.jsonl"}) {
    CAPTURE(file);
    for (const Object& line : fixture_lines(file)) {
      const Object& tx = array(line, "params").at(0).as_object();
      CHECK(check_transaction(bytes(tx, "hex")).txid() == hash(tx, "txid"));
    }
  }
}

}  // namespace
}  // namespace dcrvoter::vectors
