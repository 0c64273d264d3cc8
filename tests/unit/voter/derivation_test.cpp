#include "voter/derivation.hpp"

#include "keys/extended_key.hpp"
#include "net/run_task.hpp"

#include <array>
#include <stdexcept>

using namespace dcrvoter;
using dcrvoter::net::testing::run;

namespace {

keys::KeyRing ring() {
  const auto& network = wire::network(wire::NetworkId::simnet);
  const std::array<std::uint8_t, 32> seed{1, 2, 3};
  auto key = keys::ExtendedKey::master(seed, network).value();
  for (const std::uint32_t step : {44U, 1U, 0U}) {
    key = key.child(keys::kHardened + step).value();
  }
  keys::KeyRing made(network);
  REQUIRE(made.add_account(std::move(key), "test"));
  return made;
}

}  // namespace

TEST_CASE("voter/derivation: many addresses come in order, whichever thread made them, and few too") {
  for (const std::uint32_t many : {0U, 1U, 64U, 65U, 700U}) {
    CAPTURE(many);
    net::asio::io_context io;
    auto ours = ring();
    auto expected = ring();
    const auto table = keys::make_generator_table();
    const auto ranges =
        run(io, voter::compute_addresses(ours,
                                         {{.account = 0, .branch = 1, .from = 3, .to = 3 + many},
                                          {.account = 0, .branch = 0, .from = 9, .to = 9},
                                          {.account = 0, .branch = 0, .from = 0, .to = 2}},
                                         table));
    std::vector<wire::Payee> payees;
    for (const auto& range : ranges) {
      const auto more = ours.take(range);
      payees.insert(payees.end(), more.begin(), more.end());
    }
    auto all = expected.derive(0, 1, 3, 3 + many);
    const auto last = expected.derive(0, 0, 0, 2);
    all.insert(all.end(), last.begin(), last.end());
    CHECK(payees == all);
  }
}

TEST_CASE("voter/derivation: what a thread throws is thrown here") {
  net::asio::io_context io;
  const auto ours = ring();
  CHECK_THROWS_AS(run(io, voter::compute_addresses(ours, {{.account = 0, .branch = 7, .from = 0, .to = 200}},
                                                   keys::make_generator_table())),
                  std::out_of_range);
}

TEST_CASE("voter/look_ahead: a thousand addresses are ahead of every ticket, and few tickets ask for more") {
  auto ours = ring();
  voter::LookAhead look_ahead(1, 0);
  std::size_t times = 0;
  const auto derive_missing = [&] {
    for (const auto& range : look_ahead.missing(ours)) {
      ours.derive(range.account, range.branch, range.from, range.to);
      ++times;
    }
  };
  derive_missing();
  REQUIRE(times == 2);
  for (std::uint32_t index = 0; index < 200; ++index) {
    look_ahead.used({0, 1, index});
    derive_missing();
    CHECK(ours.derived(0, 1) >= index + 1 + voter::LookAhead::kDepth);
  }
  CHECK(times <= 2 + 200 / voter::LookAhead::kStride);
  CHECK(ours.derived(0, 1) <= 200 + voter::LookAhead::kDepth + voter::LookAhead::kStride);
}

TEST_CASE("voter/look_ahead: a node that calls every address used does not make us derive for ever") {
  const auto ours = ring();
  voter::LookAhead look_ahead(1, 0);
  for (const std::uint32_t index : {look_ahead.most() - voter::LookAhead::kDepth - 2, UINT32_MAX}) {
    look_ahead.used({0, 1, index});
    CHECK(look_ahead.missing(ours).back().to == look_ahead.most());
  }
}
