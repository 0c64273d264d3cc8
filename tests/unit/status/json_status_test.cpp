// What the status tells besides state, nodes and counts.
#include "samples.hpp"
#include "status/json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;
namespace json = boost::json;

namespace {

Snapshot told() {
  Snapshot snapshot = samples::full();
  snapshot.block = BlockView{
      samples::filled(0x55), 1'100'001, samples::kMoment - 90'000, samples::kMoment - 41'000, 41, 40'960,
      20'000'000'000};
  snapshot.history.mined = 37;
  snapshot.history.missed = 1;
  snapshot.history.latency.count = 37;
  snapshot.history.latency.median = 3'100;
  snapshot.history.latency.p95 = 4'900;
  snapshot.history.latency.most = 80'000;
  snapshot.history.rewards = {.sum = 500, .count = 37, .last = 13, .last_height = 1'100'000};
  snapshot.board.host = "kitchen \xff";
  snapshot.board.temperature = 61.5;
  snapshot.board.undervoltage = false;
  snapshot.board.storage_free = std::uint64_t{9} << 40;
  snapshot.heartbeat = {.configured = true, .last_success = samples::kMoment, .problem = "no answer"};
  snapshot.key.accounts = {{"dpubZ", "01234567", "seed, m/44'/42'/0'"}};
  snapshot.key.single = 2;
  snapshot.key.backup = KeyView::Backup::missing;
  return snapshot;
}

std::string part(const std::string& text, const char* name) {
  return json::serialize(json::parse(text).at(name));
}

}  // namespace

TEST_CASE("status/json: the parts of the status") {
  const std::string text = status_json(told());
  CHECK(part(text, "block") ==
        "{\"hash\":\"" + samples::filled(0x55).to_string() +
            "\",\"height\":1100001,\"made\":\"2026-11-23T19:51:51.042Z\",\"seen\":"
            "\"2026-11-23T19:52:40.042Z\",\"pool_size\":40960,\"ticket_price\":20000000000}");
  CHECK(part(text, "history") == R"({"mined":37,"missed":1})");
  CHECK(part(text, "latency") == R"({"votes":37,"median_us":3100,"p95_us":4900,"most_us":80000})");
  CHECK(part(text, "rewards") == R"({"sum":500,"votes":37,"last":13,"last_height":1100000})");
  const json::value board = json::parse(text).at("board");
  CHECK(board.at("host").as_string() == "kitchen \uFFFD");
  CHECK(board.at("temperature_celsius").as_double() == doctest::Approx(61.5));
  CHECK_FALSE(board.at("undervoltage").as_bool());
  CHECK(board.at("storage_free_bytes").to_number<std::uint64_t>() == std::uint64_t{9} << 40);
  CHECK(part(json::serialize(json::parse(text).at("alerts")), "heartbeat") ==
        R"({"configured":true,"last_success":"2026-11-23T19:53:21.042Z","problem":"no answer"})");
  CHECK(part(text, "box") == "null");
}

TEST_CASE("status/json: what the appliance's programs say") {
  Snapshot snapshot = told();
  snapshot.box = BoxView{"0.1.0", "5f1c", "b", {{"w\"1", "r1"}}, BoxView::Update::trial, "0.2.0", "on trial"};
  CHECK(part(status_json(snapshot), "box") ==
        R"({"release":"0.1.0","build":"5f1c","slot":"b","problems":[{"words":"w\"1","remedy":"r1"}],)"
        R"("update":{"state":"trial","release":"0.2.0","words":"on trial"}})");
  snapshot.box = BoxView{};
  CHECK(
      part(status_json(snapshot), "box") ==
      R"({"release":null,"build":null,"slot":null,"problems":[],"update":{"state":"none","release":null,"words":null}})");
}

TEST_CASE("status/json: health hides tickets and amounts") {
  const std::string text = status_json(told(), Show::health);
  for (const char* name : {"tickets", "rewards", "outlook"}) {
    CHECK(part(text, name) == "null");
  }
  CHECK(part(text, "state") == "\"warning\"");
  const json::array choices = json::parse(choices_json(told(), Show::health)).at("choices").as_array();
  CHECK(choices.size() == 1);
  CHECK(choices.front().at("ticket").is_null());
}

TEST_CASE("status/json: the key") {
  CHECK(key_json(told()) ==
        R"({"observed_at":"2026-11-23T19:53:21.042Z","network":"mainnet","height":1100001,)"
        R"("accounts":[{"xpub":"dpubZ","fingerprint":"01234567","origin":"seed, m/44'/42'/0'"}],)"
        R"("single":2,"backup":"missing"})"
        "\n");
}
