/// What a webhook is told.
#pragma once

#include "alert/settings.hpp"
#include "status/judgement.hpp"
#include "vote/record.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dcrvoter::alert {

struct Message {
  enum class Event : std::uint8_t {
    started,        ///< the first state after a start
    state,          ///< it changed, and is not ready
    recovered,      ///< it changed, and is ready
    missed,         ///< calls were missed that no miner left out
    other_choices,  ///< votes were mined with other choices than ours
    test,
  };
  Event event = Event::test;
  status::State state = status::State::ready;
  std::optional<status::State> previous;  ///< as the receiver was told last
  std::vector<status::Reason> reasons;    ///< of the state; none with `missed` and `other_choices`
  std::vector<vote::CallRecord> calls;    ///< of `missed` and `other_choices`, the oldest first
  std::size_t more_calls = 0;             ///< that are left out here
  std::string host, version;              ///< the box's
  vote::UnixMillis at = 0;
};

/// "started", "state", "recovered", "missed", "other_choices", "test": the names in JSON.
[[nodiscard]] std::string_view to_string(Message::Event event) noexcept;

/// One line: "dcrvoter on pi: 2 calls were missed". Printable ASCII.
[[nodiscard]] std::string title_of(const Message& message);
/// The lines below it: reasons with their remedies, calls with their causes. Printable ASCII and line feeds.
[[nodiscard]] std::string text_of(const Message& message);

/// A request's body and what describes it.
struct Post {
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> fields;  ///< further header fields
  std::string body;
};
/// In the form that this receiver takes. docs/alerts.md has all four.
[[nodiscard]] Post to_post(const Message& message, Settings::Style style);

/// A heartbeat's words: a reason a line, as text_of.
[[nodiscard]] std::string reason_lines(const std::vector<status::Reason>& reasons);

}  // namespace dcrvoter::alert
