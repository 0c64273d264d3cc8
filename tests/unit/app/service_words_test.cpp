#include "app/service_words.hpp"

#include <doctest/doctest.h>

using dcrvoter::app::service_words;
using dcrvoter::status::Judgement;
using dcrvoter::status::State;

TEST_CASE("app/service_words: one line of each state") {
  CHECK(service_words({}, 901234) == "ready: can vote, height 901234");
  CHECK(service_words({State::warning, {{State::warning, "store", "nothing is kept: full", "clean up"}}},
                      5) == "can vote, with a warning: nothing is kept: full");
  const Judgement bad{State::not_voting,
                      {{State::warning, "store", "nothing is kept", ""},
                       {State::not_voting, "node", "a:1: not connected", ""},
                       {State::not_voting, "node", "b:1: not connected", ""}}};
  CHECK(service_words(bad, 5) == "not voting: a:1: not connected (and 2 more)");
}
