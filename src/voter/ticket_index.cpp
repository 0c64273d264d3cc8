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
  auto [at, is_new] = tickets_.try_emplace(
      ticket.txid, Entry{.ticket = ticket, .height = height, .seen = tip, .spent_height = 0});
  auto& entry = at->second;
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

void TicketIndex::spent(const core::Hash& ticket, std::uint32_t height) {
  if (const auto at = tickets_.find(ticket); at != tickets_.end()) {
    at->second.spent_height = height;
  }
}

void TicketIndex::disconnected(std::uint32_t height) {
  for (auto& [hash, entry] : tickets_) {
    if (entry.spent_height == height) {
      entry.spent_height = 0;
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

}  // namespace dcrvoter::voter
