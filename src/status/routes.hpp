/// What the doors answer: pure, so that each door (the Unix socket, one for the network) serves the same.
///
///   /                                             the page (page.hpp)
///   /api/v1/status, tickets, votes, choices, key  JSON (json.hpp)
///   the same but for the key with .txt            plain text for people (text.hpp)
///   /api/v1/votes.csv                             for spreadsheets
///   /api/v1/events                                the status as it changes (event.hpp)
///   /healthz, /readyz                             for monitors (readiness.hpp)
///   /metrics                                      for Prometheus (metrics.hpp)
///
/// GET and HEAD only. Every refusal is JSON: {"error": "one sentence"}; browsers get a page. No answer may be
/// kept, framed or read by another site's page, and none sets a cookie.
#pragma once

#include "status/page.hpp"
#include "status/snapshot.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dcrvoter::status {

struct HttpAnswer {
  unsigned status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  ///< all but Content-Length and Connection
  std::string body;
  std::string sentence{};  ///< of a refusal, as its body has it
};

enum class View : std::uint8_t {
  page,
  status,
  tickets,
  votes,
  choices,
  key,
  events,
  health,
  readiness,
  metrics
};
enum class Form : std::uint8_t { json, text, csv, html, events, metrics, openmetrics };
struct Route {
  View view = View::status;
  Form form = Form::json;
  friend bool operator==(const Route&, const Route&) = default;
};

/// Which view is meant, before there is a snapshot; or the refusal: 405 with Allow, 404. A query behind
/// the path is ignored; the path itself is compared byte by byte.
[[nodiscard]] std::expected<Route, HttpAnswer> route(std::string_view method, std::string_view target,
                                                     std::string_view accept = {});
/// 403 for what `show` hides: tickets, votes, the key. Of the events: the one of this snapshot.
[[nodiscard]] HttpAnswer answer(const Route& route, const Snapshot& snapshot, Show show = Show::full);
/// Both in one.
[[nodiscard]] HttpAnswer answer(std::string_view method, std::string_view target, const Snapshot& snapshot,
                                Show show = Show::full);
/// What the answer with the events begins with; it has no end.
[[nodiscard]] HttpAnswer events_head();
/// What is answered when the voting thread does not tell: 503. In the page's place: a notice.
[[nodiscard]] HttpAnswer without_snapshot(const Route& route);

/// A JSON error of this status.
[[nodiscard]] HttpAnswer refusal(unsigned status, std::string_view sentence);
/// The same refusal as a page for those whose Accept names HTML; any other answer as it is.
[[nodiscard]] HttpAnswer as_page(HttpAnswer answer, std::string_view accept);

/// The path of a view, for clients.
[[nodiscard]] std::string target_of(const Route& route);

}  // namespace dcrvoter::status
