/// A chain that has nothing but a tip and one ticket, to put votes before simnode's mempool.
#pragma once

#include "simnode/factory.hpp"
#include "simnode/mempool.hpp"

#include <string>

namespace dcrvoter::simnode {

class Examiner {
 public:
  /// The tip is at `tip_height`; the ticket was mined so long ago that it may vote just now.
  Examiner(const wire::Network& network, std::uint32_t tip_height, const core::Bytes& ticket)
      : chain_(network), mempool_(chain_) {
    Random random(1);
    Factory factory(network, random);
    chain_.connect(chain_.insert(factory.block(nullptr, tip_height, {}, 0, 0)));
    Ticket& known = chain_.know_ticket(make_tx(*wire::Transaction::parse(ticket)), true);
    known.state = TicketState::live;
    known.height = tip_height - network.ticket_maturity;
    known.block_index = 1;
    ticket_ = &known;
  }
  Examiner(const Examiner&) = delete;
  Examiner& operator=(const Examiner&) = delete;

  [[nodiscard]] Ticket& ticket() { return *ticket_; }
  [[nodiscard]] Mempool& mempool() { return mempool_; }

  /// "" when the vote is taken, else why not; nothing stays in the pool.
  [[nodiscard]] std::string refusal(const core::Bytes& vote) {
    auto body = wire::Transaction::parse(vote);
    if (!body) {
      return "undecodable";
    }
    const auto good = mempool_.accept(make_tx(std::move(*body)));
    mempool_.clear();
    return good ? "" : good.error().description;
  }

 private:
  Chain chain_;
  Mempool mempool_;
  Ticket* ticket_ = nullptr;
};

}  // namespace dcrvoter::simnode
