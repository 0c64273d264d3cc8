#include "vote/choices.hpp"

#include "vote/samples.hpp"

namespace dcrvoter::vote {
namespace {

using samples::filled;
using samples::no;
using samples::yes;

const core::Hash kTicket = filled(1);
const core::Hash kOther = filled(2);
const core::Hash kSpend = filled(3);
const wire::PublicKey kKey{0x02, 0x01};

// dcrd: chaincfg/mainnetparams.go, version 9
ChoiceTable agendas(std::map<std::string, std::string, std::less<>> chosen) {
  return {std::move(chosen), {}, {}};
}

std::uint16_t bits(const Choices& choices, const core::Hash& ticket = kTicket, std::uint32_t version = 9) {
  return vote_bits(samples::mainnet(), version, choices, ticket);
}

TEST_CASE("vote/choices: without any, the parent is approved and all else abstained") {
  CHECK(bits({}) == 0x0001);
  CHECK(bits({}, kTicket, 11) == 0x0001);
  CHECK(bits({}, kTicket, 99) == 0x0001);
}

TEST_CASE("vote/choices: the bits of several agendas are joined") {
  const Choices choices{agendas({{"reverttreasurypolicy", "yes"}, {"autorevocations", "no"}}), {}};
  CHECK(bits(choices) == (0x0001 | 0x0004 | 0x0020));
  CHECK(bits({agendas({{"maxtreasuryspend", "yes"}}), {}}, kTicket, 11) == 0x0005);
  CHECK(bits({agendas({{"maxtreasuryspend", "no"}}), {}}, kTicket, 11) == 0x0003);
}

TEST_CASE("vote/choices: one agenda of a ticket puts the general ones aside, an abstention too") {
  Choices choices{agendas({{"reverttreasurypolicy", "yes"}, {"autorevocations", "no"}}), {}};
  choices.tickets[kTicket] = agendas({{"explicitverupgrades", "yes"}});
  CHECK(bits(choices) == (0x0001 | 0x0010));
  CHECK(bits(choices, kOther) == (0x0001 | 0x0004 | 0x0020));
  choices.tickets[kTicket] = agendas({{"explicitverupgrades", "abstain"}});
  CHECK(bits(choices) == 0x0001);
  choices.tickets[kTicket] = {{}, {{kKey, TreasuryAnswer::yes}}, {}};
  CHECK(bits(choices) == (0x0001 | 0x0004 | 0x0020));
}

TEST_CASE("vote/choices: names that the vote version does not know count for nothing") {
  Choices choices{agendas({{"maxtreasuryspend", "yes"}, {"reverttreasurypolicy", "perhaps"}}), {}};
  CHECK(bits(choices) == 0x0001);
  choices = {agendas({{"reverttreasurypolicy", "yes"}}), {{kTicket, agendas({{"maxtreasuryspend", "no"}})}}};
  CHECK(bits(choices) == (0x0001 | 0x0004));
}

TEST_CASE("vote/choices: bits say which choice they are, and a combination of none is an abstention") {
  const auto said = decode_vote_bits(samples::mainnet(), 11, 0x0005);
  REQUIRE(said.size() == 1);
  CHECK(said[0].agenda == "maxtreasuryspend");
  CHECK(said[0].choice == "yes");
  CHECK(!said[0].invalid);
  const auto both = decode_vote_bits(samples::mainnet(), 11, 0x0007);
  CHECK(both.at(0).choice == "abstain");
  CHECK(both.at(0).invalid);
  CHECK(decode_vote_bits(samples::mainnet(), 99, 0xffff).empty());
}

TEST_CASE("vote/choices: what bits a vote has is what decoding them gives back") {
  for (const wire::NetworkId id :
       {wire::NetworkId::mainnet, wire::NetworkId::testnet3, wire::NetworkId::simnet}) {
    const wire::Network& net = wire::network(id);
    for (const wire::Agenda& agenda : net.agendas) {
      for (const wire::Choice& choice : agenda.choices) {
        const Choices choices{agendas({{std::string(agenda.id), std::string(choice.id)}}), {}};
        for (const auto& said : decode_vote_bits(net, agenda.vote_version,
                                                 vote_bits(net, agenda.vote_version, choices, kTicket))) {
          CAPTURE(said.agenda);
          CHECK(!said.invalid);
          CHECK(said.choice == (said.agenda == agenda.id ? choice.id : "abstain"));
        }
      }
    }
  }
}

TEST_CASE("vote/choices: a treasury answer is looked for from narrow to wide") {
  Choices choices;
  const auto answer = [&choices] { return treasury_answer(choices, kTicket, kSpend, kKey); };
  CHECK(answer() == TreasuryAnswer::abstain);
  choices.general.treasury_keys[kKey] = TreasuryAnswer::yes;
  CHECK(answer() == TreasuryAnswer::yes);
  choices.tickets[kTicket].treasury_keys[kKey] = TreasuryAnswer::no;
  CHECK(answer() == TreasuryAnswer::no);
  choices.general.treasury_spends[kSpend] = TreasuryAnswer::yes;
  CHECK(answer() == TreasuryAnswer::yes);
  choices.tickets[kTicket].treasury_spends[kSpend] = TreasuryAnswer::no;
  CHECK(answer() == TreasuryAnswer::no);
  CHECK(treasury_answer(choices, kOther, kSpend, kKey) == TreasuryAnswer::yes);
}

TEST_CASE("vote/choices: a written abstention ends the search at its level") {
  Choices choices;
  const auto answer = [&choices] { return treasury_answer(choices, kTicket, kSpend, kKey); };
  choices.general.treasury_keys[kKey] = TreasuryAnswer::yes;
  choices.tickets[kTicket].treasury_keys[kKey] = TreasuryAnswer::abstain;
  CHECK(answer() == TreasuryAnswer::abstain);
  choices.general.treasury_spends[kSpend] = TreasuryAnswer::yes;
  CHECK(answer() == TreasuryAnswer::yes);
  choices.tickets[kTicket].treasury_spends[kSpend] = TreasuryAnswer::abstain;
  CHECK(answer() == TreasuryAnswer::abstain);
  choices = {};
  choices.general.treasury_keys[kKey] = TreasuryAnswer::yes;
  choices.general.treasury_spends[kSpend] = TreasuryAnswer::abstain;
  CHECK(answer() == TreasuryAnswer::abstain);
}

TEST_CASE("vote/choices: only a yes or no makes a vote wait for the treasury spends") {
  Choices choices;
  CHECK(!choices.wants_treasury());
  choices.general = agendas({{"maxtreasuryspend", "yes"}});
  choices.general.treasury_keys[kKey] = TreasuryAnswer::abstain;
  choices.tickets[kTicket].treasury_spends[kSpend] = TreasuryAnswer::abstain;
  CHECK(!choices.wants_treasury());
  choices.tickets[kTicket].treasury_spends[kOther] = TreasuryAnswer::no;
  CHECK(choices.wants_treasury());
  choices = {};
  choices.general.treasury_spends[kSpend] = TreasuryAnswer::yes;
  CHECK(choices.wants_treasury());
}

TEST_CASE("vote/choices: answers are sorted, each spend once, inside its window, at most seven") {
  Choices choices;
  choices.general.treasury_keys[kKey] = TreasuryAnswer::yes;
  choices.general.treasury_spends[filled(5)] = TreasuryAnswer::no;
  choices.general.treasury_spends[filled(6)] = TreasuryAnswer::abstain;
  const auto spend = [](std::uint8_t id) { return TreasurySpend{filled(id), kKey, 146, {10, 20}}; };
  const auto votes = [&choices](std::uint32_t height, const std::vector<TreasurySpend>& spends) {
    return treasury_votes(choices, kTicket, height, spends);
  };
  const std::vector<TreasurySpend> some = {spend(7), spend(5), spend(6), spend(7), spend(4)};
  const std::vector<TreasuryVote> expected = {yes(4), no(5), yes(7)};
  CHECK(votes(9, some).empty());
  CHECK(votes(10, some) == expected);
  CHECK(votes(20, some) == expected);
  CHECK(votes(21, some).empty());
  CHECK(votes(15, {}).empty());

  std::vector<TreasurySpend> many;
  for (std::uint8_t id = 20; id > 10; --id) {
    many.push_back(spend(id));
  }
  const auto chosen = votes(15, many);
  REQUIRE(chosen.size() == kMaxTreasuryVotes);
  CHECK(chosen.front() == yes(11));
  CHECK(chosen.back() == yes(17));
}

}  // namespace
}  // namespace dcrvoter::vote
