#include "node/outgoing.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::node;

namespace {

/// The messages that these calls leave in; a vote is written in capitals.
std::vector<std::string> messages(const std::vector<std::string>& texts) {
  std::vector<Outgoing> calls;
  for (const auto& text : texts) {
    const bool vote = text[0] >= 'A' && text[0] <= 'Z';
    calls.push_back({.text = text, .on_sent = vote ? OnSent([](core::SteadyTime) {}) : nullptr});
  }
  std::vector<std::string> made;
  for (std::size_t from = 0; from < calls.size();) {
    made.push_back(next_message(calls, from));
  }
  return made;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("node/outgoing: votes that follow each other are one batch") {
  CHECK(messages({"A"}) == Texts{"A"});
  CHECK(messages({"A", "B"}) == Texts{"[A,B]"});
  CHECK(messages({"A", "B", "C", "D", "E"}) == Texts{"[A,B,C,D,E]"});
}

TEST_CASE("node/outgoing: other calls are messages of their own") {
  CHECK(messages({"a"}) == Texts{"a"});
  CHECK(messages({"a", "b"}) == Texts{"a", "b"});
  CHECK(messages({"a", "A", "b", "B", "C", "c"}) == Texts{"a", "A", "b", "[B,C]", "c"});
  CHECK(messages({"A", "B", "a", "C", "D"}) == Texts{"[A,B]", "a", "[C,D]"});
}
