#include "voter/line_budget.hpp"

#include <doctest/doctest.h>

using dcrvoter::core::SteadyTime;
using dcrvoter::voter::LineBudget;
using Answer = LineBudget::Answer;

TEST_CASE("voter/line_budget: so many lines a minute, and then again") {
  LineBudget budget;
  SteadyTime now{};
  for (int minute = 0; minute < 3; ++minute) {
    for (int line = 1; line < LineBudget::kMost; ++line) {
      CHECK(budget.ask(now) == Answer::say);
    }
    CHECK(budget.ask(now) == Answer::say_last);
    CHECK(budget.ask(now + LineBudget::kTime - std::chrono::milliseconds(1)) == Answer::hold);
    now += LineBudget::kTime;
  }
}
