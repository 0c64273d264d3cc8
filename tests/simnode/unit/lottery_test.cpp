#include "simnode/lottery.hpp"

#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace dcrvoter::simnode {

TEST_CASE("simnode/lottery: draws as dcrd does") {
  vectors::for_each_case("lottery.json", [](const vectors::Object& one) {
    std::vector<core::Hash> live, winners;
    for (const auto& entry : vectors::array(one, "live_tickets")) {
      live.push_back(vectors::from_hash_string(entry.as_string()));
    }
    for (const auto& entry : vectors::array(one, "winners")) {
      winners.push_back(vectors::from_hash_string(entry.as_string()));
    }
    std::sort(live.begin(), live.end());
    const Draw draw = draw_winners(vectors::bytes(one, "header"), live, 5);
    CHECK(draw.winners == winners);
    CHECK(core::to_hex(draw.final_state) == vectors::text(one, "final_state"));
  });
}

TEST_CASE("simnode/lottery: fewer tickets than draws are all drawn") {
  const std::vector<core::Hash> live(3);
  CHECK(draw_winners(core::Bytes(180), live, 5).winners.size() == 3);
  CHECK(draw_winners(core::Bytes(180), {}, 5).winners.empty());
}

}  // namespace dcrvoter::simnode
