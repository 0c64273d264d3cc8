#include "simnode/miner.hpp"

#include "simnode/node.hpp"
#include "simnode/vote_form.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <chrono>

namespace dcrvoter::simnode {
namespace {

constexpr std::size_t kMostFresh = 20;

}  // namespace

Miner::Miner(Node& node) : node_(node), deadline_(node.io), clock_(node.io) {}

void Miner::mine(MineOrder order, std::function<void(const Mined&)> done) {
  jobs_.push_back({order, std::move(done)});
  if (jobs_.size() == 1) {
    begin();
  }
}

void Miner::start(std::uint32_t period_ms, MineOrder order) {
  const bool was_running = period_ms_ != 0;
  period_ms_ = period_ms;
  clock_order_ = order;
  if (!was_running && period_ms != 0) {
    tick();
  }
}

void Miner::stop() {
  period_ms_ = 0;
  clock_.cancel();
}

void Miner::tick() {
  clock_.expires_after(std::chrono::milliseconds(period_ms_));
  clock_.async_wait([this](const boost::system::error_code& error) {
    if (error || period_ms_ == 0) {
      return;
    }
    mine(clock_order_, [this](const Mined&) {
      if (period_ms_ != 0) {
        tick();
      }
    });
  });
}

Block* Miner::parent_of(const MineOrder& order) const {
  return order.parent.is_zero() ? &node_.chain.tip() : node_.chain.find(order.parent);
}

std::vector<core::Hash> Miner::missing(const Block& parent) const {
  const auto votes = node_.mempool.votes_on(parent);
  std::vector<core::Hash> out;
  for (const core::Hash& winner : parent.winners) {
    const Ticket* ticket = node_.chain.ticket(winner);
    if (!votes.contains(winner) && (ticket->ours || !node_.miner.strangers_vote)) {
      out.push_back(winner);
    }
  }
  return out;
}

void Miner::begin() {
  const Job& job = jobs_.front();
  waiting_ = true;
  const std::int64_t price = node_.chain.ticket_price(node_.chain.tip().height() + 1);
  const auto buy = [&](const TxPtr& ticket, bool ours) {
    node_.chain.know_ticket(ticket, ours);
    node_.pool(ticket);
  };
  for (std::uint32_t i = 0; i < buy_per_block && node_.buyer.has_source(); ++i) {
    buy(node_.buyer.ours(price), true);
  }
  // Strangers buy a ticket for each that is about to vote.
  for (const core::Hash& winner : node_.chain.tip().winners) {
    if (strangers_buy && !node_.chain.ticket(winner)->ours) {
      buy(node_.buyer.stranger(price), false);
    }
  }
  deadline_.expires_after(std::chrono::milliseconds(job.order.wait_ms));
  deadline_.async_wait([this](const boost::system::error_code& error) {
    if (!error && waiting_) {
      try_finish(true);
    }
  });
  try_finish(false);
}

void Miner::votes_changed() {
  if (waiting_) {
    try_finish(false);
  }
}

void Miner::try_finish(bool deadline) {
  const Job& job = jobs_.front();
  Block* parent = parent_of(job.order);
  Mined mined;
  if (parent == nullptr) {
    mined.why = "no block " + job.order.parent.to_string();
  } else {
    const std::size_t absent = missing(*parent).size();
    if (absent > 0 && !deadline && job.order.wait_ms > 0) {
      return;
    }
    const std::size_t votes = parent->winners.size() - absent;
    if (votes < job.order.least_votes) {
      mined.why = std::to_string(votes) + " votes on " + parent->hash.to_string() + ", wanted " +
                  std::to_string(job.order.least_votes);
    }
  }
  waiting_ = false;
  deadline_.cancel();
  if (mined.why.empty()) {
    std::unique_ptr<Block> block;
    if (parent == &node_.chain.tip()) {
      block = build(*parent);
    } else {
      node_.chain.as_tip(*parent, [&] { block = build(*parent); });
    }
    mined.block = &node_.accept(std::move(block), job.order.announce);
    tell(*mined.block);
  }
  const auto done = std::move(jobs_.front().done);
  jobs_.pop_front();
  done(mined);
  if (!jobs_.empty() && !waiting_) {
    boost::asio::post(node_.io, [this] {
      if (!jobs_.empty() && !waiting_) {
        begin();
      }
    });
  }
}

std::unique_ptr<Block> Miner::build(Block& parent) {
  Chain& chain = node_.chain;
  const auto votes = node_.mempool.votes_on(parent);
  std::vector<TxPtr> stake, revocations;
  for (const core::Hash& winner : parent.winners) {
    const Ticket& ticket = *chain.ticket(winner);
    if (const auto it = votes.find(winner); it != votes.end()) {
      stake.push_back(it->second);
    } else if (!ticket.ours && strangers_vote) {
      stake.push_back(node_.factory.stranger_vote(ticket, parent));
    } else {
      revocations.push_back(node_.factory.revocation(ticket, parent));
    }
  }
  std::size_t fresh = 0;
  for (const TxPtr& ticket : node_.mempool.tickets()) {
    if (fresh < kMostFresh && chain.find_tx(ticket->id) == nullptr) {
      stake.push_back(ticket);
      ++fresh;
    }
  }
  for (const core::Hash& expiring : chain.expiring_next()) {
    revocations.push_back(node_.factory.revocation(*chain.ticket(expiring), parent));
  }
  stake.insert(stake.end(), revocations.begin(), revocations.end());
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  const std::uint32_t timestamp =
      std::max(parent.header.timestamp + 1, static_cast<std::uint32_t>(now.count()));
  return node_.factory.block(&parent, parent.height() + 1, std::move(stake),
                             chain.ticket_price(parent.height() + 1), timestamp);
}

void Miner::tell(const Block& block) const {
  std::vector<core::Hash> voted;
  node_.events.add("block", [&](JsonText& j) {
    j.member("hash", block.hash.to_string()).member("height", block.height());
    j.member("previous", block.header.previous.to_string()).key("votes").open_array();
    for (const TxPtr& tx : block.stake) {
      const auto form = tx->kind == TxKind::vote ? read_vote(tx->body) : std::nullopt;
      if (!form) {
        continue;
      }
      voted.push_back(form->ticket);
      j.open_object().member("ticket", form->ticket.to_string()).member("vote", tx->id.to_string());
      j.member("bits", form->bits).member("version", form->version).member("treasury", form->treasury.size());
      j.member("ours", node_.chain.ticket(form->ticket)->ours).close_object();
    }
    j.close_array().key("missed").open_array();
    for (const core::Hash& winner : block.parent->winners) {
      if (std::find(voted.begin(), voted.end(), winner) == voted.end()) {
        j.value(winner.to_string());
      }
    }
    j.close_array().key("winners").open_array();
    for (const core::Hash& winner : block.winners) {
      j.open_object()
          .member("ticket", winner.to_string())
          .member("ours", node_.chain.ticket(winner)->ours)
          .close_object();
    }
    j.close_array();
  });
}

}  // namespace dcrvoter::simnode
