#include "status/call_json.hpp"

#include "samples.hpp"
#include "status/time_text.hpp"

#include <doctest/doctest.h>

#include <random>
#include <vector>

using namespace dcrvoter;
using namespace dcrvoter::status;
using core::Errc;

namespace {

constexpr std::string_view kNetwork = "mainnet";

const std::string kMined =
    R"({"network":"mainnet",)"
    R"("block":"001f1e1d1c1b1a191817161514131211100f0e0d0c0b0a090807060504030201","height":1100000,)"
    R"("ticket":"abababababababababababababababababababababababababababababababab",)"
    R"("called":"2026-11-23T19:53:21.042Z","called_by":"192.168.1.20:9109","clock_synchronised":true,)"
    R"("late":false,"ticket_was_unknown":false,"fault":"",)"
    R"("sent":{"txid":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","bits":5,)"
    R"("treasury":[{"spend":"1111111111111111111111111111111111111111111111111111111111111111","answer":"yes"}],)"
    R"("after_us":1234},"answers":[{"node":"192.168.1.20:9109","answer":"accepted",)"
    R"("at":"2026-11-23T19:53:21.045Z","tip":1100000,"words":""},{"node":"node.example:9109",)"
    R"("answer":"refused","at":"2026-11-23T19:53:21.051Z","tip":1099999,"words":"orphan \"block\""}],)"
    R"("outcome":"mined","decided_in":"2222222222222222222222222222222222222222222222222222222222222222",)"
    R"("mined":{"txid":"cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd","bits":5,)"
    R"("treasury":[{"spend":"1111111111111111111111111111111111111111111111111111111111111111","answer":"yes"}],)"
    R"("by_twin":false,"as_wished":true},"cause":null,"words":""})";

const std::string kMissed =
    R"({"network":"mainnet",)"
    R"("block":"0101010101010101010101010101010101010101010101010101010101010101","height":1098990,)"
    R"("ticket":"0202020202020202020202020202020202020202020202020202020202020202","called":null,)"
    R"("called_by":"","clock_synchronised":false,"late":false,)"
    R"("ticket_was_unknown":false,"fault":"","sent":null,"answers":[],"outcome":"missed",)"
    R"("decided_in":"0303030303030303030303030303030303030303030303030303030303030303","mined":null,)"
    R"("cause":"box off","words":""})";

/// kMined with one piece of it replaced.
std::string with(const std::string& from, const std::string& to) {
  std::string line = kMined;
  const auto at = line.find(from);
  REQUIRE(at != std::string::npos);
  return line.replace(at, from.size(), to);
}

core::Error error_of(const std::string& line) {
  const auto call = call_from_json(line, kNetwork);
  REQUIRE_FALSE(call);
  return call.error();
}

std::string words_of(const std::string& line) {
  return error_of(line).text;
}

vote::CallRecord random_call(std::mt19937_64& random) {
  const auto below = [&random](std::uint64_t bound) { return random() % bound; };
  const auto hash = [&] { return samples::filled(static_cast<std::uint8_t>(1 + below(255))); };
  const auto text = [&] {
    std::string bytes;
    for (std::uint64_t i = below(20); i > 0; --i) {
      bytes += static_cast<char>(below(256));
    }
    return bytes;
  };
  const auto treasury = [&] {
    std::vector<vote::TreasuryVote> votes;
    for (std::uint64_t i = below(8); i > 0; --i) {
      votes.push_back({hash(), below(2) == 0 ? vote::TreasuryAnswer::yes : vote::TreasuryAnswer::no});
    }
    return votes;
  };
  const auto number = [&] { return static_cast<std::uint32_t>(random()); };
  vote::CallRecord call;
  call.block = hash();
  call.height = number();
  call.ticket = hash();
  call.called = below(3) == 0 ? 0 : static_cast<vote::UnixMillis>(below(std::uint64_t{kLastMoment} * 2));
  call.called_by = text();
  call.clock_synchronised = below(2) == 0;
  if (below(2) == 0) {
    call.sent = vote::SentVote{hash(), static_cast<std::uint16_t>(number()), treasury(), number()};
  }
  for (std::uint64_t i = below(10); i > 0; --i) {
    call.answers.push_back({text(), static_cast<vote::Answer>(1 + below(5)),
                            static_cast<vote::UnixMillis>(below(1'000'000'000'000)), number(), text()});
  }
  call.outcome = static_cast<vote::Outcome>(1 + below(4));
  call.decided_in = below(2) == 0 ? core::Hash{} : hash();
  if (call.outcome == vote::Outcome::mined || below(2) == 0) {
    call.mined = vote::MinedVote{hash(), static_cast<std::uint16_t>(number()), treasury(), below(2) == 0,
                                 below(2) == 0};
  }
  call.cause = static_cast<vote::MissCause>(below(9));
  call.words = text();
  return call;
}

}  // namespace

TEST_CASE("status/call_json: a call as one line") {
  CHECK(call_to_json(samples::mined_call(), kNetwork) == kMined);
  CHECK(call_to_json(samples::missed_call(), kNetwork) == kMissed);
}

TEST_CASE("status/call_json: and back") {
  CHECK(testing::ok(call_from_json(kMined, kNetwork)) == samples::mined_call());
  CHECK(testing::ok(call_from_json(kMissed, kNetwork)) == samples::missed_call());
  CHECK(testing::ok(call_from_json("  " + kMined + "  ", kNetwork)) == samples::mined_call());
}

TEST_CASE("status/call_json: every call gives the same line again, whatever its texts hold") {
  std::mt19937_64 random(4);
  for (int i = 0; i < 2000; ++i) {
    const std::string line = call_to_json(random_call(random), kNetwork);
    CAPTURE(line);
    CHECK(line.find('\n') == std::string::npos);
    CHECK(call_to_json(testing::ok(call_from_json(line, kNetwork)), kNetwork) == line);
  }
}

