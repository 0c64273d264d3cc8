#include "voter/vote_book.hpp"

#include <algorithm>
#include <tuple>

namespace dcrvoter::voter {

void VoteBook::make_room(const core::Hash& newcomer) {
  if (blocks_.size() <= kMostBlocks) {
    return;
  }
  // An invented block goes before a proved one, then the oldest.
  const auto rank = [&newcomer](const auto& item) {
    return std::tuple(item.first == newcomer, item.second.proved, item.second.order);
  };
  const auto first = std::min_element(blocks_.begin(), blocks_.end(),
                                      [&rank](const auto& a, const auto& b) { return rank(a) < rank(b); });
  if (const auto witness = sole_witness(first->second)) {
    for (const auto& vote : first->second.votes) {
      ++crowded_out_[vote.cast.ticket].at(*witness);
    }
  }
  blocks_.erase(first);
}

std::optional<NodeId> VoteBook::sole_witness(const Block& block) const {
  if (block.named_by.count() != 1 || (block.proved && nodes_ == 1)) {
    return std::nullopt;
  }
  NodeId node = 0;
  while (!block.named_by.test(node)) {
    ++node;
  }
  return node;
}

VoteBook::Block& VoteBook::mention(NodeId node, const vote::VotedBlock& block) {
  auto [at, is_new] = blocks_.try_emplace(block.hash);
  if (is_new) {
    at->second.height = block.height;
    at->second.order = next_order_++;
    make_room(block.hash);
  }
  auto& entry = blocks_.at(block.hash);
  entry.named_by.set(node);
  entry.known_to.set(node);
  return entry;
}

void VoteBook::connected(NodeId node, const vote::VotedBlock& block) {
  auto& entry = mention(node, block);
  entry.proved = true;
  place(block);
}

void VoteBook::place(const vote::VotedBlock& block) {
  if (const auto at = blocks_.find(block.hash); at != blocks_.end()) {
    at->second.height = block.height;
    at->second.placed = true;
  }
}

std::optional<std::uint32_t> VoteBook::height_of(const core::Hash& block) const {
  const auto at = blocks_.find(block);
  if (at == blocks_.end() || !at->second.placed) {
    return std::nullopt;
  }
  return at->second.height;
}

void VoteBook::announced(NodeId node, const vote::VotedBlock& block, const std::vector<core::Hash>& winners,
                         core::SteadyTime arrived) {
  auto& entry = mention(node, block);
  if (entry.winners.empty()) {
    entry.winners = winners;
    entry.arrived = arrived;
    entry.announced_by = node;
    return;
  }
  for (const auto& winner : winners) {
    if (std::find(entry.winners.begin(), entry.winners.end(), winner) == entry.winners.end() &&
        entry.winners.size() < node::kMaxWinners) {
      entry.winners.push_back(winner);
    }
  }
}

VoteBook::Verdict VoteBook::ask(const core::Hash& block, const core::Hash& ticket) const {
  const auto at = blocks_.find(block);
  if (at == blocks_.end()) {
    return Verdict::unknown;
  }
  const auto votes_with = [&ticket](const Block& entry) {
    return std::any_of(entry.votes.begin(), entry.votes.end(),
                       [&ticket](const Vote& vote) { return vote.cast.ticket == ticket; });
  };
  if (votes_with(at->second)) {
    return Verdict::already;
  }
  const auto witness = sole_witness(at->second);
  if (!witness) {
    return Verdict::cast;
  }
  const auto crowded = crowded_out_.find(ticket);
  const auto gone = crowded == crowded_out_.end() ? 0 : crowded->second.at(*witness);
  const auto doubtful = std::count_if(blocks_.begin(), blocks_.end(), [&](const auto& item) {
    return sole_witness(item.second) == witness && votes_with(item.second);
  });
  return gone + static_cast<std::size_t>(doubtful) >= kMostDoubtful ? Verdict::doubtful : Verdict::cast;
}

void VoteBook::add(const core::Hash& block, CastVote vote) {
  if (const auto at = blocks_.find(block); at != blocks_.end()) {
    at->second.votes.push_back(Vote{.cast = std::move(vote), .deliveries = {}});
  }
}

std::vector<const CastVote*> VoteBook::take_due(NodeId node, const core::Hash& block) {
  std::vector<const CastVote*> due;
  const auto at = blocks_.find(block);
  if (at == blocks_.end() || !at->second.known_to.test(node)) {
    return due;
  }
  using State = Delivery::State;
  for (auto& vote : at->second.votes) {
    auto& delivery = vote.deliveries.at(node);
    if ((delivery.state == State::none || delivery.state == State::refused) && delivery.sends < kMostSends) {
      delivery.state = State::in_hand;
      ++delivery.sends;
      due.push_back(&vote.cast);
    }
  }
  return due;
}

void VoteBook::answered(NodeId node, const core::Hash& block, const core::Hash& vote, Answer answer) {
  const auto at = blocks_.find(block);
  if (at == blocks_.end()) {
    return;
  }
  using State = Delivery::State;
  for (auto& known : at->second.votes) {
    if (known.cast.txid != vote) {
      continue;
    }
    auto& state = known.deliveries.at(node).state;
    switch (answer) {
      case Answer::accepted:
      case Answer::duplicate:
      case Answer::other_vote: state = State::taken; break;
      case Answer::refused: state = State::refused; break;
      case Answer::lost: state = State::none; break;
    }
  }
}

void VoteBook::reconnected(NodeId node) {
  for (auto& [hash, block] : blocks_) {
    block.known_to.reset(node);
    for (auto& vote : block.votes) {
      vote.deliveries.at(node) = Delivery{};
    }
  }
}

std::vector<VoteBook::Call> VoteBook::open_calls(const core::Hash& ticket) const {
  std::vector<Call> calls;
  for (const auto& [hash, block] : blocks_) {
    if (std::find(block.winners.begin(), block.winners.end(), ticket) != block.winners.end() &&
        ask(hash, ticket) == Verdict::cast) {
      calls.push_back({.block = {.hash = hash, .height = block.height},
                       .arrived = block.arrived,
                       .by = block.announced_by});
    }
  }
  return calls;
}

void VoteBook::handed_over(const core::Hash& block, const core::Hash& vote, core::SteadyTime when) {
  if (const auto at = blocks_.find(block); at != blocks_.end()) {
    for (auto& known : at->second.votes) {
      if (known.cast.txid == vote && !known.cast.handed_over) {
        known.cast.handed_over = when;
      }
    }
  }
}

bool VoteBook::is_waiting(const core::Hash& block) const {
  const auto at = blocks_.find(block);
  return at != blocks_.end() && std::ranges::any_of(at->second.votes, [](const Vote& vote) {
           return std::ranges::find(vote.deliveries, Delivery::State::in_hand, &Delivery::state) !=
                  vote.deliveries.end();
         });
}

const CastVote* VoteBook::vote_of(const core::Hash& block, const core::Hash& ticket) const {
  if (const auto at = blocks_.find(block); at != blocks_.end()) {
    for (const auto& vote : at->second.votes) {
      if (vote.cast.ticket == ticket) {
        return &vote.cast;
      }
    }
  }
  return nullptr;
}

VoteBook::Winners VoteBook::winners_of(const core::Hash& block) const {
  const auto at = blocks_.find(block);
  return at == blocks_.end() ? Winners{}
                             : Winners{.tickets = at->second.winners,
                                       .arrived = at->second.arrived,
                                       .by = at->second.announced_by};
}

std::optional<bool> VoteBook::drew(const core::Hash& block, const core::Hash& ticket) const {
  const auto at = blocks_.find(block);
  if (at == blocks_.end() || at->second.winners.empty()) {
    return std::nullopt;
  }
  return std::ranges::find(at->second.winners, ticket) != at->second.winners.end();
}

void VoteBook::forget(std::uint32_t tip) {
  if (tip > tip_) {
    tip_ = tip;
    crowded_out_.clear();
  }
  std::erase_if(blocks_, [tip](const auto& item) { return item.second.height + kDepth < tip; });
}

}  // namespace dcrvoter::voter
