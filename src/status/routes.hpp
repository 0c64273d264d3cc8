/// What the doors answer: pure, so that each door (the Unix socket, one for the network) serves the same.
///
///   /api/v1/status, tickets, votes, choices       JSON (json.hpp)
///   the same with .txt                            plain text for people (text.hpp)
///   /api/v1/votes.csv                             for spreadsheets
///
/// GET and HEAD only. Every refusal is JSON: {"error": "one sentence"}.
#pragma once

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
};

enum class View : std::uint8_t { status, tickets, votes, choices };
enum class Form : std::uint8_t { json, text, csv };
struct Route {
  View view = View::status;
  Form form = Form::json;
  friend bool operator==(const Route&, const Route&) = default;
};

/// Which view is meant, before there is a snapshot; or the refusal: 405 with Allow, 404. A query behind
/// the path is ignored; the path itself is compared byte by byte.
[[nodiscard]] std::expected<Route, HttpAnswer> route(std::string_view method, std::string_view target);
[[nodiscard]] HttpAnswer answer(const Route& route, const Snapshot& snapshot);
/// Both in one.
[[nodiscard]] HttpAnswer answer(std::string_view method, std::string_view target, const Snapshot& snapshot);

/// A JSON error of this status.
[[nodiscard]] HttpAnswer refusal(unsigned status, std::string_view sentence);

/// The path of a view, for clients.
[[nodiscard]] std::string target_of(const Route& route);

}  // namespace dcrvoter::status
