#include "simnode/notify.hpp"

#include "simnode/node.hpp"
#include "simnode/verbose.hpp"

namespace dcrvoter::simnode {
namespace {

using Wanted = bool Subscriptions::*;

JsonText begin(std::string_view method) {
  JsonText j;
  j.open_object().member("jsonrpc", "1.0").member("method", method).key("params").open_array();
  return j;
}

Text finish(JsonText& j) {
  return std::make_shared<const std::string>(j.close_array().key("id").null().close_object().take());
}

void send(Client& client, Text text, std::string_view about) {
  Message message;
  message.text = std::move(text);
  message.about = about;
  client.send(std::move(message));
}

/// To all that subscribed; each goes out at once, the same bytes.
void fan_out(Node& node, Wanted wanted, const Text& text, std::string_view about) {
  for (const auto& [id, client] : std::map(node.clients())) {
    if (client->subscriptions.*wanted) {
      send(*client, text, about);
    }
  }
}

}  // namespace

void notify_block_connected(Node& node, const Block& block) {
  const std::string header = core::to_hex(block.header.serialize());
  for (const auto& [id, client] : std::map(node.clients())) {
    if (!client->subscriptions.blocks) {
      continue;
    }
    JsonText j = begin("blockconnected");
    j.value(header);
    JsonText matches;
    matches.open_array();
    bool any = false;
    if (client->filter) {
      for (const auto* tree : {&block.stake, &block.regular}) {
        for (const TxPtr& tx : *tree) {
          if (client->filter->matches(*tx, MatchIn::block)) {
            matches.value(tx->hex());
            any = true;
          }
        }
      }
    }
    matches.close_array();
    j.raw(any ? matches.text() : "null");
    send(*client, finish(j), "blockconnected");
  }
}

void notify_block_disconnected(Node& node, const Block& block) {
  JsonText j = begin("blockdisconnected");
  j.value(core::to_hex(block.header.serialize()));
  fan_out(node, &Subscriptions::blocks, finish(j), "blockdisconnected");
}

void notify_reorganization(Node& node, const Block& from, const Block& to) {
  JsonText j = begin("reorganization");
  j.value(from.hash.to_string()).value(from.height()).value(to.hash.to_string()).value(to.height());
  fan_out(node, &Subscriptions::blocks, finish(j), "reorganization");
  node.events.add("reorganization", [&](JsonText& e) {
    e.member("from", from.hash.to_string()).member("to", to.hash.to_string()).member("height", to.height());
  });
}

void notify_new_tickets(Node& node, const Block& block) {
  if (block.height() < node.network.stake_enabled_height) {
    return;
  }
  JsonText j = begin("newtickets");
  j.value(block.hash.to_string()).value(block.height()).value(block.header.stake_difficulty).open_array();
  for (const core::Hash& hash : block.matured) {
    j.value(hash.to_string());
  }
  j.close_array();
  fan_out(node, &Subscriptions::new_tickets, finish(j), "newtickets");
}

void notify_winning_tickets(Node& node, const Block& block, std::uint32_t height) {
  notify_winning_tickets(node, block.hash, height, block.winners);
}

void notify_winning_tickets(Node& node, const core::Hash& block, std::uint32_t height,
                            std::span<const core::Hash> tickets) {
  JsonText j = begin("winningtickets");
  j.value(block.to_string()).value(height).open_object();
  for (std::size_t i = 0; i < tickets.size(); ++i) {
    j.member(std::to_string(i), tickets[i].to_string());
  }
  j.close_object();
  const Text text = finish(j);
  for (const auto& [id, client] : std::map(node.clients())) {
    if (!client->subscriptions.winning_tickets) {
      continue;
    }
    Message message;
    message.text = text;
    message.about = "winningtickets";
    message.handed = [&node, block, height, who = id](std::int64_t ns) {
      node.events.add_at(ns, "winners_sent", [&](JsonText& e) {
        e.member("client", who).member("block", block.to_string()).member("height", height);
      });
    };
    client->send(std::move(message));
  }
}

void notify_tspend(Node& node, const Tx& tx) {
  JsonText j = begin("tspend");
  j.value(tx.hex());
  fan_out(node, &Subscriptions::tspends, finish(j), "tspend");
}

void notify_transaction(Node& node, const Tx& tx) {
  std::int64_t sum = 0;
  for (const auto& out : tx.body.outputs) {
    sum += out.value;
  }
  JsonText brief = begin("txaccepted");
  brief.value(tx.id.to_string()).value(Amount{sum});
  const Text brief_text = finish(brief);
  Text verbose_text;
  for (const auto& [id, client] : std::map(node.clients())) {
    if (client->filter && client->filter->matches(tx, MatchIn::mempool)) {
      JsonText j = begin("relevanttxaccepted");
      j.value(tx.hex());
      send(*client, finish(j), "relevanttxaccepted");
    }
    if (!client->subscriptions.transactions) {
      continue;
    }
    if (!client->subscriptions.verbose_transactions) {
      send(*client, brief_text, "txaccepted");
      continue;
    }
    if (!verbose_text) {
      JsonText j = begin("txacceptedverbose");
      write_transaction(j, tx, node, nullptr);
      verbose_text = finish(j);
    }
    send(*client, verbose_text, "txacceptedverbose");
  }
}

}  // namespace dcrvoter::simnode
