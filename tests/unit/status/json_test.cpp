#include "status/json.hpp"

#include "samples.hpp"
#include "status/call_json.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

const std::string kHead =
    R"({"observed_at":"2026-11-23T19:53:21.042Z","network":"mainnet","height":1100001,)";

std::string repeated(const char* two_digits) {
  std::string text;
  for (int i = 0; i < 32; ++i) {
    text += two_digits;
  }
  return text;
}

}  // namespace

TEST_CASE("status/json: status") {
  CHECK(
      status_json(samples::full()) ==
      kHead +
          R"("vote_version":11,"state":"warning","reasons":[{"state":"warning","name":"choice",)"
          R"("words":"oldagenda: no agenda of this name is known","remedy":"mend [choices] in the )"
          R"x(configuration, then reload the service (SIGHUP)"},{"state":"warning","name":"agenda",)x"
          R"("words":"the agenda maxtreasuryspend is being voted on, and your tickets abstain by default",)"
          R"("remedy":"choose yes, no or abstain for it in [choices] of the configuration"}],)"
          R"("can_vote":true,"proof":"none","block":null,"nodes":[{"name":"192.168.1.20:9109","connected":true,"calling":true,)"
          R"("searching":false,"tip":1100001,"problem":null}],"tickets":{"mempool":1,"immature":1,"live":0,)"
          R"("voted":0,"missed":0,"expired":1,"other":0},"votes":{"open":0,"mined":1,"missed":1,"void":0},)"
          R"("history":{"mined":0,"missed":0},"latency":{"votes":0,"median_us":0,"p95_us":0,"most_us":0},)"
          R"("rewards":{"sum":0,"votes":0,"last":0,"last_height":null},)"
          R"("outlook":{"next_vote_seconds":1275420,"last_height":1141217,"last_at":"2027-04-15T22:33:21.042Z"},)"
          R"("alerts":{"heartbeat":{"configured":false,"last_success":null,"problem":null},)"
          R"("webhook":{"configured":false,"last_success":null,"problem":null}},"board":{"host":null,)"
          R"("version":null,"model":null,"temperature_celsius":null,"undervoltage":null,"storage_bytes":null,)"
          R"("storage_free_bytes":null,"memory_bytes":null,"memory_available_bytes":null,"memory_used_bytes":null,)"
          R"("uptime_seconds":null,"running_seconds":null,"clock_synchronised":null},"box":null})"
          "\n");
}

TEST_CASE("status/json: tickets, amounts in atoms") {
  Snapshot snapshot = samples::full();
  snapshot.tickets = {samples::ticket(0x31, 1'050'000), samples::ticket(0x33, 0)};
  const std::string who =
      R"("price":20012345678,"voting_address":"DsQxuVRvS4eaJ42dhQEsCXauMWjvopWgrVg",)"
      R"("commitments":[{"address":"DsQxuVRvS4eaJ42dhQEsCXauMWjvopWgrVg","amount":20012348658}]})";
  CHECK(
      tickets_json(snapshot) ==
      kHead + R"("tickets":[{"txid":")" + repeated("31") +
          R"(","state":"expired","height":1050000,"votes_from":1050256,"live_until":1091215,"seen":1050000,)"
          R"("spent_height":null,)" +
          who + R"(,{"txid":")" + repeated("33") +
          R"(","state":"mempool","height":null,"votes_from":null,"live_until":null,"seen":null,)"
          R"("spent_height":null,)" +
          who + "]}\n");
}

TEST_CASE("status/json: votes are the lines of an export in an array, the network said once") {
  const auto line = [](const vote::CallRecord& call) {
    const std::string network = R"("network":"mainnet",)";
    auto text = call_to_json(call, "mainnet");
    REQUIRE(text.substr(1, network.size()) == network);
    return text.erase(1, network.size());
  };
  CHECK(votes_json(samples::full()) ==
        kHead + "\"votes\":[" + line(samples::mined_call()) + "," + line(samples::missed_call()) + "]}\n");
  CHECK(votes_json(samples::ready()) == kHead + "\"votes\":[]}\n");
}

TEST_CASE("status/json: choices") {
  CHECK(choices_json(samples::full()) ==
        kHead +
            R"("vote_version":11,"agendas":[{"id":"maxtreasuryspend",)"
            R"("description":"Change the maximum treasury expenditure policy","status":"started",)"
            R"("ends":"2027-11-13T00:00:00.000Z","choice":"abstain","by_default":true}],)"
            R"("treasury_spends":[{"txid":")" +
            repeated("41") +
            R"(","start":1099000,"end":1101000,"answer":"yes"}],"choices":[{"ticket":null,)" + R"("what":")" +
            repeated("41") + R"(","answer":"yes","problem":null},{"ticket":")" + repeated("31") +
            R"(","what":"oldagenda","answer":"no","problem":"no agenda of this name is known"}]})"
            "\n");
}

TEST_CASE("status/json: an empty snapshot") {
  CHECK(choices_json({}) ==
        R"({"observed_at":null,"network":"mainnet","height":null,"vote_version":0,"agendas":[],)"
        R"("treasury_spends":[],"choices":[]})"
        "\n");
  Snapshot never;
  never.agendas = {{"a", "", "", 0x7fffffffffffffff, "yes", false}};
  CHECK(choices_json(never).find(R"("status":null,"ends":null,"choice":"yes")") != std::string::npos);
}

TEST_CASE("status/json: whatever a node says, the answer is JSON") {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    all += static_cast<char>(byte);
  }
  Snapshot snapshot = samples::full();
  snapshot.nodes[0].name = snapshot.nodes[0].problem = all;
  snapshot.rehearsal = snapshot.store = all;
  snapshot.agendas[0] = {all, all, all, 1, all, true};
  snapshot.spends[0].answer = all;
  snapshot.choices[0] = {all, all, all, all};
  snapshot.calls[0].called_by = snapshot.calls[0].words = snapshot.calls[0].answers[0].words = all;
  for (const std::string& text :
       {status_json(snapshot), tickets_json(snapshot), votes_json(snapshot), choices_json(snapshot)}) {
    boost::json::error_code error;
    const auto value = boost::json::parse(text, error);
    CHECK_FALSE(error);
    CHECK(value.is_object());
    CHECK(text.find('\n') == text.size() - 1);
  }
}
