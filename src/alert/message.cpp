#include "alert/message.hpp"

#include "status/foreign_text.hpp"
#include "status/time_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace dcrvoter::alert {
namespace {

namespace json = boost::json;
using Event = Message::Event;
using status::State;

/// Discord takes 2000 characters; the others more.
constexpr std::size_t kMostText = 1800;
constexpr std::size_t kMostLine = 400;

/// Printable ASCII on one line, cut off without a mark: fit for a header field too.
std::string plain(std::string_view text, std::size_t limit = kMostLine) {
  return status::printable(text.substr(0, limit), limit);
}

std::string words_of(State state) {
  switch (state) {
    case State::ready: return "can vote";
    case State::warning: return "can vote, with a warning";
    case State::not_voting: break;
  }
  return "cannot vote";
}

std::string count_of(const Message& message, const char* one, const char* many) {
  const auto count = message.calls.size() + message.more_calls;
  return count == 1 ? one : std::to_string(count) + many;
}

std::string line_of(const vote::CallRecord& call, Event event) {
  std::string text = "height " + std::to_string(call.height) + ", ticket " + call.ticket.to_string();
  if (event == Event::missed) {
    text += ": " + std::string(to_string(call.cause));
    text += call.words.empty() ? "" : " (" + plain(call.words) + ")";
  }
  return text;
}

/// What Slack reads as the begin of a link or a mention is written as it wants it (its "escaping text").
std::string slack_text(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else {
      safe += c;
    }
  }
  return safe;
}

bool is_bad(const Message& message) {
  return message.event == Event::missed || message.event == Event::other_choices ||
         message.state == State::not_voting;
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(status::valid_utf8(text));
}

std::string to_json(const Message& message) {
  json::array reasons;
  for (const auto& reason : message.reasons) {
    reasons.push_back(json::object{{"state", status::to_string(reason.state)},
                                   {"name", reason.name},
                                   {"words", status::valid_utf8(reason.words)},
                                   {"remedy", status::valid_utf8(reason.remedy)}});
  }
  json::array calls;
  for (const auto& call : message.calls) {
    calls.push_back(json::object{{"height", call.height},
                                 {"block", call.block.to_string()},
                                 {"ticket", call.ticket.to_string()},
                                 {"cause", text_or_null(std::string(to_string(call.cause)))}});
  }
  json::object object{{"source", "dcrvoter"},
                      {"version", message.version},
                      {"host", text_or_null(message.host)},
                      {"at", text_or_null(status::rfc3339(message.at))},
                      {"event", to_string(message.event)},
                      {"state", status::to_string(message.state)}};
  object["previous"] =
      message.previous ? json::value(status::to_string(*message.previous)) : json::value(nullptr);
  object["title"] = title_of(message);
  object["text"] = text_of(message);
  object["reasons"] = std::move(reasons);
  object["calls"] = std::move(calls);
  object["more_calls"] = message.more_calls;
  return json::serialize(object) + "\n";
}

}  // namespace

std::string_view to_string(Event event) noexcept {
  switch (event) {
    case Event::started: return "started";
    case Event::state: return "state";
    case Event::recovered: return "recovered";
    case Event::missed: return "missed";
    case Event::other_choices: return "other_choices";
    case Event::test: break;
  }
  return "test";
}

std::string title_of(const Message& message) {
  const std::string box = "dcrvoter" + (message.host.empty() ? "" : " on " + plain(message.host, 64)) + ": ";
  switch (message.event) {
    case Event::started: return box + "started, " + words_of(message.state);
    case Event::state: return box + words_of(message.state);
    case Event::recovered: return box + "recovered, " + words_of(message.state);
    case Event::missed: return box + count_of(message, "a call was missed", " calls were missed");
    case Event::other_choices:
      return box + count_of(message, "a vote was mined with other choices than yours",
                            " votes were mined with other choices than yours");
    case Event::test: break;
  }
  return box + "this is a test, nothing happened";
}

std::string reason_lines(const std::vector<status::Reason>& reasons) {
  std::string text;
  for (const auto& reason : reasons) {
    const std::string line = plain(reason.words) + " - " + plain(reason.remedy);
    if (text.size() + line.size() < kMostText) {
      text += (text.empty() ? "" : "\n") + line;
    }
  }
  return text;
}

std::string text_of(const Message& message) {
  std::string text = reason_lines(message.reasons);
  std::size_t more = message.more_calls;
  for (const auto& call : message.calls) {
    const std::string line = line_of(call, message.event);
    if (text.size() + line.size() < kMostText) {
      text += (text.empty() ? "" : "\n") + line;
    } else {
      ++more;
    }
  }
  return more == 0 ? text : text + "\nand " + std::to_string(more) + " more: \"dcrvoter votes\" shows them";
}

Post to_post(const Message& message, Settings::Style style) {
  using Style = Settings::Style;
  const std::string title = title_of(message);
  const std::string text = text_of(message);
  const std::string all = text.empty() ? title : title + "\n" + text;
  constexpr const char* kJson = "application/json";
  switch (style) {
    case Style::discord:
      // A node's words shall call nobody.
      return {kJson,
              {},
              json::serialize(json::object{{"content", all},
                                           {"allowed_mentions", json::object{{"parse", json::array{}}}}})};
    case Style::slack: return {kJson, {}, json::serialize(json::object{{"text", slack_text(all)}})};
    case Style::ntfy: {
      const bool bad = is_bad(message);
      const bool well = message.state == State::ready && !bad;
      return {"text/plain; charset=utf-8",
              {{"Title", title},
               {"Priority", bad ? "high" : "default"},
               {"Tags", bad ? "rotating_light" : (well ? "white_check_mark" : "warning")}},
              text.empty() ? title : text};
    }
    case Style::json: break;
  }
  return {kJson, {}, to_json(message)};
}

}  // namespace dcrvoter::alert
