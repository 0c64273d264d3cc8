#include "voter/ticket_index.hpp"

#include <algorithm>
#include <bit>

namespace dcrvoter::voter {

std::size_t TicketIndex::weight(const vote::Ticket& ticket) {
  return std::max<std::size_t>(ticket.commitments.size(), 1);
}

TicketIndex::Added TicketIndex::add(const vote::Ticket& ticket, const Where& where, std::uint32_t tip,
                                    std::optional<vote::VotingPlace> place, node::NodeId by) {
  if (!tickets_.contains(ticket.txid) && !make_room(weight(ticket), by)) {
    return Added::full;
  }
  auto [at, is_new] = tickets_.try_emplace(ticket.txid);
  auto& record = at->second.record;
  if (is_new) {
    record.ticket = ticket;
    record.seen = tip;
    count(at->second, true);
  }
  told(at->second, by);
  const bool mined_elsewhere =
      where.height != 0 && (record.height != where.height || record.block != where.block);
  const bool placed = place && record.place != place;
  if (is_new || mined_elsewhere || placed) {
    changed_.push_back(ticket.txid);
  }
  if (where.height != 0) {
    record.height = where.height;
    record.block = where.block;
    record.mined = true;
    at->second.told_mined = true;
  }
  if (placed) {
    record.place = place;
  }
  return is_new ? Added::fresh : Added::known;
}

const vote::Ticket* TicketIndex::find(const core::Hash& ticket) const {
  const auto at = tickets_.find(ticket);
  return at == tickets_.end() ? nullptr : &at->second.record.ticket;
}

bool TicketIndex::restore(const vote::TicketRecord& record) {
  if (tickets_.contains(record.ticket.txid)) {
    return true;
  }
  if (weight_ + weight(record.ticket) > kMost) {
    has_forgotten_ = true;
    return false;
  }
  count(tickets_.emplace(record.ticket.txid, Entry{.record = record}).first->second, true);
  return true;
}

void TicketIndex::count(const Entry& entry, bool is_there) {
  const auto change = [size = weight(entry.record.ticket), is_there](std::size_t& sum) {
    sum = is_there ? sum + size : sum - size;
  };
  change(weight_);
  if (entry.told_by.none()) {
    change(untold_);
  } else if (entry.told_by.count() == 1) {
    change(alone_[static_cast<std::size_t>(std::countr_zero(entry.told_by.to_ullong()))]);
  }
}

void TicketIndex::told(Entry& entry, node::NodeId by) {
  if (!entry.told_by.test(by)) {
    count(entry, false);
    entry.told_by.set(by);
    count(entry, true);
  }
}

bool TicketIndex::make_room(std::size_t size, node::NodeId by) {
  if (nodes_ > 1 && alone_[by] + size > kMostAlone) {
    return false;
  }
  if (weight_ + size > kMost && untold_ != 0) {
    forget_if([](const Entry& entry) { return entry.told_by.none(); });
  }
  return weight_ + size <= kMost;
}

void TicketIndex::spent(const core::Hash& ticket, const Where& where, bool by_vote) {
  const auto at = tickets_.find(ticket);
  if (at == tickets_.end()) {
    return;
  }
  auto& record = at->second.record;
  at->second.told_spent = true;
  if (record.spent_height == where.height && record.spent_in == where.block) {
    return;
  }
  using vote::TicketEnd;
  record.spent_height = where.height;
  record.spent_in = where.block;
  record.end = by_vote                             ? TicketEnd::voted
               : had_expired(ticket, where.height) ? TicketEnd::missed_or_expired
                                                   : TicketEnd::missed;
  changed_.push_back(ticket);
}

void TicketIndex::ended(const core::Hash& ticket, vote::TicketEnd end) {
  const auto at = tickets_.find(ticket);
  if (at == tickets_.end()) {
    return;
  }
  auto& record = at->second.record;
  if (record.spent_height != 0 && record.end != end) {
    record.end = end;
    changed_.push_back(ticket);
  }
}

bool TicketIndex::had_expired(const core::Hash& ticket, std::uint32_t height) const {
  const auto at = tickets_.find(ticket);
  return at != tickets_.end() && at->second.record.height != 0 &&
         height >= at->second.record.height + network_.ticket_maturity + network_.ticket_expiry;
}

bool TicketIndex::undo(vote::TicketRecord& record, bool spending, bool mining) {
  if (spending) {
    record.spent_height = 0;
    record.spent_in = {};
    record.end = vote::TicketEnd::none;
  }
  if (mining) {
    record.height = 0;
    record.block = {};
  }
  return spending || mining;
}

void TicketIndex::disconnected(std::span<const Where> blocks) {
  const auto happened_there = [blocks](std::uint32_t height, const core::Hash& block) {
    return std::ranges::any_of(blocks, [&](const Where& where) {
      return height == where.height && (block == where.block || block.is_zero());
    });
  };
  for (auto& [hash, entry] : tickets_) {
    auto& record = entry.record;
    if (undo(record, happened_there(record.spent_height, record.spent_in),
             happened_there(record.height, record.block))) {
      changed_.push_back(hash);
    }
  }
}

void TicketIndex::undo_what_left(
    const std::function<std::optional<core::Hash>(std::uint32_t height)>& block_at) {
  const auto has_left = [&block_at](std::uint32_t height, const core::Hash& block) {
    if (height == 0 || block.is_zero()) {
      return false;
    }
    const auto there = block_at(height);
    return there && *there != block;
  };
  for (auto& [hash, entry] : tickets_) {
    auto& record = entry.record;
    if (undo(record, !entry.told_spent && has_left(record.spent_height, record.spent_in),
             !entry.told_mined && has_left(record.height, record.block))) {
      changed_.push_back(hash);
    }
  }
}

std::size_t TicketIndex::forget(std::uint32_t tip) {
  const std::uint64_t life = network_.ticket_maturity + network_.ticket_expiry + kReorganizationHorizon;
  const std::uint64_t horizon = kReorganizationHorizon;
  const bool crowded = tickets_.size() > kRoomy;
  return forget_if([&](const Entry& known) {
    const auto& entry = known.record;
    const bool never_mined = !entry.mined && entry.seen + kUnconfirmedLife < tip;
    const bool spent = entry.spent_height != 0 && entry.spent_height + horizon < tip;
    const bool over = spent || (entry.height != 0 && entry.height + life < tip);
    return never_mined || (crowded && over);
  });
}

std::size_t TicketIndex::forget_if(const std::function<bool(const Entry&)>& is_over) {
  return std::erase_if(tickets_, [&](const auto& item) {
    const auto& entry = item.second;
    const bool forgotten = is_over(entry);
    if (forgotten) {
      count(entry, false);
      has_forgotten_ = has_forgotten_ || entry.record.mined;
    }
    if (forgotten && !entry.record.mined) {  // what became of the others is worth keeping
      changed_.push_back(item.first);
    }
    return forgotten;
  });
}

TicketCounts TicketIndex::counts(std::uint32_t tip) const {
  TicketCounts counts;
  for (const auto& [hash, known] : tickets_) {
    const auto& entry = known.record;
    const auto matures = entry.height + network_.ticket_maturity;
    if (entry.spent_height != 0) {
      continue;
    }
    if (entry.height == 0) {
      ++counts.unconfirmed;
    } else if (tip < matures) {
      ++counts.immature;
    } else if (tip < matures + network_.ticket_expiry) {
      ++counts.live;
    }
  }
  return counts;
}

std::vector<core::Hash> TicketIndex::watched() const {
  std::uint32_t latest = 0;
  for (const auto& [hash, entry] : tickets_) {
    latest = std::max(latest, entry.record.spent_height);
  }
  std::vector<core::Hash> hashes;
  hashes.reserve(tickets_.size());
  for (const auto& [hash, entry] : tickets_) {
    const auto spent = entry.record.spent_height;
    if (spent == 0 || spent + kReorganizationHorizon > latest) {
      hashes.push_back(hash);
    }
  }
  return hashes;
}

std::size_t TicketIndex::copy_some(std::size_t place, std::vector<vote::TicketRecord>& out) const {
  constexpr std::size_t kBuckets = 512;
  const auto end = std::min(place + kBuckets, tickets_.bucket_count());
  for (; place < end; ++place) {
    for (auto at = tickets_.begin(place); at != tickets_.end(place); ++at) {
      out.push_back(at->second.record);
    }
  }
  return place < tickets_.bucket_count() ? place : 0;
}

const vote::Ticket* TicketIndex::any_live(std::uint32_t height) const {
  for (const auto& [hash, known] : tickets_) {
    const auto& entry = known.record;
    const auto matures = entry.height + network_.ticket_maturity;
    if (entry.height != 0 && entry.spent_height == 0 && height >= matures &&
        height < matures + network_.ticket_expiry) {
      return &entry.ticket;
    }
  }
  return nullptr;
}

void TicketIndex::take_changes(vote::Changes& changes) {
  std::sort(changed_.begin(), changed_.end());
  changed_.erase(std::unique(changed_.begin(), changed_.end()), changed_.end());
  for (const auto& hash : changed_) {
    if (const auto at = tickets_.find(hash); at != tickets_.end()) {
      changes.tickets.push_back(at->second.record);
    } else {
      changes.forgotten.push_back(hash);
    }
  }
  changed_.clear();
}

}  // namespace dcrvoter::voter
