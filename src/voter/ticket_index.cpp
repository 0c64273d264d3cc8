#include "voter/ticket_index.hpp"

#include <algorithm>

namespace dcrvoter::voter {

std::size_t TicketIndex::weight(const vote::Ticket& ticket) {
  return std::max<std::size_t>(ticket.commitments.size(), 1);
}

TicketIndex::Added TicketIndex::add(const vote::Ticket& ticket, std::uint32_t height, std::uint32_t tip) {
  if (weight_ + weight(ticket) > kMost && !tickets_.contains(ticket.txid)) {
    return Added::full;
  }
  auto [at, is_new] =
      tickets_.try_emplace(ticket.txid, vote::TicketRecord{.ticket = ticket, .height = height, .seen = tip});
  auto& entry = at->second;
  if (is_new || (height != 0 && entry.height != height)) {
    changed_.push_back(ticket.txid);
  }
  if (height != 0) {
    entry.height = height;
    entry.mined = true;
  }
  if (is_new) {
    weight_ += weight(ticket);
  }
  return is_new ? Added::fresh : Added::known;
}

const vote::Ticket* TicketIndex::find(const core::Hash& ticket) const {
  const auto at = tickets_.find(ticket);
  return at == tickets_.end() ? nullptr : &at->second.ticket;
}

void TicketIndex::restore(const vote::TicketRecord& record) {
  const auto size = weight(record.ticket);
  if (weight_ + size <= kMost && tickets_.try_emplace(record.ticket.txid, record).second) {
    weight_ += size;
  }
}

void TicketIndex::spent(const core::Hash& ticket, std::uint32_t height, bool by_vote) {
  const auto at = tickets_.find(ticket);
  if (at == tickets_.end() || at->second.spent_height == height) {
    return;
  }
  using vote::TicketEnd;
  at->second.spent_height = height;
  at->second.end = by_vote                       ? TicketEnd::voted
                   : had_expired(ticket, height) ? TicketEnd::missed_or_expired
                                                 : TicketEnd::missed;
  changed_.push_back(ticket);
}

void TicketIndex::ended(const core::Hash& ticket, vote::TicketEnd end) {
  const auto at = tickets_.find(ticket);
  if (at != tickets_.end() && at->second.spent_height != 0 && at->second.end != end) {
    at->second.end = end;
    changed_.push_back(ticket);
  }
}

bool TicketIndex::had_expired(const core::Hash& ticket, std::uint32_t height) const {
  const auto at = tickets_.find(ticket);
  return at != tickets_.end() && at->second.height != 0 &&
         height >= at->second.height + network_.ticket_maturity + network_.ticket_expiry;
}

void TicketIndex::disconnected(std::uint32_t height) {
  for (auto& [hash, entry] : tickets_) {
    const bool spent = entry.spent_height == height;
    if (spent) {
      entry.spent_height = 0;
      entry.end = vote::TicketEnd::none;
    }
    if (spent || entry.height == height) {
      changed_.push_back(hash);
    }
    if (entry.height == height) {
      entry.height = 0;
    }
  }
}

std::size_t TicketIndex::forget(std::uint32_t tip) {
  const auto life = network_.ticket_maturity + network_.ticket_expiry + kReorganizationHorizon;
  const bool crowded = tickets_.size() > kRoomy;
  return std::erase_if(tickets_, [&](const auto& item) {
    const auto& entry = item.second;
    const bool never_mined = !entry.mined && entry.seen + kUnconfirmedLife < tip;
    const bool spent = entry.spent_height != 0 && entry.spent_height + kReorganizationHorizon < tip;
    const bool over = spent || (entry.height != 0 && entry.height + life < tip);
    const bool forgotten = never_mined || (crowded && over);
    if (forgotten) {
      weight_ -= weight(entry.ticket);
    }
    if (forgotten && !entry.mined) {  // what became of the others is worth keeping
      changed_.push_back(item.first);
    }
    return forgotten;
  });
}

TicketCounts TicketIndex::counts(std::uint32_t tip) const {
  TicketCounts counts;
  for (const auto& [hash, entry] : tickets_) {
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

std::vector<core::Hash> TicketIndex::unspent() const {
  std::vector<core::Hash> hashes;
  hashes.reserve(tickets_.size());
  for (const auto& [hash, entry] : tickets_) {
    if (entry.spent_height == 0) {
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
      out.push_back(at->second);
    }
  }
  return place < tickets_.bucket_count() ? place : 0;
}

const vote::Ticket* TicketIndex::any_live(std::uint32_t height) const {
  for (const auto& [hash, entry] : tickets_) {
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
      changes.tickets.push_back(at->second);
    } else {
      changes.forgotten.push_back(hash);
    }
  }
  changed_.clear();
}

}  // namespace dcrvoter::voter
