#include "status/routes.hpp"

#include "status/json.hpp"
#include "status/json_values.hpp"
#include "status/text.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace dcrvoter::status {
namespace {

struct Entry {
  std::string_view path;
  Route route;
  std::string (*body)(const Snapshot&);
};

constexpr Entry kEntries[] = {
    {"/api/v1/status", {View::status, Form::json}, status_json},
    {"/api/v1/status.txt", {View::status, Form::text}, status_text},
    {"/api/v1/tickets", {View::tickets, Form::json}, tickets_json},
    {"/api/v1/tickets.txt", {View::tickets, Form::text}, tickets_text},
    {"/api/v1/votes", {View::votes, Form::json}, votes_json},
    {"/api/v1/votes.txt", {View::votes, Form::text}, votes_text},
    {"/api/v1/votes.csv", {View::votes, Form::csv}, votes_csv},
    {"/api/v1/choices", {View::choices, Form::json}, choices_json},
    {"/api/v1/choices.txt", {View::choices, Form::text}, choices_text},
};

const Entry* find(const Route& route) {
  const auto* found = std::ranges::find(kEntries, route, &Entry::route);
  return found == std::end(kEntries) ? nullptr : found;
}

const char* content_type(Form form) {
  switch (form) {
    case Form::json: return "application/json";
    case Form::text: return "text/plain; charset=utf-8";
    case Form::csv: return "text/csv; charset=utf-8";
  }
  return "";
}

HttpAnswer make(unsigned status, Form form, std::string body) {
  return {status,
          {{"Content-Type", content_type(form)},
           {"Cache-Control", "no-store"},
           {"X-Content-Type-Options", "nosniff"}},
          std::move(body)};
}

}  // namespace

std::expected<Route, HttpAnswer> route(std::string_view method, std::string_view target) {
  if (method != "GET" && method != "HEAD") {
    HttpAnswer no = refusal(405, "only GET and HEAD are answered here");
    no.headers.emplace_back("Allow", "GET, HEAD");
    return std::unexpected(std::move(no));
  }
  const std::string_view path = target.substr(0, target.find('?'));
  const auto* found = std::ranges::find(kEntries, path, &Entry::path);
  if (found == std::end(kEntries)) {
    return std::unexpected(
        refusal(404,
                "nothing is here; there are /api/v1/status, /api/v1/tickets, /api/v1/votes and "
                "/api/v1/choices"));
  }
  return found->route;
}

HttpAnswer answer(const Route& route, const Snapshot& snapshot) {
  const Entry* entry = find(route);
  return entry == nullptr ? refusal(404, "nothing is here") : make(200, route.form, entry->body(snapshot));
}

HttpAnswer answer(std::string_view method, std::string_view target, const Snapshot& snapshot) {
  auto found = route(method, target);
  return found ? answer(*found, snapshot) : std::move(found.error());
}

HttpAnswer refusal(unsigned status, std::string_view sentence) {
  return make(status, Form::json, json::serialize(json::object{{"error", text_value(sentence)}}) + "\n");
}

std::string target_of(const Route& route) {
  const Entry* entry = find(route);
  return entry == nullptr ? "" : std::string(entry->path);
}

}  // namespace dcrvoter::status
