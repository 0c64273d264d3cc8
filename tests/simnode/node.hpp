/// The whole simulated dcrd: chain, mempool, clients and what may go wrong, on one thread.
#pragma once

#include "simnode/buyer.hpp"
#include "simnode/client.hpp"
#include "simnode/events.hpp"
#include "simnode/faults.hpp"
#include "simnode/mempool.hpp"
#include "simnode/miner.hpp"
#include "simnode/options.hpp"

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>

namespace dcrvoter::simnode {

class Node {
 public:
  /// Throws std::runtime_error: a wrong xpub or addresses file, or tickets that do not fit.
  Node(boost::asio::io_context& context, Options from);

  boost::asio::io_context& io;
  const Options options;
  const wire::Network& network;
  Events events;
  Faults faults;
  Random random{options.seed};
  Chain chain{network};
  Mempool mempool{chain};
  Factory factory{network, random};
  Buyer buyer{network, factory, random};
  Miner miner{*this};

  // clients
  void take(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context);
  void gone(Client& client, bool was_websocket);
  [[nodiscard]] std::size_t websockets() const { return websockets_.size(); }
  /// Logged in or not, as long as it speaks WebSocket.
  [[nodiscard]] const std::map<unsigned, std::shared_ptr<Client>>& clients() const { return websockets_; }
  void join(const std::shared_ptr<Client>& client) { websockets_[client->id()] = client; }
  /// Every connection, also those that are not that far.
  void drop_all();
  void silence_all();
  void release_all();

  /// Lets a block in as if a peer had sent it: it becomes the tip, or a side branch, or a
  /// reorganisation to its branch follows. Clients are told as dcrd tells them; `announce` false
  /// leaves out the winning tickets, as for blocks that arrive in a burst.
  Block& accept(std::unique_ptr<Block> block, bool announce = true);
  /// Takes the topmost blocks off without putting others there (invalidateblock).
  void take_off(std::uint32_t depth);
  /// Into the mempool, with the notifications that belong to it.
  void pool(const TxPtr& tx);
  /// Told after a transaction got into the mempool.
  void notify_accepted(const Tx& tx);

 private:
  void reorganise(Block& to);
  void connect(Block& block);
  void disconnect();
  void fill_chain();

  std::map<unsigned, std::shared_ptr<Client>> websockets_;
  std::map<unsigned, std::weak_ptr<Client>> all_;
  unsigned last_client_ = 0;
};

}  // namespace dcrvoter::simnode
