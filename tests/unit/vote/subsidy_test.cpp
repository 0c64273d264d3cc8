#include "vote/subsidy.hpp"

#include "vote/samples.hpp"

#include <limits>
#include <numeric>

namespace dcrvoter::vote {
namespace {

using core::Errc;
using testing::kind_of;
using testing::ok;
using wire::NetworkId;

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

// DCP-0010 and DCP-0012; the other networks' were computed with dcrd's libraries.
TEST_CASE("vote/subsidy: a vote's, on both sides of every change of the split") {
  struct Row {
    NetworkId network;
    std::uint32_t height;
    Split split;
    std::int64_t subsidy;
  };
  for (const Row& row : {
           Row{NetworkId::mainnet, 4094, Split::original, 0},
           Row{NetworkId::mainnet, 4095, Split::original, 187174959},
           Row{NetworkId::mainnet, 6143, Split::original, 187174959},
           Row{NetworkId::mainnet, 6144, Split::original, 185321742},
           Row{NetworkId::mainnet, 657278, Split::original, 65190170},
           Row{NetworkId::mainnet, 657279, Split::r1, 173840453},
           Row{NetworkId::mainnet, 794366, Split::r1, 138279959},
           Row{NetworkId::mainnet, 794367, Split::r2, 153836455},
           Row{NetworkId::mainnet, 1050624, Split::r2, 101288829},
           Row{NetworkId::mainnet, 1105920, Split::r2, 92612409},
           Row{NetworkId::mainnet, 10979328, Split::r2, 0},
           Row{NetworkId::mainnet, 0xffffffff, Split::r2, 0},
           Row{NetworkId::testnet3, 766, Split::original, 0},
           Row{NetworkId::testnet3, 767, Split::original, 150000000},
           Row{NetworkId::testnet3, 877727, Split::r1, 5656026},
           Row{NetworkId::testnet3, 1170047, Split::r2, 1516537},
           Row{NetworkId::testnet3, 1600000, Split::r2, 187648},
           Row{NetworkId::simnet, 0, Split::r2, 0},
           Row{NetworkId::simnet, 142, Split::r2, 0},
           Row{NetworkId::simnet, 143, Split::r2, 8811881188},
           Row{NetworkId::simnet, 255, Split::r2, 8811881188},
           Row{NetworkId::simnet, 256, Split::r2, 8724634839},
           Row{NetworkId::simnet, 512, Split::r2, 8552725065},
       }) {
    const wire::Network& net = wire::network(row.network);
    CAPTURE(net.name);
    CAPTURE(row.height);
    CHECK(split_for_vote(net, row.height) == row.split);
    CHECK(vote_subsidy(net, row.height) == row.subsidy);
    CHECK(vote_subsidy(net, row.height, row.split) == row.subsidy);
  }
  const wire::Network& testnet3 = wire::network(NetworkId::testnet3);
  CHECK(split_for_vote(testnet3, 877726) == Split::original);
  CHECK(split_for_vote(testnet3, 1170046) == Split::r1);
}

TEST_CASE("vote/subsidy: the full one falls step by step to nothing") {
  for (const NetworkId id : {NetworkId::mainnet, NetworkId::testnet3, NetworkId::simnet}) {
    const wire::Network& net = wire::network(id);
    CAPTURE(net.name);
    CHECK(full_subsidy(net, 0) == 0);
    CHECK(full_subsidy(net, 1) == net.block_one_subsidy);
    std::int64_t subsidy = net.base_subsidy;
    for (std::uint32_t start = net.subsidy_interval; subsidy > 0; start += net.subsidy_interval) {
      REQUIRE(full_subsidy(net, start - 1) == subsidy);
      subsidy = subsidy * 100 / 101;
      REQUIRE(full_subsidy(net, start) == subsidy);
    }
    CHECK(full_subsidy(net, 0xffffffff) == 0);
  }
}

// dcrd: blockchain/stake/staketx_test.go
TEST_CASE("vote/subsidy: payouts") {
  using Amounts = std::vector<std::int64_t>;
  CHECK(ok(payouts(Amounts{2'500'000'000, 2'500'000'000, 5'000'000'000, 10'000'000'000}, 20'000'000'000,
                   100'000'000)) == Amounts{2512500000, 2512500000, 5025000000, 10050000000});
  CHECK(ok(payouts(Amounts{100'000'000, 100'000'000, 100'000'000}, 300'000'000, 300'002)) ==
        Amounts{100100000, 100100000, 100100000});
  CHECK(ok(payouts(Amounts{7000000001, 13000002979}, 20'000'000'000, 93538533)) ==
        Amounts{7032737439, 13060801093});
  CHECK(ok(payouts(Amounts{1}, 0, 0)) == Amounts{0});
  CHECK(ok(payouts(Amounts{kMost}, kMaxAtoms, kMaxAtoms)) == Amounts{2 * kMaxAtoms});
  CHECK(ok(payouts(Amounts{kMost - 1, 1}, kMaxAtoms, 0)) == Amounts{kMaxAtoms - 1, 0});
}

TEST_CASE("vote/subsidy: payouts never exceed price and subsidy, nor leave as many atoms as payees") {
  std::mt19937_64 random(3);
  for (std::size_t round = 0; round < 2000; ++round) {
    const Ticket ticket = samples::random_ticket(random, 1 + round % 64);
    std::vector<std::int64_t> contributions;
    for (const Commitment& commitment : ticket.commitments) {
      contributions.push_back(commitment.amount);
    }
    const auto subsidy = static_cast<std::int64_t>(random() % 600'000'000);
    const auto shares = ok(payouts(contributions, ticket.price, subsidy));
    const std::int64_t left =
        ticket.price + subsidy - std::accumulate(shares.begin(), shares.end(), std::int64_t{0});
    REQUIRE(left >= 0);
    REQUIRE(left < static_cast<std::int64_t>(contributions.size()));

    // Only the proportions matter: also those whose products need far more than 64 bits.
    for (std::int64_t& amount : contributions) {
      amount <<= 20U;
    }
    REQUIRE(ok(payouts(contributions, ticket.price, subsidy)) == shares);
  }
}

TEST_CASE("vote/subsidy: payouts of small amounts are what 64 bits compute") {
  std::mt19937_64 random(4);
  for (int round = 0; round < 5000; ++round) {
    const auto part = static_cast<std::int64_t>(random() % (1U << 30U));
    const auto rest = 1 + static_cast<std::int64_t>(random() % (1U << 30U));
    const auto total = static_cast<std::int64_t>(random() % (1ULL << 32U));
    const auto shares = ok(payouts(std::vector{part, rest}, total, 0));
    REQUIRE(shares[0] == part * total / (part + rest));
    REQUIRE(shares[1] == rest * total / (part + rest));
  }
}

TEST_CASE("vote/subsidy: amounts that cannot be shared out") {
  using Amounts = std::vector<std::int64_t>;
  CHECK(kind_of(payouts(Amounts{}, 1, 1)) == Errc::out_of_range);
  CHECK(kind_of(payouts(Amounts{0, 0}, 1, 1)) == Errc::out_of_range);
  CHECK(kind_of(payouts(Amounts{5, -1}, 1, 1)) == Errc::out_of_range);
  CHECK(kind_of(payouts(Amounts{kMost, 1}, 1, 1)) == Errc::out_of_range);
  CHECK(kind_of(payouts(Amounts{1}, -1, 1)) == Errc::out_of_range);
  CHECK(kind_of(payouts(Amounts{1}, 1, -1)) == Errc::out_of_range);
  CHECK(kind_of(payouts(Amounts{1}, kMaxAtoms + 1, 0)) == Errc::out_of_range);
  CHECK(kind_of(payouts(Amounts{1}, 0, kMaxAtoms + 1)) == Errc::out_of_range);
}

}  // namespace
}  // namespace dcrvoter::vote
