/// One event of `/api/v1/events` (server-sent events): the status, as often as it changes.
///
///   id: 0123456789abcdef      the same as long as nothing has changed but what changes by itself, such as
///   the time;
///                             over restarts too
///   event: status
///   data: the JSON of /api/v1/status, in one line
///
/// Source of the form: WHATWG HTML, "Server-sent events".
#pragma once

#include "status/page.hpp"
#include "status/snapshot.hpp"

#include <chrono>
#include <string>

namespace dcrvoter::status {

/// What the votes, choices, key and state are, in 16 hex digits: others when one of them is another.
[[nodiscard]] std::string fingerprint(const Snapshot& snapshot, Show show);
/// As above, with the empty line at its end.
[[nodiscard]] std::string event_text(const Snapshot& snapshot, Show show);

struct EventTiming {
  std::chrono::milliseconds look{2'000};   ///< between snapshots; more with very many tickets
  std::chrono::milliseconds news{10'000};  ///< an event at least so often, if the voting thread answers
  std::chrono::milliseconds sign{15'000};  ///< else a comment, so that nobody takes the connection for dead
};

}  // namespace dcrvoter::status
