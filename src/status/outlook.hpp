/// What may be expected, reckoned from a snapshot: the next vote, and how long the box is needed.
#pragma once

#include "status/snapshot.hpp"

#include <cstdint>

namespace dcrvoter::status {

struct Outlook {
  double chance = 0;            ///< that the next block calls one of our tickets, 0 to 1
  std::uint64_t next_vote = 0;  ///< seconds until then on the average; 0: no ticket can be called ever
  bool pool_known = false;      ///< else the network's target size was taken
  /// The first block that can call one of our tickets that are not live yet. Of one in the mempool, as if the
  /// next block held it. 0: there is none.
  std::uint32_t first_height = 0;
  /// "When may I unplug it": the last block that can call a ticket known now, were none bought any more; of
  /// one in the mempool likewise. 0: no ticket.
  std::uint32_t last_height = 0;
  vote::UnixMillis last_at = 0;  ///< when that block comes at the target's pace; 0: no ticket
};

/// The chance of k of N tickets in a draw of five: 1 - (1 - k/N)^5, near enough for a pool of thousands.
[[nodiscard]] Outlook outlook(const Snapshot& snapshot);

}  // namespace dcrvoter::status
