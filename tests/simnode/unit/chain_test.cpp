#include "simnode/chain.hpp"

#include "simnode/genesis.hpp"
#include "simnode/node.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <algorithm>

namespace dcrvoter::simnode {
namespace {

/// What of the tickets in `known` connecting and disconnecting may change.
std::string fingerprint(const Chain& chain, const std::vector<core::Hash>& known) {
  std::string out = chain.tip().hash.to_string();
  for (const core::Hash& hash : chain.live()) {
    out += hash.to_string();
  }
  for (const core::Hash& hash : known) {
    const Ticket& ticket = chain.tickets().at(hash);
    out += to_string(ticket.state) + ticket.spent_by.to_string() + std::to_string(ticket.height);
  }
  return out;
}

std::vector<core::Hash> known_tickets(const Chain& chain) {
  std::vector<core::Hash> out;
  for (const auto& [hash, ticket] : chain.tickets()) {
    out.push_back(hash);
  }
  std::sort(out.begin(), out.end());
  return out;
}

Options options_of(std::uint32_t tickets) {
  Options o;
  o.strangers = tickets;
  return o;
}

void mine(Node& node, int count) {
  for (int i = 0; i < count; ++i) {
    bool made = false;
    MineOrder order;
    order.wait_ms = 0;
    node.miner.mine(order, [&](const Mined& mined) { made = mined.block != nullptr; });
    REQUIRE(made);
  }
}

TxPtr buy(Node& node) {
  TxPtr ticket = node.buyer.stranger(20000);
  node.chain.know_ticket(ticket, false);
  node.pool(ticket);
  return ticket;
}

}  // namespace

TEST_CASE("simnode/chain: a ticket matures when the rules say") {
  boost::asio::io_context io;
  Node node(io, options_of(20));
  node.miner.strangers_buy = false;
  const TxPtr bought = buy(node);
  mine(node, 1);
  const Ticket& ticket = *node.chain.ticket(bought->id);
  CHECK(ticket.height == node.chain.tip().height());
  CHECK(ticket.state == TicketState::immature);
  mine(node, 15);
  CHECK(ticket.state == TicketState::immature);
  mine(node, 1);
  CHECK(ticket.state == TicketState::live);  // sixteen blocks on it; it may be drawn on this very one
  CHECK(node.chain.is_live(bought->id));
}

TEST_CASE("simnode/chain: who is not drawn expires, and is revoked in that block") {
  boost::asio::io_context io;
  Node node(io, options_of(0));
  node.miner.strangers_buy = false;
  std::vector<TxPtr> bought;
  for (int i = 0; i < 20; ++i) {
    bought.push_back(buy(node));
  }
  mine(node, 17);
  for (int i = 0; i < 384; ++i) {
    CHECK(node.chain.live().size() == 20);
    node.chain.tip().winners.clear();  // nobody is drawn
    mine(node, 1);
  }
  CHECK(node.chain.tip().expired.size() == 20);
  CHECK(node.chain.tip().header.revocations == 20);
  for (const TxPtr& tx : bought) {
    CHECK(node.chain.ticket(tx->id)->state == TicketState::expired);
    CHECK_FALSE(node.chain.ticket(tx->id)->spent_by.is_zero());
  }
}

TEST_CASE("simnode/chain: a winner without a vote is missed and revoked") {
  boost::asio::io_context io;
  Node node(io, options_of(40));
  node.miner.strangers_vote = false;
  const std::vector<core::Hash> winners = node.chain.tip().winners;
  REQUIRE(winners.size() == 5);
  mine(node, 1);
  CHECK(node.chain.tip().missed == winners);
  CHECK(node.chain.tip().header.voters == 0);
  CHECK(node.chain.tip().header.revocations == 5);
}

TEST_CASE("simnode/chain: disconnecting undoes connecting") {
  boost::asio::io_context io;
  Node node(io, options_of(120));
  std::vector<std::pair<std::vector<core::Hash>, std::string>> past;
  for (int i = 0; i < 60; ++i) {
    node.miner.strangers_vote = i % 3 != 0;
    const auto known = known_tickets(node.chain);
    past.emplace_back(known, fingerprint(node.chain, known));
    mine(node, 1);
  }
  std::vector<Block*> blocks;
  for (auto it = past.rbegin(); it != past.rend(); ++it) {
    blocks.push_back(&node.chain.tip());
    node.chain.disconnect();
    CHECK(fingerprint(node.chain, it->first) == it->second);
  }
  for (auto it = blocks.rbegin(); it != blocks.rend(); ++it) {
    const auto winners = (*it)->winners;
    node.chain.connect(**it);
    CHECK((*it)->winners == winners);
  }
}

TEST_CASE("simnode/chain: looking at a side branch leaves the main chain as it was") {
  boost::asio::io_context io;
  Node node(io, options_of(120));
  mine(node, 5);
  MineOrder order;
  order.wait_ms = 0;
  order.parent = node.chain.at(node.chain.tip().height() - 3)->hash;
  const auto known = known_tickets(node.chain);
  const std::string before = fingerprint(node.chain, known);
  node.miner.strangers_buy = false;
  node.miner.mine(order, [](const Mined& mined) {
    REQUIRE(mined.block != nullptr);
    CHECK_FALSE(mined.block->on_main);
    CHECK(mined.block->winners.size() == 5);
  });
  CHECK(fingerprint(node.chain, known) == before);
}

TEST_CASE("simnode/chain: begins with the networks' first blocks") {
  for (const auto id : {wire::NetworkId::mainnet, wire::NetworkId::testnet3, wire::NetworkId::simnet}) {
    CHECK(genesis_header(id).hash() == wire::network(id).genesis);
  }
  boost::asio::io_context io;
  const Node node(io, options_of(0));
  CHECK(node.chain.at(0)->hash == node.network.genesis);
}

TEST_CASE("simnode/chain: blocks are what the wire room reads") {
  boost::asio::io_context io;
  Node node(io, options_of(60));
  mine(node, 20);
  for (std::uint32_t h = node.chain.tip().height(); h > 290; --h) {
    const Block& block = *node.chain.at(h);
    const auto read = wire::Block::parse(block.serialize());
    REQUIRE(read);
    CHECK(read->header.hash() == block.hash);
    CHECK(read->header.previous == node.chain.at(h - 1)->hash);
    CHECK(read->header.size == block.serialize().size());
  }
}

}  // namespace dcrvoter::simnode
