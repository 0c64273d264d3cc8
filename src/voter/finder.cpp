#include "voter/finder.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace dcrvoter::voter {

namespace asio = net::asio;
using core::Errc;
using core::fail;
using core::Result;
using node::ConnectionPtr;

namespace {

constexpr std::size_t kMostBatch = 1000;  ///< blocks a rescan
// A matching transaction is some 700 characters of JSON: replies stay below one megabyte.
constexpr std::size_t kManyMatches = 1000;
constexpr std::size_t kFewMatches = 250;
/// Blocks. With several nodes each has all calls judged anew, up to a thousand: a fifth of a millisecond, and
/// ten times that on a Pi.
constexpr std::size_t kToldTogether = 4;

/// Blocks in which a ticket that can still be called may have been mined.
std::uint32_t lifetime(const wire::Network& network) {
  return network.ticket_expiry + network.ticket_maturity;
}

/// The headers follow each other and the trail; a node that says otherwise lies.
Result<std::vector<core::Hash>> check_links(const std::vector<wire::BlockHeader>& headers,
                                            const ChainTrail& trail) {
  std::vector<core::Hash> hashes;
  hashes.reserve(headers.size());
  for (const auto& header : headers) {
    const auto* parent_height = hashes.empty() ? trail.height_of(header.previous) : nullptr;
    const bool linked = hashes.empty() ? parent_height != nullptr && header.height == *parent_height + 1
                                       : header.previous == hashes.back() &&
                                             header.height == headers[hashes.size() - 1].height + 1;
    if (!linked) {
      return fail(
          Errc::malformed,
          fmt::format("the node's header of block {} does not follow on the one before it", header.height));
    }
    hashes.push_back(header.hash());
  }
  return hashes;
}

}  // namespace

Finder::Finder(const asio::any_io_executor& executor, const wire::Network& network, keys::KeyRing& ring,
               TicketIndex& index, std::uint32_t first_index,
               std::function<std::vector<ConnectionPtr>()> connections,
               std::function<void(const vote::Ticket&)> on_ticket, OnBlock on_block)
    : derived_(executor, std::chrono::steady_clock::time_point::max()),
      network_(network),
      ring_(ring),
      index_(index),
      look_ahead_(ring.accounts().size(), first_index),
      connections_(std::move(connections)),
      on_ticket_(std::move(on_ticket)),
      on_block_(std::move(on_block)),
      views_(node::kMaxNodes) {}

void Finder::take(node::NodeId id, std::span<const wire::Transaction> transactions,
                  const TicketIndex::Where& where) {
  for (const auto& transaction : transactions) {
    if (where.height != 0) {
      for (const auto& input : transaction.inputs) {
        if (input.previous.tree == wire::kTreeStake && input.previous.index == 0) {
          index_.spent(input.previous.hash, where, transaction.inputs.size() > 1);
        }
      }
    }
    if (transaction.outputs.empty()) {
      continue;
    }
    const auto voting = wire::stake_payee_of(wire::kOpSstx, transaction.outputs[0].script);
    if (!voting || !ring_.can_vote(*voting)) {
      continue;
    }
    const auto ticket = vote::parse_ticket(transaction);
    if (!ticket) {
      spdlog::warn("ticket {}: pays a key of ours but cannot vote: {}", transaction.txid().to_string(),
                   ticket.error().text);
      continue;
    }
    if (const auto place = ring_.place(*voting)) {
      look_ahead_.used(*place);
    }
    switch (index_.add(*ticket, where, views_.at(id).trail.height(), ring_.voting_place(*voting), id)) {
      case TicketIndex::Added::fresh: on_ticket_(*ticket); break;
      case TicketIndex::Added::known: break;
      case TicketIndex::Added::full:
        spdlog::error(
            "ticket {}: not taken, it cannot be voted: {} tickets are known, and there is no room for more "
            "that this node alone tells of",
            ticket->txid.to_string(), index_.size());
        break;
    }
  }
}

ChainTrail::Step Finder::connected(node::NodeId id, const core::Hash& block,
                                   const wire::BlockHeader& header) {
  auto& trail = views_.at(id).trail;
  if (trail.height_of(block) == nullptr && trail.height_of(header.previous) != nullptr) {
    leave_above(trail, header.previous);
  }
  return trail.connect(block, header);
}

void Finder::leave_above(const ChainTrail& trail, const core::Hash& block) {
  std::vector<TicketIndex::Where> left;
  for (const auto& each : trail.above(block)) {
    left.push_back({.height = each.height, .block = each.hash});
  }
  if (!left.empty()) {
    index_.disconnected(left);
  }
}

net::Task<Result<void>> Finder::begin_trail(ConnectionPtr node, ChainTrail& trail) {
  auto best = co_await node::get_best_block(node);
  if (!best) {
    co_return std::unexpected(node::to_error(best.error(), "getbestblock"));
  }
  if (!trail.empty() && trail.height() + lifetime(network_) >= best->height) {
    co_return Result<void>();
  }
  const auto before = best->height > lifetime(network_) ? best->height - lifetime(network_) - 1 : 0;
  auto hash = co_await node::get_block_hash(node, before);
  if (!hash) {
    co_return std::unexpected(node::to_error(hash.error(), "getblockhash"));
  }
  trail.restart(*hash, before);
  co_return Result<void>();
}

