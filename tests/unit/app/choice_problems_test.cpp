#include "app/choice_problems.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::app;

namespace {

const std::string kTicket(64, 'a');
const std::string kStranger(64, 'b');
const std::string kPiKey(66, '2');

std::vector<std::string> problems(const ChoiceFacts& facts) {
  std::vector<status::ChoiceView> views{{"", "maxtreasuryspend", "yes", ""},
                                        {"", "oldagenda", "yes", "no agenda of this name is known"},
                                        {"", kPiKey, "no", ""},
                                        {kTicket, "maxtreasuryspend", "no", ""},
                                        {kStranger, kPiKey, "yes", ""}};
  add_problems(views, wire::network(wire::NetworkId::simnet), facts);
  std::vector<std::string> found;
  for (const auto& view : views) {
    found.push_back(view.problem);
  }
  return found;
}

bool is_known(const core::Hash& ticket) {
  return ticket.to_string() == kTicket;
}

}  // namespace

TEST_CASE("app/choice_problems: before anything was told only what is known by itself is said") {
  CHECK(problems({}) == std::vector<std::string>{"", "no agenda of this name is known", "", "", ""});
}

TEST_CASE("app/choice_problems: a choice for a ticket that is not ours") {
  CHECK(problems({.listed = {"maxtreasuryspend"}, .is_ours = is_known}) ==
        std::vector<std::string>{"", "no agenda of this name is known", "", "",
                                 "no ticket of yours that can vote has this id"});
}

TEST_CASE("app/choice_problems: an agenda that the node does not list") {
  const std::string unlisted = "your node does not list this agenda";
  CHECK(problems({.listed = {"another"}, .is_ours = {}}) ==
        std::vector<std::string>{unlisted, "no agenda of this name is known", "", unlisted, ""});
}
