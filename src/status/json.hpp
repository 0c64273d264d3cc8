/// The snapshot as JSON: the answers of /api/v1/…. Heights and atoms are integers, hashes in display
/// order, times RFC 3339 UTC with milliseconds, what is not known is null. Texts of nodes are valid
/// strings whatever they hold. Each answer is one object with `observed_at` and `network`, and ends with a
/// line feed.
#pragma once

#include "status/page.hpp"
#include "status/snapshot.hpp"

#include <string>

namespace dcrvoter::status {

/// `state` ("ready", "warning", "not_voting") with its `reasons`, `can_vote`, the last block, `nodes`, the
/// number of tickets by state, and of the calls that are shown by outcome; what is known of all calls:
/// `history`, `latency`, `rewards`; what can be expected: `outlook`; `board` and `alerts`. Where amounts and
/// tickets are hidden, those are null.
[[nodiscard]] std::string status_json(const Snapshot& snapshot, Show show = Show::full);
/// The same without what changes by itself: the time, ages, and what the board measures.
[[nodiscard]] std::string lasting_status_json(const Snapshot& snapshot, Show show = Show::full);
/// `tickets`: price in atoms, `state`, the first and the last block that may call each, who votes, who paid.
[[nodiscard]] std::string tickets_json(const Snapshot& snapshot);
/// `votes`: the calls, the latest first, each as call_json.hpp writes it.
[[nodiscard]] std::string votes_json(const Snapshot& snapshot);
/// `agendas`, `treasury_spends`, and `choices` as they are configured; those of single tickets are hidden
/// where tickets are.
[[nodiscard]] std::string choices_json(const Snapshot& snapshot, Show show = Show::full);
/// `accounts` whose public keys a wallet may import, the number of `single` keys, and the state of the
/// back-up.
[[nodiscard]] std::string key_json(const Snapshot& snapshot);

}  // namespace dcrvoter::status
