#include "voter/chain_trail.hpp"

#include <doctest/doctest.h>

using dcrvoter::core::Hash;
using dcrvoter::voter::ChainTrail;
using dcrvoter::wire::BlockHeader;

namespace {

Hash hash(unsigned number) {
  Hash h;
  h.bytes[0] = static_cast<std::uint8_t>(number);
  h.bytes[1] = static_cast<std::uint8_t>(number >> 8U);
  return h;
}
BlockHeader child(unsigned parent, std::uint32_t height) {
  BlockHeader header;
  header.previous = hash(parent);
  header.height = height;
  return header;
}

}  // namespace

TEST_CASE("voter/chain_trail: an empty trail has no place for any block") {
  ChainTrail trail;
  CHECK(trail.connect(hash(2), child(1, 2)) == ChainTrail::Step::gap);
  CHECK(trail.empty());
  CHECK(trail.locators().empty());
}

TEST_CASE("voter/chain_trail: follows, repeats, gaps and replaces") {
  ChainTrail trail;
  trail.restart(hash(1), 100);
  CHECK(trail.connect(hash(2), child(1, 101)) == ChainTrail::Step::extended);
  CHECK(trail.connect(hash(3), child(2, 102)) == ChainTrail::Step::extended);
  CHECK(trail.connect(hash(3), child(2, 102)) == ChainTrail::Step::known);
  CHECK(trail.connect(hash(9), child(8, 104)) == ChainTrail::Step::gap);
  CHECK(trail.height() == 102);
  CHECK(trail.locators() == std::vector{hash(3), hash(2), hash(1)});
  // a sibling of block 2 takes its place, and that of what followed
  CHECK(trail.connect(hash(20), child(1, 101)) == ChainTrail::Step::extended);
  CHECK(trail.locators() == std::vector{hash(20), hash(1)});
  CHECK(trail.height_of(hash(3)) == nullptr);
  CHECK(trail.tip() == hash(20));
}

TEST_CASE("voter/chain_trail: tells which blocks another one on this replaces") {
  ChainTrail trail;
  CHECK(trail.above(hash(1)).empty());
  trail.restart(hash(1), 100);
  trail.connect(hash(2), child(1, 101));
  trail.connect(hash(3), child(2, 102));
  CHECK(trail.above(hash(3)).empty());
  CHECK(trail.above(hash(1)) ==
        std::vector<ChainTrail::Block>{{.hash = hash(2), .height = 101}, {.hash = hash(3), .height = 102}});
  CHECK(trail.above(hash(9)).size() == 3);
}

TEST_CASE("voter/chain_trail: keeps its length") {
  ChainTrail trail;
  trail.restart(hash(1), 1);
  for (unsigned i = 2; i < 300; ++i) {
    REQUIRE(trail.connect(hash(i), child(i - 1, i)) == ChainTrail::Step::extended);
  }
  CHECK(trail.locators().size() == ChainTrail::kLength);
  CHECK(trail.height() == 299);
}
