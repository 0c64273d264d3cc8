#include "status/routes.hpp"

#include "samples.hpp"
#include "status/event.hpp"
#include "status/json.hpp"
#include "status/metrics.hpp"
#include "status/readiness.hpp"
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

TEST_CASE("status/routes: a browser reads a refusal as a page") {
  constexpr std::string_view kBrowser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  const HttpAnswer json = answer("POST", "/", {});
  const HttpAnswer page = as_page(json, kBrowser);
  CHECK(page.status == 405);
  CHECK(header(page, "Allow") == "GET, HEAD");
  CHECK(header(page, "Content-Type") == "text/html; charset=utf-8");
  CHECK(header(page, "Content-Security-Policy") == page_policy());
  CHECK(page.headers.size() == json.headers.size());
  CHECK(page.body.find("Only GET and HEAD are answered here.</p>") != std::string::npos);
  CHECK(page.body.find("<script>") == std::string::npos);
  CHECK(as_page(json, "*/*").body == json.body);
  CHECK(as_page(json, "").body == json.body);
  CHECK(as_page(refusal(421, "<b>"), kBrowser).body.find("&lt;b&gt;.") != std::string::npos);
  CHECK(as_page(answer("GET", "/api/v1/status", {}), kBrowser).body == status_json({}));
  CHECK(as_page(answer("GET", "/readyz", {}), kBrowser).body == readiness_json({}));
}

TEST_CASE(
    "status/routes: without an answer of the voting thread the page says so, and comes back by itself") {
  const HttpAnswer late = without_snapshot({View::page, Form::html});
  CHECK(late.status == 503);
  CHECK(header(late, "Content-Type") == "text/html; charset=utf-8");
  CHECK(header(late, "Content-Security-Policy") == page_policy());
  CHECK(header(late, "Retry-After") == "5");
  for (const char* part :
       {"<title>⬣ Not voting · dcrvoter</title>", "<h1 role=status>Not voting</h1>",
        "The voting part of the program does not answer.", "<script>", "id=old", "<main>"}) {
    CAPTURE(part);
    CHECK(late.body.find(part) != std::string::npos);
  }
  CHECK(late.body.find("Ready") == std::string::npos);
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

TEST_CASE("status/routes: monitors and the key") {
  const Snapshot snapshot = samples::full();
  CHECK(answer("GET", "/readyz", snapshot).status == 200);
  CHECK(answer("GET", "/readyz", {}).status == 503);
  CHECK(answer("GET", "/healthz", {}).status == 200);
  CHECK(answer("GET", "/api/v1/key", snapshot).body == key_json(snapshot));
  const HttpAnswer events = answer("GET", "/api/v1/events", snapshot);
  CHECK(header(events, "Content-Type") == "text/event-stream");
  CHECK(events.body == event_text(snapshot, Show::full));
  CHECK(header(events_head(), "Content-Type") == "text/event-stream");
  for (const View view : {View::health, View::readiness}) {
    const HttpAnswer late = without_snapshot({view, Form::json});
    CHECK(late.status == 503);
    CHECK(late.body == no_answer_json());
    CHECK(header(late, "Retry-After") == "5");
  }
  CHECK(without_snapshot({View::status, Form::json}).body ==
        "{\"error\":\"the voting thread did not answer in time\"}\n");
}

TEST_CASE("status/routes: metrics in the form that is asked for") {
  const Snapshot snapshot = samples::full();
  const auto asked = [&](std::string_view accept) {
    const auto found = route("GET", "/metrics", accept);
    REQUIRE(found);
    return answer(*found, snapshot);
  };
  for (const char* accept : {"", "*/*", "text/plain;version=0.0.4"}) {
    CHECK(header(asked(accept), "Content-Type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(asked(accept).body == metrics_text(snapshot, MetricsForm::prometheus));
  }
  const HttpAnswer open =
      asked("application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
  CHECK(header(open, "Content-Type") == "application/openmetrics-text; version=1.0.0; charset=utf-8");
  CHECK(open.body == metrics_text(snapshot, MetricsForm::openmetrics));
}

TEST_CASE("status/routes: where only health is shown") {
  const Snapshot snapshot = samples::full();
  const auto shown = [&](const char* target) { return answer("GET", target, snapshot, Show::health); };
  for (const char* target : {"/api/v1/tickets", "/api/v1/tickets.txt", "/api/v1/votes", "/api/v1/votes.txt",
                             "/api/v1/votes.csv", "/api/v1/key"}) {
    CAPTURE(std::string(target));
    CHECK(shown(target).status == 403);
  }
  // No answer has a ticket, a vote or the key.
  for (const char* target : {"/", "/api/v1/status", "/api/v1/status.txt", "/api/v1/choices",
                             "/api/v1/choices.txt", "/api/v1/events", "/healthz", "/readyz", "/metrics"}) {
    CAPTURE(std::string(target));
    const HttpAnswer answer = shown(target);
    CHECK(answer.status == 200);
    for (const char* hex : {"31", "32", "33", "ab", "cd", "02"}) {
      CHECK(answer.body.find(std::string(hex) + hex + hex + hex) == std::string::npos);
    }
  }
}
