#include "alert/message.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <doctest/doctest.h>

#include <algorithm>

using namespace dcrvoter;
using alert::Message;
using alert::Settings;
using status::State;
using Event = Message::Event;
using Style = Settings::Style;
namespace json = boost::json;

namespace {

Message not_voting(std::string words = "192.0.2.7:9109: not connected") {
  return {.event = Event::state,
          .state = State::not_voting,
          .previous = State::ready,
          .reasons = {{State::not_voting, "node", std::move(words), "\"dcrvoter check\" says what to mend"}},
          .calls = {},
          .host = "pi",
          .version = "1.2.3",
          .at = 1'763'928'000'000};
}

Message missed(std::size_t count) {
  Message message{.event = Event::missed,
                  .state = State::ready,
                  .previous = State::ready,
                  .reasons = {},
                  .calls = {},
                  .host = "pi",
                  .version = "1.2.3",
                  .at = 1'763'928'000'000};
  for (std::size_t i = 0; i < count; ++i) {
    vote::CallRecord call;
    call.height = static_cast<std::uint32_t>(900'000 + i);
    call.outcome = vote::Outcome::missed;
    call.cause = vote::MissCause::no_node;
    message.calls.push_back(call);
  }
  return message;
}

const char* const kNasty = "@everyone <!channel> \x1b[2J\r\nX-Evil: 1 \xff\xe2\x80\xae & \"quoted\"";

}  // namespace

TEST_CASE("alert/message: titles") {
  CHECK(title_of(not_voting()) == "dcrvoter on pi: cannot vote");
  CHECK(title_of(missed(1)) == "dcrvoter on pi: a call was missed");
  CHECK(title_of(missed(3)) == "dcrvoter on pi: 3 calls were missed");
  Message message;
  CHECK(title_of(message) == "dcrvoter: this is a test, nothing happened");
  message.event = Event::recovered;
  CHECK(title_of(message) == "dcrvoter: recovered, can vote");
}

TEST_CASE("alert/message: the text names reasons, remedies and causes") {
  CHECK(text_of(not_voting()) == "192.0.2.7:9109: not connected - \"dcrvoter check\" says what to mend");
  CHECK(text_of(missed(1)) == "height 900000, ticket " + std::string(64, '0') + ": no node connected");
}

TEST_CASE("alert/message: JSON for programs") {
  const auto post = to_post(not_voting(), Style::json);
  CHECK(post.content_type == "application/json");
  const auto value = json::parse(post.body).as_object();
  CHECK(value.at("source").as_string() == "dcrvoter");
  CHECK(value.at("version").as_string() == "1.2.3");
  CHECK(value.at("host").as_string() == "pi");
  CHECK(value.at("at").as_string() == "2025-11-23T20:00:00.000Z");
  CHECK(value.at("event").as_string() == "state");
  CHECK(value.at("state").as_string() == "not_voting");
  CHECK(value.at("previous").as_string() == "ready");
  CHECK(value.at("reasons").at(0).at("name").as_string() == "node");
  CHECK(value.at("calls").as_array().empty());
  CHECK(value.at("more_calls").to_number<int>() == 0);
  const auto misses = json::parse(to_post(missed(2), Style::json).body).as_object();
  CHECK(misses.at("calls").at(1).at("height").to_number<int>() == 900'001);
  CHECK(misses.at("calls").at(1).at("cause").as_string() == "no node connected");
}

TEST_CASE("alert/message: Discord takes 2000 characters and calls nobody") {
  for (const Message& message : {not_voting(kNasty), not_voting(std::string(9000, '@')), missed(20)}) {
    const auto post = to_post(message, Style::discord);
    const auto value = json::parse(post.body).as_object();
    CHECK(value.at("content").as_string().size() <= 2000);
    CHECK_FALSE(value.at("content").as_string().empty());
    CHECK(value.at("allowed_mentions").at("parse").as_array().empty());
  }
}

TEST_CASE("alert/message: Slack's links and mentions cannot be written by a node") {
  const auto post = to_post(not_voting(kNasty), Style::slack);
  const auto value = json::parse(post.body).as_object();
  CHECK(value.size() == 1);
  const std::string text(value.at("text").as_string());
  CHECK(text.find_first_of("<>") == std::string::npos);
  CHECK(text.find("&lt;!channel&gt;") != std::string::npos);
}

TEST_CASE("alert/message: ntfy's header fields are plain, whatever a node or a host is called") {
  Message message = not_voting(kNasty);
  message.host = kNasty + std::string(99, '\xff');
  const auto post = to_post(message, Style::ntfy);
  REQUIRE(post.fields.size() == 3);
  CHECK(post.fields[0].first == "Title");
  CHECK(post.fields[1] == std::pair<std::string, std::string>("Priority", "high"));
  CHECK(post.fields[2] == std::pair<std::string, std::string>("Tags", "rotating_light"));
  for (const auto& [name, value] : post.fields) {
    CHECK(std::ranges::all_of(value, [](unsigned char c) { return c >= 0x20 && c < 0x80; }));
  }
  CHECK_FALSE(post.body.empty());
  message = {};
  CHECK(to_post(message, Style::ntfy).fields[1].second == "default");
  CHECK_FALSE(to_post(message, Style::ntfy).body.empty());
}

TEST_CASE("alert/message: all that leaves is valid and bounded") {
  Message message = not_voting(std::string(100'000, '\xff'));
  for (int i = 0; i < 100; ++i) {
    message.reasons.push_back(message.reasons.front());
  }
  CHECK(text_of(message).size() < 1900);
  CHECK(std::ranges::all_of(text_of(message), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
}
