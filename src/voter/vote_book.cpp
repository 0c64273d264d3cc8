#include "voter/vote_book.hpp"

#include <algorithm>
#include <tuple>

namespace dcrvoter::voter {

namespace {

/// The only node of these; nothing if there are more, or none.
std::optional<NodeId> only(const std::bitset<node::kMaxNodes>& nodes) {
  if (nodes.count() != 1) {
    return std::nullopt;
  }
  NodeId node = 0;
  while (!nodes.test(node)) {
    ++node;
  }
  return node;
}

}  // namespace

void VoteBook::make_room(const core::Hash& newcomer) {
  if (blocks_.size() <= kMostBlocks) {
    return;
  }
  std::array<std::size_t, node::kMaxNodes> alone{};
  for (const auto& [hash, block] : blocks_) {
    if (const auto node = only(block.named_by)) {
      ++alone.at(*node);
    }
  }
  // Who names the most that nobody else does makes room first; then an invented block goes before a proved
  // one, then the oldest.
  const auto rank = [this, &newcomer, &alone](const auto& item) {
    const auto node = only(item.second.named_by);
    const auto rest = blocks_.size() - (node ? alone.at(*node) : 0);
    return std::tuple(item.first == newcomer, rest, item.second.proved, item.second.order);
  };
  const auto first = std::min_element(blocks_.begin(), blocks_.end(),
                                      [&rank](const auto& a, const auto& b) { return rank(a) < rank(b); });
  if (only(first->second.named_by)) {
    for (const auto& vote : first->second.votes) {
      if (const auto witness = sole_witness(first->second, vote.cast.ticket)) {
        ++crowded_out_[vote.cast.ticket].at(*witness);
      }
    }
  }
  blocks_.erase(first);
}

const VoteBook::Winner* VoteBook::Block::winner(const core::Hash& ticket) const {
  const auto at = std::ranges::find(winners, ticket, &Winner::ticket);
  return at == winners.end() ? nullptr : &*at;
}

bool VoteBook::Block::has_vote_of(const core::Hash& ticket) const {
  return std::ranges::any_of(votes, [&ticket](const Vote& vote) { return vote.cast.ticket == ticket; });
}

std::optional<NodeId> VoteBook::sole_witness(const Block& block, const core::Hash& ticket) const {
  const auto* winner = block.winner(ticket);
  if (winner == nullptr || (block.proved && nodes_ == 1)) {
    return std::nullopt;
  }
  return only(winner->called_by);
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

std::vector<core::Hash> VoteBook::announced(NodeId node, const vote::VotedBlock& block,
                                            const std::vector<core::Hash>& winners,
                                            core::SteadyTime arrived) {
  auto& known = mention(node, block).winners;
  auto left = drawn_ - static_cast<std::size_t>(std::ranges::count_if(
                           known, [node](const Winner& winner) { return winner.called_by.test(node); }));
  std::vector<core::Hash> believed;
  for (const auto& ticket : winners) {
    auto at = std::ranges::find(known, ticket, &Winner::ticket);
    if (at == known.end() || !at->called_by.test(node)) {
      if (left == 0) {
        continue;
      }
      --left;
      if (at == known.end()) {
        at = known.insert(at, {.ticket = ticket, .first = {.arrived = arrived, .by = node}, .called_by = {}});
      }
      at->called_by.set(node);
    }
    believed.push_back(ticket);
  }
  return believed;
}

VoteBook::Verdict VoteBook::ask(const core::Hash& block, const core::Hash& ticket) const {
  const auto at = blocks_.find(block);
  return at == blocks_.end() ? Verdict::unknown : verdict(at->second, ticket);
}

VoteBook::Verdict VoteBook::verdict(const Block& block, const core::Hash& ticket) const {
  if (block.has_vote_of(ticket)) {
    return Verdict::already;
  }
  if (block.winner(ticket) == nullptr) {
    return Verdict::unknown;
  }
  const auto witness = sole_witness(block, ticket);
  if (!witness) {
    return Verdict::cast;
  }
  const auto crowded = crowded_out_.find(ticket);
  const auto gone = crowded == crowded_out_.end() ? 0 : crowded->second.at(*witness);
  const auto doubtful = std::ranges::count_if(blocks_, [&](const auto& item) {
    return item.second.has_vote_of(ticket) && sole_witness(item.second, ticket) == witness;
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

void VoteBook::add_open_calls(std::vector<Call>& calls, const core::Hash& hash, const Block& block,
                              const Winner& winner) const {
  if (verdict(block, winner.ticket) != Verdict::cast) {
    return;
  }
  for (NodeId node = 0; node < winner.called_by.size(); ++node) {
    if (winner.called_by.test(node)) {
      calls.push_back({.block = {.hash = hash, .height = block.height},
                       .ticket = winner.ticket,
                       .arrived = winner.first.arrived,
                       .by = node});
    }
  }
}

std::vector<VoteBook::Call> VoteBook::open_calls(const core::Hash& ticket) const {
  std::vector<Call> calls;
  for (const auto& [hash, block] : blocks_) {
    if (const auto* winner = block.winner(ticket)) {
      add_open_calls(calls, hash, block, *winner);
    }
  }
  return calls;
}

std::vector<VoteBook::Call> VoteBook::open_calls_on(const core::Hash& block) const {
  std::vector<Call> calls;
  if (const auto at = blocks_.find(block); at != blocks_.end()) {
    for (const auto& winner : at->second.winners) {
      add_open_calls(calls, block, at->second, winner);
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

std::optional<VoteBook::Heard> VoteBook::first_heard(const core::Hash& block,
                                                     const core::Hash& ticket) const {
  const auto at = blocks_.find(block);
  const auto* winner = at == blocks_.end() ? nullptr : at->second.winner(ticket);
  return winner == nullptr ? std::nullopt : std::optional(winner->first);
}

std::optional<bool> VoteBook::drew(const core::Hash& block, const core::Hash& ticket) const {
  const auto at = blocks_.find(block);
  if (at == blocks_.end() || at->second.winners.empty()) {
    return std::nullopt;
  }
  return at->second.winner(ticket) != nullptr;
}

void VoteBook::forget(std::uint32_t tip) {
  if (tip > tip_) {
    tip_ = tip;
    crowded_out_.clear();
  }
  std::erase_if(blocks_, [tip](const auto& item) { return item.second.height + kDepth < tip; });
}

}  // namespace dcrvoter::voter
