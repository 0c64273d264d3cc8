#include "vote/treasury.hpp"

#include "vectors/vectors.hpp"
#include "vote/choices.hpp"
#include "vote/null_data.hpp"

#include <doctest/doctest.h>

#include <map>

namespace dcrvoter::vectors {
namespace {

using vote::TreasuryAnswer;

TreasuryAnswer answer_named(const std::string& name) {
  REQUIRE((name == "yes" || name == "no" || name == "abstain"));
  if (name == "abstain") {
    return TreasuryAnswer::abstain;
  }
  return name == "yes" ? TreasuryAnswer::yes : TreasuryAnswer::no;
}

void check_script(const Object& one) {
  std::vector<vote::TreasuryVote> votes;
  for (const auto& entry : array(one, "votes")) {
    const Object& fields = entry.as_object();
    votes.push_back({hash(fields, "tspend"), answer_named(text(fields, "vote"))});
  }
  CHECK(vote::treasury_script(votes) == bytes(one, "script"));
  const auto parsed = vote::parse_treasury_script(bytes(one, "script"));
  REQUIRE(parsed);
  CHECK(*parsed == votes);
}

void check_bad_script(const Object& one) {
  const core::Bytes script = bytes(one, "script");
  CHECK(vote::is_null_data(script) == boolean(one, "is_null_data"));
  const auto parsed = vote::parse_treasury_script(script);
  REQUIRE(!parsed);
  CHECK(parsed.error().kind == core::Errc::malformed);
}

void check_window(const Object& one) {
  const auto window = vote::treasury_window(network(one), number<std::uint32_t>(one, "expiry"));
  REQUIRE(window.has_value() == boolean(one, "valid"));
  if (!window) {
    CHECK(window.error().kind == core::Errc::out_of_range);
    return;
  }
  CHECK(window->start == unsigned_integer(one, "start"));
  CHECK(window->end == unsigned_integer(one, "end"));
}

void check_inside(const Object& one) {
  const auto window = vote::treasury_window(network(one), number<std::uint32_t>(one, "expiry"));
  std::vector<vote::TreasurySpend> spends;
  if (window) {
    spends.push_back({{}, {}, number<std::uint32_t>(one, "expiry"), *window});
  }
  const vote::Choices choices{{{}, {{wire::PublicKey{}, TreasuryAnswer::yes}}, {}}, {}};
  const auto votes = vote::treasury_votes(choices, {}, number<std::uint32_t>(one, "voted_height"), spends);
  CHECK(!votes.empty() == boolean(one, "include"));
}

// The window of a spend that enters a mempool now opens at the first interval after the next block.
void check_next_expiry(const Object& one) {
  const wire::Network& net = network(one);
  const auto window = vote::treasury_window(net, number<std::uint32_t>(one, "expiry"));
  REQUIRE(window);
  const auto next = number<std::uint32_t>(one, "next_block_height");
  CHECK(window->start > next);
  CHECK(window->start - next <= net.treasury_vote_interval);
}

void check_spend(const Object& one) {
  const auto tx = wire::Transaction::parse(bytes(one, "hex"));
  REQUIRE(tx);
  CHECK(tx->inputs.at(0).value_in == integer(one, "value_in"));
  // Pushes of the signature and of the key, and OP_TSPEND.
  CHECK(core::to_hex(tx->inputs.at(0).signature_script) ==
        "40" + text(one, "signature") + "21" + text(one, "pi_key") + "c2");
  const auto key = vote::check_treasury_spend(*tx);
  REQUIRE(key);
  CHECK(core::to_hex(*key) == text(one, "pi_key"));
  const auto strange = vote::parse_treasury_spend(network(one), *tx);
  CHECK(strange.has_value() == boolean(one, "pi_key_known"));
  if (!strange) {
    CHECK(strange.error().kind == core::Errc::refused);
  }

  wire::Network trusting = network(one);
  wire::Transaction forged = *tx;
  trusting.pi_keys[1] = *key;
  const auto spend = vote::parse_treasury_spend(trusting, *tx);
  REQUIRE(spend);
  // Its last byte, and what it signs.
  for (auto* changed : {&forged.inputs.at(0).signature_script.at(64), &forged.outputs.at(0).script.back()}) {
    *changed ^= 1U;
    const auto refused = vote::parse_treasury_spend(trusting, forged);
    *changed ^= 1U;
    REQUIRE(!refused);
    CHECK(refused.error().kind == core::Errc::refused);
  }
  CHECK(spend->txid == hash(one, "txid"));
  CHECK(spend->pi_key == *key);
  CHECK(spend->expiry == unsigned_integer(one, "expiry"));
  CHECK(spend->window.start == unsigned_integer(one, "start"));
  CHECK(spend->window.end == unsigned_integer(one, "end"));
}

// "" means that nothing is stored at that level.
void check_policy(const Object& one) {
  const core::Hash ticket{{1}};
  const core::Hash tspend{{2}};
  const wire::PublicKey key{3};
  vote::Choices choices;
  vote::ChoiceTable& own = choices.tickets[ticket];
  const auto store = [&one](std::string_view level, auto& answers, const auto& of) {
    if (const std::string name = text(one, level); !name.empty()) {
      answers[of] = answer_named(name);
    }
  };
  store("ticket_tspend", own.treasury_spends, tspend);
  store("tspend", choices.general.treasury_spends, tspend);
  store("ticket_pi_key", own.treasury_keys, key);
  store("pi_key", choices.general.treasury_keys, key);
  CHECK(vote::treasury_answer(choices, ticket, tspend, key) == answer_named(text(one, "vote")));
}

TEST_CASE("vectors/treasury: scripts, windows, spends and policies") {
  const std::map<std::string, void (*)(const Object&)> checks = {
      {"script", check_script}, {"bad_script", check_bad_script},
      {"window", check_window}, {"inside", check_inside},
      {"tspend", check_spend},  {"expiry_for_next_block", check_next_expiry},
      {"policy", check_policy},
  };
  for_each_case("treasury.json", [&checks](const Object& one) { checks.at(text(one, "kind"))(one); });
}

}  // namespace
}  // namespace dcrvoter::vectors