TEST_CASE("status/call_json: what an outcome leaves behind when it changes is not written") {
  vote::CallRecord call = samples::mined_call();
  call.outcome = vote::Outcome::gone;
  const auto back = testing::ok(call_from_json(call_to_json(call, kNetwork), kNetwork));
  CHECK(back.outcome == vote::Outcome::gone);
  CHECK_FALSE(back.mined);
}

TEST_CASE("status/call_json: an error names the field, what was found and what is allowed") {
  CHECK(words_of(with("\"height\":1100000", "\"height\":4294967296")) ==
        "height: 4294967296 is not between 0 and 4294967295");
  CHECK(error_of(with("\"height\":1100000", "\"height\":-1")) ==
        core::Error{Errc::out_of_range, "height: -1 is not between 0 and 4294967295"});
  CHECK(words_of(with("\"height\":1100000", "\"height\":18446744073709551615")) ==
        "height: 18446744073709551615 is not between 0 and 4294967295");
  CHECK(words_of(with("\"height\":1100000", "\"height\":1.5")) == "height: is no integer");
  CHECK(words_of(with("\"height\":1100000", "\"height\":\"5\"")) == "height: is no integer");
  CHECK(words_of(with("\"height\":1100000,", "")) == "height: the field is missing");
  CHECK(words_of(with("\"bits\":5", "\"bits\":65536")) == "sent.bits: 65536 is not between 0 and 65535");
  CHECK(words_of(with("\"ticket\":\"abab", "\"ticket\":\"abaz")) == "ticket: is no hash of 64 hex digits");
  CHECK(words_of(with("\"block\":\"001f1e", "\"block\":\"1f1e")) == "block: is no hash of 64 hex digits");
  CHECK(words_of(with("\"decided_in\":\"2222", "\"decided_in\":\"22")) ==
        "decided_in: is no hash of 64 hex digits, nor null");
  CHECK(words_of(with("2026-11-23T19:53:21.042Z", "2026-11-23 19:53:21")) ==
        "called: is no time after 1970 such as 2026-11-23T19:53:21.042Z, nor null");
  CHECK(words_of(with("\"clock_synchronised\":true", "\"clock_synchronised\":1")) ==
        "clock_synchronised: is neither true nor false");
  CHECK(words_of(with("\"called_by\":\"192.168.1.20:9109\"", "\"called_by\":7")) ==
        "called_by: is no string");
  CHECK(words_of(with("\"answer\":\"refused\"", "\"answer\":\"re\\u001b\"")) ==
        "answers[1].answer: \"re?\" is none of \"accepted\", \"duplicate\", \"other vote\", \"refused\", "
        "\"lost\"");
  CHECK(words_of(with("\"answer\":\"yes\"", "\"answer\":\"abstain\"")) ==
        "sent.treasury[0].answer: \"abstain\" is none of \"yes\", \"no\"");
  CHECK(words_of(with("\"outcome\":\"mined\"", "\"outcome\":3")) ==
        "outcome: is none of \"open\", \"mined\", \"missed\", \"void\"");
  CHECK(words_of(with("\"outcome\":\"mined\"", "\"outcome\":\"missed\"")) ==
        "mined: is given with the outcome \"missed\"; it belongs to \"mined\"");
  CHECK(words_of(with("\"cause\":null", "\"cause\":\"box off\"")) ==
        "cause: is given with the outcome \"mined\"; it belongs to \"missed\"");
  CHECK(words_of(with("\"by_twin\":false", "\"by_twin\":false,\"more\":1")) ==
        "mined: the field \"more\" is unknown; allowed: txid, bits, treasury, by_twin, as_wished");
  CHECK(words_of(with("\"height\"", "\"hight\""))
            .starts_with("the field \"hight\" is unknown; allowed: network, block,"));
  CHECK(words_of(with("\"mainnet\"", "\"testnet3\"")) ==
        "network: is \"testnet3\", and this configuration is of mainnet");
  CHECK(words_of(with("\"mainnet\"", R"("main\r\nnet\u001b[2J")")) ==
        "network: is \"main??net?[2J\", and this configuration is of mainnet");
  CHECK(words_of(with("\"network\":\"mainnet\",", "")) == "network: the field is missing");
  CHECK(words_of(with("{\"node\":\"node.example:9109\"", "{\"Node\":\"\"")) ==
        "answers[1]: the field \"Node\" is unknown; allowed: node, answer, at, tip, words");
  CHECK(words_of("[]") == "is no JSON object");
  CHECK(words_of("7") == "is no JSON object");
  CHECK(words_of("").starts_with("is no JSON: "));
}

TEST_CASE("status/call_json: lists are limited, and lines") {
  std::string answers;
  for (int i = 0; i < 9; ++i) {
    answers += std::string(i == 0 ? "" : ",") + R"({"node":"","answer":"lost","at":null,"tip":0,"words":""})";
  }
  std::string line = kMissed;
  line.replace(line.find("[]"), 2, "[" + answers + "]");
  CHECK(error_of(line) == core::Error{Errc::out_of_range, "answers: has 9 elements; at most 8 are allowed"});
  CHECK(error_of(std::string(kMostLine + 1, ' ')) == core::Error{Errc::too_large, "is longer than 1024 KiB"});
  CHECK(error_of(std::string(1000, '[')).kind == Errc::malformed);
}

TEST_CASE("status/call_json: a line that ends anywhere is refused") {
  for (std::size_t length = 0; length < kMined.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(call_from_json(kMined.substr(0, length), kNetwork));
  }
}
