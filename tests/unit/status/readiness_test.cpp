#include "status/readiness.hpp"

#include "samples.hpp"
#include "status/judgement.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>

using namespace dcrvoter;
using namespace dcrvoter::status;
namespace json = boost::json;

namespace {

std::map<std::string, std::string> checks(const std::string& text) {
  std::map<std::string, std::string> found;
  const json::value parsed = json::parse(text);
  for (const auto& check : parsed.at("checks").as_array()) {
    found.emplace(check.at("name").as_string(), check.at("status").as_string());
  }
  return found;
}

}  // namespace

TEST_CASE("status/readiness: all is well") {
  const Snapshot snapshot = samples::ready();
  CHECK(is_ready(snapshot));
  const std::string text = readiness_json(snapshot);
  CHECK(
      text.starts_with("{\"observed_at\":\"2026-11-23T19:53:21.042Z\",\"status\":\"pass\",\"checks\":["
                       "{\"name\":\"voting_thread\",\"status\":\"pass\",\"words\":null},"));
  const auto all = checks(text);
  CHECK(all.size() == std::size(kReasonNames) + 1);
  for (const std::string_view name : kReasonNames) {
    CHECK(all.at(std::string(name)) == "pass");
  }
  CHECK(health_json(snapshot) ==
        "{\"observed_at\":\"2026-11-23T19:53:21.042Z\",\"status\":\"pass\",\"checks\":["
        "{\"name\":\"voting_thread\",\"status\":\"pass\",\"words\":null}]}\n");
}

TEST_CASE("status/readiness: one of two nodes down is a warning, both are a failure") {
  Snapshot snapshot = samples::ready();
  snapshot.nodes.push_back({"node.example:9109", false, false, false, 0, "refused"});
  CHECK(is_ready(snapshot));
  CHECK(checks(readiness_json(snapshot)).at("node") == "warn");
  snapshot.nodes.front().connected = false;
  CHECK_FALSE(is_ready(snapshot));
  CHECK(checks(readiness_json(snapshot)).at("node") == "fail");
  const auto both = json::parse(readiness_json(snapshot));
  CHECK(both.at("status").as_string() == "fail");
  const auto node = std::ranges::find(kReasonNames, std::string_view("node")) - std::begin(kReasonNames) + 1;
  CHECK(both.at("checks")
            .at(static_cast<std::size_t>(node))
            .at("words")
            .as_string()
            .find("; node.example:9109: refused") != json::string::npos);
  CHECK(checks(health_json(snapshot)).at("voting_thread") == "pass");  // no reason to start anew
}

TEST_CASE("status/readiness: warnings are ready") {
  Snapshot snapshot = samples::full();
  snapshot.store = "no room";
  const auto found = checks(readiness_json(snapshot));
  CHECK(found.at("store") == "warn");
  CHECK(found.at("agenda") == "warn");
  CHECK(found.at("choice") == "warn");
  CHECK(is_ready(snapshot));
  CHECK_FALSE(is_ready({}));
}

TEST_CASE("status/readiness: no answer is a failure") {
  CHECK(no_answer_json() ==
        "{\"observed_at\":null,\"status\":\"fail\",\"checks\":["
        "{\"name\":\"voting_thread\",\"status\":\"fail\",\"words\":\"it did not answer in time\"}]}\n");
}
