#include "status/configured.hpp"

#include "samples.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

constexpr std::uint32_t kVersion = 11;

const wire::Network& mainnet() {
  return wire::network(wire::NetworkId::mainnet);
}

}  // namespace

TEST_CASE("status/configured: the agendas of this version, with our choice or abstain") {
  vote::Choices choices;
  auto views = agenda_views(choices, mainnet(), kVersion);
  REQUIRE(views.size() == 1);
  CHECK(views[0].id == "maxtreasuryspend");
  CHECK(views[0].ends == 1'826'064'000);
  CHECK(views[0].choice == "abstain");
  CHECK(views[0].by_default);
  choices.general.agendas = {{"maxtreasuryspend", "abstain"}};
  CHECK_FALSE(agenda_views(choices, mainnet(), kVersion)[0].by_default);
  choices.general.agendas = {{"maxtreasuryspend", "no"}};
  CHECK(agenda_views(choices, mainnet(), kVersion)[0].choice == "no");
  choices.general.agendas = {{"maxtreasuryspend", "maybe"}};
  CHECK(agenda_views(choices, mainnet(), kVersion)[0].by_default);
  CHECK(agenda_views(choices, mainnet(), 9).size() == 4);
  CHECK(agenda_views(choices, mainnet(), 99).empty());
}

TEST_CASE("status/configured: every choice, with what is wrong with it") {
  vote::Choices choices;
  choices.general.agendas = {{"maxtreasuryspend", "yes"}, {"treasury", "no"}, {"unheard", "yes"}};
  choices.general.treasury_keys = {{mainnet().pi_keys[0], vote::TreasuryAnswer::no}};
  choices.tickets[samples::filled(2)].treasury_spends = {{samples::filled(9), vote::TreasuryAnswer::abstain}};
  choices.tickets[samples::filled(1)].agendas = {{"maxtreasuryspend", "perhaps"}};
  const auto views = choice_views(choices, mainnet(), kVersion);
  REQUIRE(views.size() == 6);
  CHECK(views[0].what == "maxtreasuryspend");
  CHECK(views[0].answer == "yes");
  CHECK(views[0].scope.empty());
  CHECK(views[0].problem.empty());
  CHECK(views[1].problem == "not voted on with vote version 11, so it counts for nothing");
  CHECK(views[2].problem == "no agenda of this name is known, so it counts for nothing");
  CHECK(views[3].what == core::to_hex(mainnet().pi_keys[0]));
  CHECK(views[3].answer == "no");
  CHECK(views[4].scope == samples::filled(1).to_string());
  CHECK(views[4].problem == "the agenda has no such choice, so it counts for nothing");
  CHECK(views[5].scope == samples::filled(2).to_string());
  CHECK(views[5].what == samples::filled(9).to_string());
  CHECK(views[5].answer == "abstain");
}
