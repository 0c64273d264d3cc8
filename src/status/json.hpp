/// The snapshot as JSON: the answers of /api/v1/…. Heights and atoms are integers, hashes in display
/// order, times RFC 3339 UTC with milliseconds, what is not known is null. Texts of nodes are valid
/// strings whatever they hold. Each answer is one object with `observed_at` and `network`, and ends with a
/// line feed.
#pragma once

#include "status/snapshot.hpp"

#include <string>

namespace dcrvoter::status {

/// `state` ("ready", "warning", "not_voting") with its `reasons`, `can_vote`, `height`, `nodes`, the number
/// of tickets by state, and of the calls that are shown by outcome.
[[nodiscard]] std::string status_json(const Snapshot& snapshot);
/// `tickets`: price in atoms, `state`, the first and the last block that may call each, who votes, who paid.
[[nodiscard]] std::string tickets_json(const Snapshot& snapshot);
/// `votes`: the calls, the latest first, each as call_json.hpp writes it.
[[nodiscard]] std::string votes_json(const Snapshot& snapshot);
/// `agendas`, `treasury_spends`, and `choices` as they are configured.
[[nodiscard]] std::string choices_json(const Snapshot& snapshot);

}  // namespace dcrvoter::status
