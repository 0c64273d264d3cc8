/// What monitors ask: whether the program works, and whether it can vote. Both are JSON with a list of named
/// checks, the same in each answer.
///
///   {"observed_at": …, "status": "warn", "checks": [{"name": "node", "status": "warn", "words": "…"}, …]}
///
/// A status is "pass", "warn" or "fail"; `words` is null where all is well.
#pragma once

#include "status/snapshot.hpp"

#include <string>

namespace dcrvoter::status {

/// Ready is what votes: with a warning too, and without tickets.
[[nodiscard]] bool is_ready(const Snapshot& snapshot);

/// Of /readyz: the check "voting_thread", and one for each kind of reason (judgement.hpp).
[[nodiscard]] std::string readiness_json(const Snapshot& snapshot);
/// Of /healthz: the check "voting_thread" alone. A node or a disk that is gone is no reason to start anew.
[[nodiscard]] std::string health_json(const Snapshot& snapshot);
/// Of both, when the voting thread has not answered.
[[nodiscard]] std::string no_answer_json();

}  // namespace dcrvoter::status
