#include "app/watch_status.hpp"

#include "status/text.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter::app;
using dcrvoter::status::State;

TEST_CASE("app/watch_status: colours on a terminal, unless NO_COLOR says something") {
  CHECK(may_colour(true, nullptr));
  CHECK(may_colour(true, ""));
  CHECK_FALSE(may_colour(true, "1"));
  CHECK_FALSE(may_colour(false, nullptr));
}

TEST_CASE("app/watch_status: the first line has the colour of its state") {
  const auto of = [](State state) {
    return coloured(std::string(dcrvoter::status::sentence(state)) + "\nmore\n");
  };
  CHECK(of(State::ready).starts_with("\x1b[1;32m"));
  CHECK(of(State::warning).starts_with("\x1b[1;33m"));
  CHECK(of(State::not_voting).starts_with("\x1b[1;31m"));
  CHECK(of(State::ready).ends_with("\x1b[0m\nmore\n"));
  CHECK(coloured("") == "\x1b[1;31m\x1b[0m");
}