net::Task<Result<void>> Finder::catch_up(node::NodeId id, ConnectionPtr node, std::string name) {
  auto trail = views_.at(id).trail;
  if (auto begun = co_await begin_trail(node, trail); !begun) {
    co_return begun;
  }
  const auto first = trail.height();
  const auto most = first + lifetime(network_) + 2 * 2000;
  bool afresh = false;
  while (trail.height() < most) {
    auto headers = co_await node::get_headers(node, trail.locators());
    if (!headers) {
      co_return std::unexpected(node::to_error(headers.error(), "getheaders"));
    }
    if (headers->empty()) {
      break;
    }
    leave_above(trail, headers->front().previous);
    if (trail.height_of(headers->front().previous) == nullptr) {
      // None of the blocks we know is on this node's main chain: look through it afresh, once.
      if (std::exchange(afresh, true)) {
        co_return fail(Errc::malformed, "the node's headers do not follow on any block that it named before");
      }
      trail = ChainTrail();
      if (auto begun = co_await begin_trail(node, trail); !begun) {
        co_return begun;
      }
      continue;
    }
    auto hashes = check_links(*headers, trail);
    if (!hashes) {
      co_return std::unexpected(hashes.error());
    }
    if (auto searched = co_await search_blocks(id, node, *headers, *hashes); !searched) {
      co_return searched;
    }
    for (std::size_t i = 0; i < headers->size(); ++i) {
      trail.connect((*hashes)[i], (*headers)[i]);
    }
    if (trail.height() - first >= 1000) {
      spdlog::info("node {}: looked through the blocks up to {}, {} tickets known", name, trail.height(),
                   index_.size());
    }
  }
  auto& known = views_.at(id).trail;
  if (known.height_of(trail.tip()) == nullptr) {  // else further blocks were connected to it meanwhile
    known = std::move(trail);
  }
  index_.undo_what_left([&known](std::uint32_t height) { return known.block_at(height); });
  co_return Result<void>();
}

net::Task<Result<void>> Finder::search_blocks(node::NodeId id, ConnectionPtr node,
                                              std::span<const wire::BlockHeader> headers,
                                              std::span<const core::Hash> hashes) {
  auto& held = views_.at(id).held;
  auto& most_batch = views_.at(id).most_batch;
  while (!hashes.empty()) {
    if (auto completed = co_await complete_filter(node, held); !completed) {
      // It loads all when it is back; a search that is merely repeated would take these for loaded.
      node->fail(completed.error());
      co_return completed;
    }
    // One after the other: the filter takes up each ticket that it comes by, and so shows the vote that
    // spends it, but only to those who look at its blocks afterwards.
    const auto size = std::min({batch_, most_batch, hashes.size()});
    const auto found =
        co_await node::rescan(node, {hashes.begin(), hashes.begin() + static_cast<std::ptrdiff_t>(size)});
    if (!found) {
      const auto& why = found.error();
      if (why.kind == Errc::too_large ||
          (why.kind == Errc::timed_out && why.text.find("'rescan'") != std::string::npos)) {
        most_batch = std::max<std::size_t>(size / 4, 1);  // or the next connection ends in the same way
      }
      co_return std::unexpected(node::to_error(found.error(), "rescan"));
    }
    const auto matches = take_rescanned(id, *found, headers.first(size), hashes.first(size));
    if (!matches) {
      co_return std::unexpected(matches.error());
    }
    if (wants_extension()) {
      co_await extend(node);
    }
    if (held != derived_now()) {
      // There was a ticket near the end of the look-ahead, here or elsewhere: these blocks may hold others
      // beyond it.
      continue;
    }
    if (auto told = co_await tell_blocks(id, node, *found, headers.first(size), hashes.first(size)); !told) {
      co_return told;
    }
    headers = headers.subspan(size);
    hashes = hashes.subspan(size);
    if (*matches > kManyMatches) {
      batch_ = std::max<std::size_t>(batch_ / 2, 1);
    } else if (*matches < kFewMatches) {
      batch_ = std::min(batch_ * 2, kMostBatch);
    }
  }
  co_return Result<void>();
}

Result<std::size_t> Finder::take_rescanned(node::NodeId id, const std::vector<node::RescannedBlock>& found,
                                           std::span<const wire::BlockHeader> headers,
                                           std::span<const core::Hash> hashes) {
  if (found.size() > hashes.size()) {
    return fail(Errc::malformed,
                fmt::format("the node's rescan of {} blocks answers for {}", hashes.size(), found.size()));
  }
  std::size_t matches = 0;
  for (const auto& block : found) {
    const auto at = std::find(hashes.begin(), hashes.end(), block.hash);
    if (at == hashes.end()) {
      return fail(Errc::malformed, "the node's rescan answers for a block that was not asked for");
    }
    take(id, block.transactions,
         {.height = headers[static_cast<std::size_t>(at - hashes.begin())].height, .block = *at});
    matches += block.transactions.size();
  }
  return matches;
}

net::Task<Result<void>> Finder::tell_blocks(node::NodeId id, ConnectionPtr node,
                                            std::span<const node::RescannedBlock> found,
                                            std::span<const wire::BlockHeader> headers,
                                            std::span<const core::Hash> hashes) {
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (i % kToldTogether == 0) {
      co_await asio::post(derived_.get_executor(), asio::use_awaitable);  // a vote goes first
      if (node->is_closed()) {
        co_return fail(Errc::closed, "the connection ended while its blocks were looked through");
      }
    }
    const auto at = std::ranges::find(found, hashes[i], &node::RescannedBlock::hash);
    on_block_(id, hashes[i], headers[i],
              at == found.end() ? std::span<const wire::Transaction>() : std::span(at->transactions));
  }
  co_return Result<void>();
}

}  // namespace dcrvoter::voter
