#include "voter/chain_trail.hpp"

#include "voter/numbered.hpp"

#include <doctest/doctest.h>

using dcrvoter::voter::ChainTrail;
using dcrvoter::voter::testing::numbered;
using dcrvoter::wire::BlockHeader;

namespace {

BlockHeader child(unsigned parent, std::uint32_t height) {
  BlockHeader header;
  header.previous = numbered(parent);
  header.height = height;
  return header;
}

}  // namespace

TEST_CASE("voter/chain_trail: an empty trail has no place for any block") {
  ChainTrail trail;
  CHECK(trail.connect(numbered(2), child(1, 2)) == ChainTrail::Step::gap);
  CHECK(trail.empty());
  CHECK(trail.locators().empty());
}

TEST_CASE("voter/chain_trail: follows, repeats, gaps and replaces") {
  ChainTrail trail;
  trail.restart(numbered(1), 100);
  CHECK(trail.connect(numbered(2), child(1, 101)) == ChainTrail::Step::extended);
  CHECK(trail.connect(numbered(3), child(2, 102)) == ChainTrail::Step::extended);
  CHECK(trail.connect(numbered(3), child(2, 102)) == ChainTrail::Step::known);
  CHECK(trail.connect(numbered(9), child(8, 104)) == ChainTrail::Step::gap);
  CHECK(trail.height() == 102);
  CHECK(trail.locators() == std::vector{numbered(3), numbered(2), numbered(1)});
  // a sibling of block 2 takes its place, and that of what followed
  CHECK(trail.connect(numbered(20), child(1, 101)) == ChainTrail::Step::extended);
  CHECK(trail.locators() == std::vector{numbered(20), numbered(1)});
  CHECK(trail.height_of(numbered(3)) == nullptr);
  CHECK(trail.tip() == numbered(20));
}

TEST_CASE("voter/chain_trail: tells which blocks another one on this replaces") {
  ChainTrail trail;
  CHECK(trail.above(numbered(1)).empty());
  trail.restart(numbered(1), 100);
  trail.connect(numbered(2), child(1, 101));
  trail.connect(numbered(3), child(2, 102));
  CHECK(trail.above(numbered(3)).empty());
  CHECK(trail.above(numbered(1)) == std::vector<ChainTrail::Block>{{.hash = numbered(2), .height = 101},
                                                                   {.hash = numbered(3), .height = 102}});
  CHECK(trail.above(numbered(9)).size() == 3);
}

TEST_CASE("voter/chain_trail: keeps its length") {
  ChainTrail trail;
  trail.restart(numbered(1), 1);
  for (unsigned i = 2; i < 300; ++i) {
    REQUIRE(trail.connect(numbered(i), child(i - 1, i)) == ChainTrail::Step::extended);
  }
  CHECK(trail.locators().size() == ChainTrail::kLength);
  CHECK(trail.height() == 299);
}
