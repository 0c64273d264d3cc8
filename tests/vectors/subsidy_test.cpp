#include "vote/subsidy.hpp"

#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::vectors {
namespace {

vote::Split split_named(const std::string& name) {
  if (name == "original") {
    return vote::Split::original;
  }
  REQUIRE((name == "R1" || name == "R2"));
  return name == "R1" ? vote::Split::r1 : vote::Split::r2;
}

TEST_CASE("vectors/subsidy: full, and a vote's under each split") {
  for_each_case("subsidy.json", [](const Object& one) {
    const wire::Network& net = network(one);
    const auto height = number<std::uint32_t>(one, "height");
    CHECK(vote::full_subsidy(net, height) == integer(one, "full"));
    for (const char* split : {"original", "R1", "R2"}) {
      CHECK(vote::vote_subsidy(net, height, split_named(split)) == integer(one, split));
    }
    CHECK(vote::split_for_vote(net, height) == split_named(text(one, "split_for_vote")));
    CHECK(vote::vote_subsidy(net, height) == integer(one, "vote_subsidy"));
  });
}

TEST_CASE("vectors/rewards: price and subsidy divided by contribution") {
  for_each_case("rewards.json", [](const Object& one) {
    std::vector<std::int64_t> contributions;
    for (const auto& amount : array(one, "contributions")) {
      contributions.push_back(amount.to_number<std::int64_t>());
    }
    const std::int64_t price = integer(one, "price");
    const std::int64_t subsidy = integer(one, "subsidy");
    const auto payouts = vote::payouts(contributions, price, subsidy);
    REQUIRE(payouts);
    const auto& expected = array(one, "payouts");
    REQUIRE(payouts->size() == expected.size());
    std::int64_t remainder = price + subsidy;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CHECK((*payouts)[i] == expected[i].to_number<std::int64_t>());
      remainder -= (*payouts)[i];
    }
    CHECK(remainder == integer(one, "remainder"));
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
