#include "simnode/chain.hpp"

#include "simnode/filter.hpp"
#include "simnode/lottery.hpp"

#include <algorithm>
#include <stdexcept>

namespace dcrvoter::simnode {

core::Bytes Block::serialize() const {
  wire::Block whole;
  whole.header = header;
  for (const TxPtr& tx : regular) {
    whole.regular.push_back(tx->body);
  }
  for (const TxPtr& tx : stake) {
    whole.stake.push_back(tx->body);
  }
  return whole.serialize();
}

Block* Chain::at(std::uint32_t height) const {
  const std::uint32_t first = first_height();
  return height < first || height - first >= main_.size() ? nullptr : main_[height - first];
}

Block* Chain::find(const core::Hash& hash) const {
  const auto it = blocks_.find(hash);
  return it == blocks_.end() ? nullptr : it->second.get();
}

std::vector<Block*> Chain::tip_generation() const {
  std::vector<Block*> out{&tip()};
  for (Block* block : by_height_.at(tip().height())) {
    if (block != &tip() && block->parent == tip().parent) {
      out.push_back(block);
    }
  }
  return out;
}

std::vector<Block*> Chain::leaves() const {
  std::vector<Block*> out{&tip()};
  for (const auto& [height, blocks] : by_height_) {
    for (Block* block : blocks) {
      const auto next = by_height_.find(height + 1);
      const bool has_child =
          next != by_height_.end() &&
          std::any_of(next->second.begin(), next->second.end(), [&](Block* b) { return b->parent == block; });
      if (!block->on_main && !has_child) {
        out.push_back(block);
      }
    }
  }
  return out;
}

Block& Chain::insert(std::unique_ptr<Block> block) {
  Block& in = *block;
  by_height_[in.height()].push_back(&in);
  blocks_.emplace(in.hash, std::move(block));
  return in;
}

Block& Chain::fork_point(Block& block) const {
  Block* b = &block;
  while (!b->on_main) {
    b = b->parent;
  }
  return *b;
}

void Chain::index(Block& block) {
  for (const auto* tree : {&block.regular, &block.stake}) {
    for (std::uint32_t i = 0; i < tree->size(); ++i) {
      const TxPtr& tx = (*tree)[i];
      places_[tx->id] = {&block, i, tx};
      see(*tx);
      if (tx->kind == TxKind::ticket) {
        Ticket& t = know_ticket(tx, false);
        t.state = TicketState::immature;
        t.height = block.height();
        t.block_index = i;
      }
    }
  }
}

void Chain::connect(Block& block) {
  if (!main_.empty() && block.parent != &tip()) {
    throw std::logic_error("simnode: connecting a block that is no child of the tip");
  }
  const std::vector<core::Hash> due = main_.empty() ? std::vector<core::Hash>{} : tip().winners;
  const std::vector<core::Hash> expiring = main_.empty() ? std::vector<core::Hash>{} : expiring_next();
  main_.push_back(&block);
  block.on_main = true;
  block.voted.clear();
  block.missed.clear();
  block.expired.clear();
  block.matured.clear();
  std::unordered_map<core::Hash, core::Hash> spenders;
  for (const TxPtr& tx : block.stake) {
    if (tx->kind == TxKind::vote) {
      spenders[tx->body.inputs[1].previous.hash] = tx->id;
      block.voted.push_back(tx->body.inputs[1].previous.hash);
    } else if (tx->kind == TxKind::revocation) {
      spenders[tx->body.inputs[0].previous.hash] = tx->id;
    }
  }
  for (const core::Hash& hash : due) {
    const bool has_vote = std::find(block.voted.begin(), block.voted.end(), hash) != block.voted.end();
    end_life(hash, has_vote ? TicketState::voted : TicketState::missed);
    if (!has_vote) {
      block.missed.push_back(hash);
    }
  }
  for (const core::Hash& hash : expiring) {
    end_life(hash, TicketState::expired);
    block.expired.push_back(hash);
  }
  for (const auto& [ticket_hash, spender] : spenders) {
    tickets_.at(ticket_hash).spent_by = spender;
  }
  index(block);
  if (block.height() >= network_.ticket_maturity + first_height()) {
    for (const TxPtr& tx : at(block.height() - network_.ticket_maturity)->stake) {
      if (tx->kind == TxKind::ticket) {
        make_live(tx->id);
        block.matured.push_back(tx->id);
      }
    }
  }
  if (!history_) {
    draw(block);
  }
}

void Chain::disconnect() {
  Block& block = tip();
  if (main_.size() < 2) {
    throw std::logic_error("simnode: nothing below the first block");
  }
  for (const core::Hash& hash : block.matured) {
    end_life(hash, TicketState::immature);
  }
  for (const auto* tree : {&block.regular, &block.stake}) {
    for (const TxPtr& tx : *tree) {
      places_.erase(tx->id);
      if (tx->kind == TxKind::ticket) {
        Ticket& t = tickets_.at(tx->id);
        t.state = TicketState::unmined;
        t.height = 0;
      }
    }
  }
  for (const auto* ended : {&block.voted, &block.missed, &block.expired}) {
    for (const core::Hash& hash : *ended) {
      tickets_.at(hash).spent_by = {};
      make_live(hash);
    }
  }
  block.on_main = false;
  main_.pop_back();
}

void Chain::as_tip(Block& block, const std::function<void()>& look) {
  std::vector<Block*> branch, old;
  for (Block* b = &block; !b->on_main; b = b->parent) {
    branch.push_back(b);
  }
  Block& fork = fork_point(block);
  while (&tip() != &fork) {
    old.push_back(&tip());
    disconnect();
  }
  for (auto it = branch.rbegin(); it != branch.rend(); ++it) {
    connect(**it);
  }
  look();
  while (&tip() != &fork) {
    disconnect();
  }
  for (auto it = old.rbegin(); it != old.rend(); ++it) {
    connect(**it);
  }
}

void Chain::end_history(Block& last) {
  history_ = false;
  std::sort(live_.begin(), live_.end());
  connect(last);
}

void Chain::draw(Block& block) {
  block.live_after = static_cast<std::uint32_t>(live_.size());
  if (block.drawn || block.height() + 1 < network_.stake_validation_height) {
    return;
  }
  block.drawn = true;
  std::vector<core::Hash> others;
  if (spare_ours_) {
    std::copy_if(live_.begin(), live_.end(), std::back_inserter(others),
                 [this](const core::Hash& hash) { return !tickets_.at(hash).ours; });
  }
  Draw drawn =
      draw_winners(block.header.serialize(), spare_ours_ ? others : live_, network_.tickets_per_block);
  if (!forced_.empty()) {
    std::vector<core::Hash> chosen;
    for (const auto* list : {&forced_, &drawn.winners}) {
      for (const core::Hash& hash : *list) {
        if (chosen.size() < network_.tickets_per_block && is_live(hash) &&
            std::find(chosen.begin(), chosen.end(), hash) == chosen.end()) {
          chosen.push_back(hash);
        }
      }
    }
    drawn.winners = std::move(chosen);
    forced_.clear();
  }
  block.winners = std::move(drawn.winners);
  block.final_state = drawn.final_state;
}

Ticket& Chain::know_ticket(const TxPtr& tx, bool ours) {
  const auto it = tickets_.find(tx->id);
  if (it != tickets_.end()) {
    it->second.ours = it->second.ours || ours;
    return it->second;
  }
  Ticket& ticket = tickets_.emplace(tx->id, read_ticket(tx)).first->second;
  ticket.ours = ours;
  return ticket;
}

Ticket* Chain::ticket(const core::Hash& hash) {
  const auto it = tickets_.find(hash);
  return it == tickets_.end() ? nullptr : &it->second;
}

bool Chain::is_live(const core::Hash& hash) const {
  return std::binary_search(live_.begin(), live_.end(), hash);
}

void Chain::make_live(const core::Hash& hash) {
  tickets_.at(hash).state = TicketState::live;
  live_.insert(history_ ? live_.end() : std::lower_bound(live_.begin(), live_.end(), hash), hash);
}

void Chain::end_life(const core::Hash& hash, TicketState state) {
  tickets_.at(hash).state = state;
  if (const auto it = std::lower_bound(live_.begin(), live_.end(), hash); it != live_.end() && *it == hash) {
    live_.erase(it);
  }
}

std::vector<core::Hash> Chain::expiring_next() const {
  std::vector<core::Hash> out;
  const std::uint32_t age = network_.ticket_maturity + network_.ticket_expiry;
  const Block* old = tip().height() + 1 < age || history_ ? nullptr : at(tip().height() + 1 - age);
  if (old == nullptr) {
    return out;
  }
  for (const TxPtr& tx : old->stake) {
    if (tx->kind == TxKind::ticket && is_live(tx->id) &&
        std::find(tip().winners.begin(), tip().winners.end(), tx->id) == tip().winners.end()) {
      out.push_back(tx->id);
    }
  }
  return out;
}

const Place* Chain::find_tx(const core::Hash& hash) const {
  const auto it = places_.find(hash);
  return it == places_.end() ? nullptr : &it->second;
}

void Chain::see(const Tx& tx) {
  for (const auto& out : tx.body.outputs) {
    if (const auto payee = payee_of_output(out.script)) {
      seen_.insert(*payee);
    }
  }
  if (tx.kind == TxKind::ticket) {
    for (std::size_t i = 1; i < tx.body.outputs.size(); i += 2) {
      seen_.insert(payee_of_commitment(tx.body.outputs[i].script));
    }
  }
}

std::int64_t Chain::ticket_price(std::uint32_t height) const {
  // Moves a little from window to window, so that no two prices are alike by chance.
  return network_.minimum_stake_diff * 40 + std::int64_t{height / 8 % 97} * 1'000'003;
}

}  // namespace dcrvoter::simnode
