// Side-port commands about blocks.
#include "simnode/control.hpp"
#include "simnode/node.hpp"
#include "simnode/notify.hpp"

#include <boost/asio/post.hpp>

namespace dcrvoter::simnode {
namespace {

using boost::json::object;

std::unexpected<std::string> wrong(std::string text) {
  return std::unexpected(std::move(text));
}

std::expected<MineOrder, std::string> order_of(const Node& node, const object& request) {
  MineOrder order;
  order.wait_ms = static_cast<std::uint32_t>(number_of(request, "wait_ms", node.options.wait_ms));
  order.least_votes = static_cast<unsigned>(number_of(request, "least_votes", 0));
  order.announce = flag_of(request, "announce", true);
  if (const std::string parent = text_of(request, "parent"); !parent.empty()) {
    const auto hash = core::Hash::from_string(parent);
    if (!hash || node.chain.find(*hash) == nullptr) {
      return wrong("parent: no block " + parent);
    }
    order.parent = *hash;
  }
  return order;
}

void write_blocks(JsonText& j, const std::vector<Block*>& blocks) {
  j.open_array();
  for (const Block* block : blocks) {
    j.open_object().member("hash", block->hash.to_string()).member("height", block->height()).close_object();
  }
  j.close_array();
}

/// Mines `left` blocks one on the other, then answers with all of them.
void mine_some(Node& node, MineOrder order, std::int64_t left, std::vector<Block*> made, Answered answered) {
  if (left <= 0) {
    JsonText j;
    j.open_object().key("blocks");
    write_blocks(j, made);
    answered(j.close_object().take());
    return;
  }
  node.miner.mine(order, [&node, order, left, made, answered](const Mined& mined) mutable {
    if (mined.block == nullptr) {
      answered(wrong(mined.why));
      return;
    }
    made.push_back(mined.block);
    if (!order.parent.is_zero()) {
      order.parent = mined.block->hash;
    }
    boost::asio::post(
        node.io, [&node, order, left, made, answered] { mine_some(node, order, left - 1, made, answered); });
  });
}

void mine(Node& node, const object& request, Answered answered) {
  const auto order = order_of(node, request);
  if (!order) {
    answered(wrong(order.error()));
    return;
  }
  mine_some(node, *order, number_of(request, "count", 1), {}, std::move(answered));
}

/// Blocks that link at once, when the first of them comes last: all are connected, and then the winners
/// of that one alone are told (dcrd: internal/blockchain/process.go, ProcessBlock).
void burst(Node& node, const object& request, Answered answered) {
  auto order = order_of(node, request);
  if (!order) {
    answered(wrong(order.error()));
    return;
  }
  order->announce = false;
  order->wait_ms = 0;
  const auto first = node.chain.tip().height() + 1;
  mine_some(node, *order, number_of(request, "count", 2), {}, [&node, first, answered](const auto& mined) {
    if (mined && node.chain.tip().height() >= first) {
      Block& block = *node.chain.at(first);
      block.announced = true;
      notify_winning_tickets(node, block, first);
    }
    answered(mined);
  });
}

void start(Node& node, const object& request, Answered answered) {
  const auto order = order_of(node, request);
  const std::int64_t period = number_of(request, "every_ms", 0);
  if (!order || period <= 0) {
    answered(wrong(order ? "every_ms: must be above 0" : order.error()));
    return;
  }
  node.miner.start(static_cast<std::uint32_t>(period), *order);
  answered("{}");
}

void stop(Node& node, const object&, Answered answered) {
  node.miner.stop();
  answered("{}");
}

/// A branch from `depth` blocks below the tip, `length` long (by default one longer than what it
/// replaces). Each block of it waits for the votes on its parent.
void reorganize(Node& node, const object& request, Answered answered) {
  const std::int64_t depth = number_of(request, "depth", 1);
  const std::int64_t tip = node.chain.tip().height();
  if (depth < 1 || tip - depth < std::int64_t{node.chain.first_height()}) {
    answered(wrong("depth: must be at least 1 and not reach below the first block"));
    return;
  }
  auto order = order_of(node, request);
  if (!order) {
    answered(wrong(order.error()));
    return;
  }
  order->parent = node.chain.at(static_cast<std::uint32_t>(tip - depth))->hash;
  mine_some(node, *order, number_of(request, "length", depth + 1), {}, std::move(answered));
}

/// A block beside the tip: same height, same parent.
void sibling(Node& node, const object& request, Answered answered) {
  auto order = order_of(node, request);
  if (!order) {
    answered(wrong(order.error()));
    return;
  }
  order->parent = node.chain.tip().header.previous;
  mine_some(node, *order, 1, {}, std::move(answered));
}

void disconnect(Node& node, const object& request, Answered answered) {
  const std::int64_t depth = number_of(request, "depth", 1);
  if (depth < 1 || depth >= std::int64_t{node.chain.tip().height()} - node.chain.first_height()) {
    answered(wrong("depth: must be at least 1 and not reach below the first block"));
    return;
  }
  node.take_off(static_cast<std::uint32_t>(depth));
  answered("{}");
}

/// A block that was made elsewhere, as `getblock HASH false` gives it.
void submit(Node& node, const object& request, Answered answered) {
  const auto bytes = core::from_hex(text_of(request, "block"));
  const auto read = bytes ? wire::Block::parse(*bytes) : core::fail(core::Errc::malformed, "no hex");
  if (!read) {
    answered(wrong("block: " + read.error().text));
    return;
  }
  auto block = std::make_unique<Block>();
  block->header = read->header;
  block->hash = read->header.hash();
  block->parent = node.chain.find(read->header.previous);
  if (block->parent == nullptr || node.chain.find(block->hash) != nullptr) {
    answered(wrong("block: its parent must be known, and it must be new"));
    return;
  }
  for (const auto& body : read->regular) {
    block->regular.push_back(make_tx(body));
  }
  for (const auto& body : read->stake) {
    block->stake.push_back(make_tx(body));
  }
  const Block& taken = node.accept(std::move(block), flag_of(request, "announce", true));
  answered(JsonText().open_object().member("hash", taken.hash.to_string()).close_object().take());
}

/// Announces winners of blocks that do not exist, or such of one that does as were not drawn on it.
void lie(Node& node, const object& request, Answered answered) {
  const auto real = core::Hash::from_string(text_of(request, "block"));
  const std::int64_t count = real ? 1 : number_of(request, "count", 5);
  const auto height = static_cast<std::uint32_t>(number_of(request, "height", node.chain.tip().height()));
  std::vector<core::Hash> ours;
  for (const core::Hash& hash : node.chain.live()) {
    if (ours.size() < 5 && node.chain.tickets().at(hash).ours) {
      ours.push_back(hash);
    }
  }
  if (const auto* list = request.if_contains("tickets"); list != nullptr && list->is_array()) {
    ours.clear();
    for (const auto& entry : list->get_array()) {
      if (const auto hash =
              core::Hash::from_string(entry.is_string() ? std::string_view(entry.get_string()) : "")) {
        ours.push_back(*hash);
      }
    }
  }
  JsonText j;
  j.open_object().key("blocks").open_array();
  for (std::int64_t i = 0; i < count; ++i) {
    const core::Hash block = real ? *real : node.random.hash();
    notify_winning_tickets(node, block, height, ours);
    j.value(block.to_string());
  }
  answered(j.close_array().close_object().take());
}

void state(Node& node, const object&, Answered answered) {
  const Block& tip = node.chain.tip();
  JsonText j;
  j.open_object()
      .member("network", node.network.name)
      .member("hash", tip.hash.to_string())
      .member("height", tip.height());
  j.member("live", node.chain.live().size()).member("mempool", node.mempool.all().size());
  j.member("clients", node.websockets()).member("last_event", node.events.last()).key("winners").open_array();
  for (const core::Hash& winner : tip.winners) {
    j.open_object()
        .member("ticket", winner.to_string())
        .member("ours", node.chain.ticket(winner)->ours)
        .close_object();
  }
  answered(j.close_array().close_object().take());
}

constexpr Command kCommands[] = {
    {"mine", mine},       {"start", start},           {"stop", stop}, {"reorganize", reorganize},
    {"sibling", sibling}, {"disconnect", disconnect}, {"lie", lie},   {"state", state},
    {"submit", submit},   {"burst", burst},
};

}  // namespace

std::span<const Command> chain_commands() {
  return kCommands;
}

}  // namespace dcrvoter::simnode
