#include "simnode/node.hpp"

#include "simnode/history.hpp"
#include "simnode/notify.hpp"

#include <fstream>
#include <stdexcept>

namespace dcrvoter::simnode {
namespace {

// Winners of a side branch are announced when it is less than this many blocks behind (dcrd: server.go).
constexpr std::uint32_t kDeepest = 6;

std::vector<std::string> read_lines(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) {
      out.push_back(line);
    }
  }
  return out;
}

}  // namespace

Node::Node(boost::asio::io_context& context, Options from)
    : io(context), options(std::move(from)), network(wire::network(options.network)) {
  fill_chain();
}

void Node::fill_chain() {
  core::Result<void> source{};
  if (!options.xpub.empty()) {
    source = buyer.use_xpub(options.xpub, options.branch, options.first_index);
  } else if (!options.addresses.empty()) {
    source = buyer.use_addresses(read_lines(options.addresses));
  }
  if (!source) {
    throw std::runtime_error("where tickets go: " + source.error().text);
  }
  if (options.tickets > 0 && !buyer.has_source()) {
    throw std::runtime_error("--tickets needs --xpub or --addresses");
  }
  const std::uint32_t strangers =
      options.strangers < 0 ? usual_strangers(network) : static_cast<std::uint32_t>(options.strangers);
  make_history(*this,
               {options.height != 0 ? options.height : usual_height(*this), options.tickets, strangers});
}

void Node::take(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context) {
  const auto client = std::make_shared<Client>(*this, std::move(socket), context, ++last_client_);
  all_[client->id()] = client;
  client->start();
}

void Node::gone(Client& client, bool was_websocket) {
  const unsigned id = client.id();
  all_.erase(id);
  if (was_websocket) {
    events.add("disconnected", [&](JsonText& j) { j.member("client", id); });
  }
  websockets_.erase(id);
}

void Node::drop_all() {
  for (const auto& [id, weak] : std::map(all_)) {
    if (const auto client = weak.lock()) {
      client->drop();
    }
  }
}

void Node::silence_all() {
  for (const auto& [id, weak] : std::map(all_)) {
    if (const auto client = weak.lock()) {
      client->silence();
    }
  }
}

void Node::release_all() {
  for (const auto& [id, client] : std::map(websockets_)) {
    client->release();
  }
}

Block& Node::accept(std::unique_ptr<Block> fresh, bool announce) {
  Block& block = chain.insert(std::move(fresh));
  if (block.parent == &chain.tip()) {
    connect(block);
  } else if (block.height() > chain.tip().height()) {
    chain.as_tip(block, [] {});  // draws, so that what follows is as fast as in dcrd
    reorganise(block);
  } else {
    chain.as_tip(block, [] {});
  }
  const std::uint32_t behind = chain.tip().height() - chain.fork_point(block).height();
  if (announce && !faults.syncing && !block.announced && (block.on_main || behind < kDeepest) &&
      block.height() + 1 >= network.stake_validation_height) {
    block.announced = true;
    notify_winning_tickets(*this, block, block.height());
  }
  return block;
}

void Node::connect(Block& block) {
  chain.connect(block);
  mempool.prune(block);
  notify_block_connected(*this, block);
  notify_new_tickets(*this, block);
}

void Node::disconnect() {
  Block& block = chain.tip();
  chain.disconnect();
  notify_block_disconnected(*this, block);
  for (const TxPtr& tx : block.stake) {
    if (tx->kind == TxKind::ticket) {
      mempool.put(tx);
    } else if (tx->kind == TxKind::vote) {
      (void)mempool.accept(tx);  // dcrd tries, too; strangers' votes are no good
    }
  }
}

void Node::reorganise(Block& to) {
  Block& old = chain.tip();
  Block& fork = chain.fork_point(to);
  std::vector<Block*> branch;
  for (Block* b = &to; b != &fork; b = b->parent) {
    branch.push_back(b);
  }
  while (&chain.tip() != &fork) {
    disconnect();
  }
  for (auto it = branch.rbegin(); it != branch.rend(); ++it) {
    connect(**it);
  }
  notify_reorganization(*this, old, to);
}

void Node::take_off(std::uint32_t depth) {
  for (; depth > 0; --depth) {
    Block& old = chain.tip();
    disconnect();
    notify_reorganization(*this, old, chain.tip());
  }
}

void Node::pool(const TxPtr& tx) {
  mempool.put(tx);
  notify_accepted(*tx);
}

void Node::notify_accepted(const Tx& tx) {
  if (tx.kind == TxKind::treasury_spend) {
    notify_tspend(*this, tx);
  }
  notify_transaction(*this, tx);
}

}  // namespace dcrvoter::simnode
