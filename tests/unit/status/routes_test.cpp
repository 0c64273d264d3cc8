#include "status/routes.hpp"

#include "samples.hpp"
#include "status/json.hpp"
#include "status/text.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

std::string header(const HttpAnswer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers) {
    if (key == name) {
      return value;
    }
  }
  return "";
}

}  // namespace

TEST_CASE("status/routes: each view in its forms") {
  const Snapshot snapshot = samples::full();
  const struct {
    const char* target;
    const char* type;
    std::string body;
  } rows[] = {{"/api/v1/status", "application/json", status_json(snapshot)},
              {"/api/v1/status.txt", "text/plain; charset=utf-8", status_text(snapshot)},
              {"/api/v1/tickets", "application/json", tickets_json(snapshot)},
              {"/api/v1/tickets.txt", "text/plain; charset=utf-8", tickets_text(snapshot)},
              {"/api/v1/votes", "application/json", votes_json(snapshot)},
              {"/api/v1/votes.txt", "text/plain; charset=utf-8", votes_text(snapshot)},
              {"/api/v1/votes.csv", "text/csv; charset=utf-8", votes_csv(snapshot)},
              {"/api/v1/choices", "application/json", choices_json(snapshot)},
              {"/api/v1/choices.txt?a=b/../c", "text/plain; charset=utf-8", choices_text(snapshot)}};
  for (const auto& row : rows) {
    CAPTURE(row.target);
    for (const char* method : {"GET", "HEAD"}) {
      const HttpAnswer answer = status::answer(method, row.target, snapshot);
      CHECK(answer.status == 200);
      CHECK(header(answer, "Content-Type") == row.type);
      CHECK(header(answer, "Cache-Control") == "no-store");
      CHECK(answer.body == row.body);
    }
  }
}

TEST_CASE("status/routes: refusals are JSON") {
  const HttpAnswer post = answer("POST", "/api/v1/status", {});
  CHECK(post.status == 405);
  CHECK(header(post, "Allow") == "GET, HEAD");
  CHECK(post.body == "{\"error\":\"only GET and HEAD are answered here\"}\n");
  CHECK(answer("get", "/api/v1/status", {}).status == 405);
  const HttpAnswer nothing = answer("GET", "/api/v2/status", {});
  CHECK(nothing.status == 404);
  CHECK(header(nothing, "Content-Type") == "application/json");
  CHECK(answer("GET", "", {}).status == 404);
  CHECK(answer(Route{View::status, Form::csv}, {}).status == 404);
  CHECK(refusal(503, "a \"b\" \xff").body == "{\"error\":\"a \\\"b\\\" \uFFFD\"}\n");
}

TEST_CASE("status/routes: targets and routes are each other's inverse") {
  for (const View view : {View::status, View::tickets, View::votes, View::choices}) {
    for (const Form form : {Form::json, Form::text}) {
      const auto found = route("GET", target_of({view, form}));
      REQUIRE(found);
      CHECK(*found == Route{view, form});
    }
  }
  CHECK(target_of({View::votes, Form::csv}) == "/api/v1/votes.csv");
  CHECK(target_of({View::tickets, Form::csv}).empty());
}
