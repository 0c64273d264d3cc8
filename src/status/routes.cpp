#include "status/routes.hpp"

#include "status/event.hpp"
#include "status/json.hpp"
#include "status/json_values.hpp"
#include "status/metrics.hpp"
#include "status/page_parts.hpp"
#include "status/readiness.hpp"
#include "status/text.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace dcrvoter::status {
namespace {

using Body = std::string (*)(const Snapshot&, Show);
struct Entry {
  std::string_view path;
  Route route;
  Body body;
};

/// A view that hides nothing.
template <std::string (*kView)(const Snapshot&)>
std::string plain(const Snapshot& snapshot, Show /*show*/) {
  return kView(snapshot);
}

template <MetricsForm kForm>
std::string metrics(const Snapshot& snapshot, Show show) {
  return metrics_text(snapshot, kForm, show);
}

constexpr Entry kEntries[] = {
    {"/", {View::page, Form::html}, page_html},
    {"/api/v1/status", {View::status, Form::json}, status_json},
    {"/api/v1/status.txt", {View::status, Form::text}, status_text},
    {"/api/v1/tickets", {View::tickets, Form::json}, plain<tickets_json>},
    {"/api/v1/tickets.txt", {View::tickets, Form::text}, plain<tickets_text>},
    {"/api/v1/votes", {View::votes, Form::json}, plain<votes_json>},
    {"/api/v1/votes.txt", {View::votes, Form::text}, plain<votes_text>},
    {"/api/v1/votes.csv", {View::votes, Form::csv}, plain<votes_csv>},
    {"/api/v1/choices", {View::choices, Form::json}, choices_json},
    {"/api/v1/choices.txt", {View::choices, Form::text}, choices_text},
    {"/api/v1/key", {View::key, Form::json}, plain<key_json>},
    {"/api/v1/events", {View::events, Form::events}, event_text},
    {"/healthz", {View::health, Form::json}, plain<health_json>},
    {"/metrics", {View::metrics, Form::metrics}, metrics<MetricsForm::prometheus>},
    {"/metrics", {View::metrics, Form::openmetrics}, metrics<MetricsForm::openmetrics>},
    {"/readyz", {View::readiness, Form::json}, plain<readiness_json>},
};

const Entry* find(const Route& route) {
  const auto* found = std::ranges::find(kEntries, route, &Entry::route);
  return found == std::end(kEntries) ? nullptr : found;
}

/// What nobody gets who may see health alone: other views leave out what is hidden.
bool is_private(const Route& route) {
  return route.view == View::tickets || route.view == View::votes || route.view == View::key;
}

const char* content_type(Form form) {
  switch (form) {
    case Form::json: return "application/json";
    case Form::text: return "text/plain; charset=utf-8";
    case Form::csv: return "text/csv; charset=utf-8";
    case Form::metrics: return "text/plain; version=0.0.4; charset=utf-8";
    case Form::openmetrics: return "application/openmetrics-text; version=1.0.0; charset=utf-8";
    case Form::events: return "text/event-stream";
    case Form::html: return "text/html; charset=utf-8";
  }
  return "";
}

constexpr std::string_view kNothing =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

constexpr Notice kNoAnswer{
    .state = State::not_voting,
    .title = "Not voting",
    .sentence = "Not voting",
    .words =
        "The voting part of the program does not answer. This page tells more as soon as it does; systemd "
        "starts it anew within a minute, and otherwise a restart of the service or the box helps.",
    .becomes_page = true};

HttpAnswer make(unsigned status, Form form, std::string body, std::string_view policy = kNothing) {
  return {status,
          {{"Content-Type", content_type(form)},
           {"Content-Security-Policy", std::string(policy)},
           {"X-Content-Type-Options", "nosniff"},
           {"X-Frame-Options", "DENY"},
           {"Referrer-Policy", "no-referrer"},
           {"Cross-Origin-Resource-Policy", "same-origin"},
           {"Cache-Control", "no-store"}},
          std::move(body)};
}

}  // namespace

std::expected<Route, HttpAnswer> route(std::string_view method, std::string_view target,
                                       std::string_view accept) {
  if (method != "GET" && method != "HEAD") {
    HttpAnswer no = refusal(405, "only GET and HEAD are answered here");
    no.headers.emplace_back("Allow", "GET, HEAD");
    return std::unexpected(std::move(no));
  }
  const std::string_view path = target.substr(0, target.find('?'));
  const auto* found = std::ranges::find(kEntries, path, &Entry::path);
  if (found == std::end(kEntries)) {
    return std::unexpected(refusal(
        404,
        "nothing is here; there are /, /api/v1/status, tickets, votes, choices, key and events, /healthz, "
        "/readyz and /metrics"));
  }
  Route meant = found->route;
  if (meant.view == View::metrics && accept.find("application/openmetrics-text") != std::string_view::npos) {
    meant.form = Form::openmetrics;
  }
  return meant;
}

HttpAnswer answer(const Route& route, const Snapshot& snapshot, Show show) {
  const Entry* entry = find(route);
  if (entry == nullptr) {
    return refusal(404, "nothing is here");
  }
  if (show == Show::health && is_private(route)) {
    return refusal(403, "this is not shown here: [page] of the configuration says show = \"health\"");
  }
  const unsigned status = route.view == View::readiness && !is_ready(snapshot) ? 503 : 200;
  return make(status, route.form, entry->body(snapshot, show),
              route.view == View::page ? std::string_view(page_policy()) : kNothing);
}

HttpAnswer answer(std::string_view method, std::string_view target, const Snapshot& snapshot, Show show) {
  auto found = route(method, target);
  return found ? answer(*found, snapshot, show) : std::move(found.error());
}

HttpAnswer events_head() {
  return make(200, Form::events, {});
}

HttpAnswer without_snapshot(const Route& route) {
  HttpAnswer answer = route.view == View::page ? make(503, Form::html, notice_html(kNoAnswer), page_policy())
                      : route.view == View::health || route.view == View::readiness
                          ? make(503, Form::json, no_answer_json())
                          : refusal(503, "the voting thread did not answer in time");
  answer.headers.emplace_back("Retry-After", "5");
  return answer;
}

HttpAnswer refusal(unsigned status, std::string_view sentence) {
  HttpAnswer answer =
      make(status, Form::json, json::serialize(json::object{{"error", text_value(sentence)}}) + "\n");
  answer.sentence = sentence;
  return answer;
}

HttpAnswer as_page(HttpAnswer answer, std::string_view accept) {
  if (answer.sentence.empty() || accept.find("text/html") == std::string_view::npos) {
    return answer;
  }
  const std::string words = as_sentence(answer.sentence) + ".";
  const HttpAnswer page = make(
      answer.status, Form::html,
      notice_html({.state = State::warning, .title = "Not shown", .sentence = "Not shown", .words = words}),
      page_policy());
  for (const auto& [name, value] : page.headers) {
    const auto same = std::ranges::find(answer.headers, name, &std::pair<std::string, std::string>::first);
    same->second = value;
  }
  answer.body = page.body;
  return answer;
}

std::string target_of(const Route& route) {
  const Entry* entry = find(route);
  return entry == nullptr ? "" : std::string(entry->path);
}

}  // namespace dcrvoter::status
