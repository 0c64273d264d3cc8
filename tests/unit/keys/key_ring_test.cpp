#include "keys/key_ring.hpp"

#include "keys/generator_table.hpp"
#include "keys_testing.hpp"
#include "vote/ticket.hpp"
#include "wire/address.hpp"
#include "wire/sighash.hpp"

#include <algorithm>
#include <stdexcept>

namespace dcrvoter::keys {
namespace {

using core::Errc;
using namespace testing;

// The specification's worked example: a ticket of one contributor, but for output 0's script.
constexpr std::string_view kTicketFront =
    "010000000111111111111111111111111111111111111111111111111111111111111111110000000000ffffffff0300c817a804"
    "0000000000";
constexpr std::string_view kTicketBack =
    "00000000000000000000206a1e2789d58cfa0957d206f025c2af056fc8a77cebb0a4d317a8040000000058000000000000000000"
    "00"
    "1abd76a914000000000000000000000000000000000000000088ac000000000000000001a4d317a80400000000000000ffffffff"
    "00";

vote::DecidedVote decide(const wire::Payee& voting, std::uint16_t bits = 1,
                         const wire::Network& network = mainnet()) {
  const core::Bytes script = wire::stake_pay_to(wire::kOpSstx, voting);
  core::Bytes raw = unhex(kTicketFront);
  raw.push_back(static_cast<std::uint8_t>(script.size()));
  raw.insert(raw.end(), script.begin(), script.end());
  const core::Bytes back = unhex(kTicketBack);
  raw.insert(raw.end(), back.begin(), back.end());
  const auto ticket = vote::parse_ticket(*wire::Transaction::parse(raw));
  REQUIRE(ticket);
  vote::VotedBlock block{{}, 1100000};
  for (std::uint8_t i = 0; i < 32; ++i) {
    block.hash.bytes[i] = static_cast<std::uint8_t>(i + 1);
  }
  auto decided = vote::decide_vote(network, *ticket, block, {bits, 11, {}});
  REQUIRE(decided);
  return std::move(*decided);
}

wire::Payee payee(std::string_view address, const wire::Network& network = mainnet()) {
  const auto decoded = wire::decode_payee(address, network);
  REQUIRE(decoded);
  return *decoded;
}

const std::string kSignedP2pkh =
    "6a47304402204adb440eab2634952cf7fd81cc691938a0cb2083713ed1e6a584f7e3283b92cf02202bddd556a58fb428abec405a"
    "f8391101"
    "e706e5e223ccd12667284b23d284d750012102d0de0aaeaefad02b8bdc8a01a1b8b11c696bd3d66a2c5f10780d95b7df42645c";
const std::string kSignedP2sh =
    "91483045022100b4616147443f232794817bac3f9f2a138fb32049beaf6ade212fdd00c40b067802202526bfb4a4ad3f168bede3"
    "eeec6a8853"
    "e02f4d49c26f1949d32500a903e98c2b0147512102d0de0aaeaefad02b8bdc8a01a1b8b11c696bd3d66a2c5f10780d95b7df4264"
    "5c"
    "2102eec2540661b0c39d271570742413bd02932dd0093493fd0beced0b7f93addec452ae";

TEST_CASE("keys/key_ring: signs for a single key, byte for byte") {
  KeyRing ring(mainnet());
  CHECK(ring.empty());
  ring.add_key(key_from_wif(kWif));
  CHECK_FALSE(ring.empty());
  const wire::Payee voting = payee("DsoJs2JhHNbY8pHT5SNK7ftaWnKMiZDJ9o4");
  CHECK(ring.can_vote(voting));
  CHECK(ring.fixed_payees() == std::vector{voting});
  CHECK_FALSE(ring.place(voting));

  const auto vote = ring.sign(decide(voting, 5));
  REQUIRE(vote);
  CHECK(vote->bytes.size() == 344);
  CHECK(core::to_hex(vote->bytes).ends_with(kSignedP2pkh));
  CHECK(vote->decided.txid().to_string() ==
        "2b123f142e044cdbdbff66f20d7713d57a304b39ea150634ee5f91dabb905a7a");
  CHECK(ring.sign(decide(voting, 5))->bytes == vote->bytes);
}

TEST_CASE("keys/key_ring: signs for a redeem script, 1-of-2, whichever order key and script come in") {
  const wire::Payee voting = payee("DciiRdKpXd4ysyuBCVNV8KWdyrjn3HNaPqr");
  KeyRing ring(mainnet());
  REQUIRE(ring.add_script(unhex(kRedeem)));
  CHECK_FALSE(ring.can_vote(voting));
  CHECK(ring.idle_scripts() == std::vector{voting});
  CHECK(ring.fixed_payees().empty());
  CHECK(kind_of(ring.sign(decide(voting))) == Errc::not_found);

  ring.add_key(key_from_wif(kWif));
  CHECK(ring.can_vote(voting));
  CHECK(ring.idle_scripts().empty());
  CHECK(ring.fixed_payees().size() == 2);
  const auto vote = ring.sign(decide(voting));
  REQUIRE(vote);
  CHECK(vote->bytes.size() == 383);
  CHECK(core::to_hex(vote->bytes).ends_with(kSignedP2sh));
}

TEST_CASE("keys/key_ring: the same hash as key and as script are two payees") {
  KeyRing ring(mainnet());
  const PrivateKey key = key_from_wif(kWif);
  ring.add_key(key_from_wif(kWif));
  REQUIRE(ring.add_script(unhex(kRedeem)));
  const wire::Payee as_script{wire::PayeeType::p2sh, key.public_key_hash()};
  const wire::Payee as_key{wire::PayeeType::p2pkh, core::hash160(unhex(kRedeem))};
  CHECK_FALSE(ring.can_vote(as_script));
  CHECK_FALSE(ring.can_vote(as_key));
  CHECK(kind_of(ring.sign(decide(as_script))) == Errc::not_found);
  CHECK(kind_of(ring.sign(decide(as_key))) == Errc::not_found);
}

TEST_CASE("keys/key_ring: the first owned key in script order signs, m of them for m-of-n") {
  const PrivateKey one = small_key(1), two = small_key(2), three = small_key(3);
  const std::vector order{one.public_key(), two.public_key(), three.public_key()};
  struct Row {
    unsigned required;
    std::vector<std::uint8_t> owned;
    std::vector<std::uint8_t> sign;  // empty: cannot vote
  };
  const Row rows[] = {{1, {3, 2}, {2}},       {1, {3}, {3}}, {2, {3, 1}, {1, 3}},
                      {2, {1, 2, 3}, {1, 2}}, {2, {2}, {}},  {1, {4}, {}}};
  for (const Row& row : rows) {
    CAPTURE(row.required);
    CAPTURE(row.owned.size());
    const core::Bytes redeem = wire::multisig_script({row.required, order});
    KeyRing ring(mainnet());
    for (const std::uint8_t number : row.owned) {
      ring.add_key(small_key(number));
    }
    REQUIRE(ring.add_script(redeem));
    const wire::Payee voting{wire::PayeeType::p2sh, core::hash160(redeem)};
    const auto decided = decide(voting);
    const auto vote = ring.sign(decided);
    CHECK(ring.can_vote(voting) == !row.sign.empty());
    REQUIRE(vote.has_value() == !row.sign.empty());
    if (!vote) {
      CHECK(vote.error().kind == Errc::not_found);
      continue;
    }
    // Each signature stands for the key it should stand for, in order.
    const auto signed_vote = wire::Transaction::parse(vote->bytes);
    REQUIRE(signed_vote);
    core::ByteView script = signed_vote->inputs[1].signature_script;
    const core::Hash hash = wire::signature_hash(decided.transaction(), 1, redeem);
    for (const std::uint8_t number : row.sign) {
      const std::size_t size = script[0];
      CHECK(verify_signature(small_key(number).public_key(), hash, script.subspan(1, size - 1)));
      CHECK(script[size] == wire::kSigHashAll);
      script = script.subspan(1 + size);
    }
    core::Bytes push;
    wire::append_push(push, redeem);
    CHECK(std::ranges::equal(script, push));
  }
}

TEST_CASE("keys/key_ring: an account's keys sign, also within a redeem script") {
  KeyRing ring(simnet());
  REQUIRE(ring.add_account(simnet_account(), "seed"));
  const wire::Payee voting = payee("SsW4roiFKWkbbhiAeEV5byet1pLKAP4xRks", simnet());
  CHECK_FALSE(ring.can_vote(voting));
  CHECK(kind_of(ring.sign(decide(voting, 1, simnet()))) == Errc::not_found);
  ring.derive(0, 1, 0, 2);
  CHECK(ring.can_vote(voting));
  CHECK(ring.place(voting) == AddressPlace{0, 1, 1});
  const auto vote = ring.sign(decide(voting, 1, simnet()));
  REQUIRE(vote);
  CHECK(core::to_hex(vote->bytes)
            .ends_with("02cbcf5c1aa84bf8e6d04412d867eccbaa6cc12ebb792f3f1eaf4d2887f8e884f3"));

  wire::PublicKey ours{};
  REQUIRE(core::from_hex("02cbcf5c1aa84bf8e6d04412d867eccbaa6cc12ebb792f3f1eaf4d2887f8e884f3", ours));
  const core::Bytes script = wire::multisig_script({1, {small_key(9).public_key(), ours}});
  REQUIRE(ring.add_script(script));
  CHECK(ring.sign(decide({wire::PayeeType::p2sh, core::hash160(script)}, 1, simnet())));
}

TEST_CASE("keys/key_ring: an address whose place was kept votes before any is derived") {
  KeyRing ring(simnet());
  REQUIRE(ring.add_account(simnet_account(), "seed"));
  const auto address = payee("SsXhSHBiaEan7Ls36bvhLspZ3LC1NKzuwQz", simnet());  // external, 1
  KeyRing before(simnet());
  REQUIRE(before.add_account(simnet_account(), "seed"));
  before.derive(0, 0, 0, 2);
  const auto kept = before.voting_place(address).value();
  CHECK(kept.branch == 0);
  CHECK(kept.index == 1);
  CHECK_FALSE(before.voting_place({wire::PayeeType::p2pkh, {}}));

  const auto place = ring.place(kept).value();
  CHECK(place == AddressPlace{0, 0, 1});
  ring.know(address, place);
  CHECK(ring.can_vote(address));
  CHECK(ring.derived(0, 0) == 0);
  CHECK(ring.place(address) == place);
  const auto vote = decide(address, 1, simnet());
  CHECK(ok(ring.sign(vote)).bytes == ok(before.sign(vote)).bytes);
  ring.derive(0, 0, 0, 3);
  CHECK(ok(ring.sign(vote)).bytes == ok(before.sign(vote)).bytes);

  // Of another key, beyond every branch, and a lie.
  CHECK_FALSE(ring.place(vote::VotingPlace{.account = kept.account + 1, .branch = 0, .index = 1}));
  CHECK_FALSE(ring.place(vote::VotingPlace{.account = kept.account, .branch = 2, .index = 1}));
  CHECK_FALSE(ring.place(vote::VotingPlace{.account = kept.account, .branch = 0, .index = kHardened}));
  const wire::Payee strange{wire::PayeeType::p2pkh, {{7}}};
  ring.know(strange, {0, 0, 5});
  CHECK(ring.sign(decide(strange, 1, simnet())).error().kind == core::Errc::refused);
}

TEST_CASE("keys/key_ring: what is derived is believed more than what was kept") {
  KeyRing ring(simnet());
  REQUIRE(ring.add_account(simnet_account(), "seed"));
  const auto address = payee("SsXhSHBiaEan7Ls36bvhLspZ3LC1NKzuwQz", simnet());  // external, 1
  ring.know(address, {0, 0, 7});
  CHECK(ring.any_payee() == address);
  CHECK_FALSE(ring.sign(decide(address, 1, simnet())));
  ring.derive(0, 0, 0, 3);
  CHECK(ring.place(address) == AddressPlace{0, 0, 1});
  ring.know(address, {0, 0, 7});
  CHECK(ring.place(address) == AddressPlace{0, 0, 1});
  CHECK(ring.sign(decide(address, 1, simnet())));
}

TEST_CASE("keys/key_ring: addresses are dcrwallet's, derived once and in any portions") {
  KeyRing ring(simnet());
  REQUIRE(ring.add_account(simnet_account(), "seed"));
  REQUIRE(ring.accounts().size() == 1);
  CHECK(ring.accounts()[0].origin == "seed");
  CHECK(ring.accounts()[0].xpub.starts_with("spub"));
  CHECK(ring.accounts()[0].fingerprint.size() == 8);
  CHECK(ring.derived(0, 0) == 0);

  const std::vector external{payee("SsfPTmZmaXGkXfcNGjftRPmoGGCqtNPCHKx", simnet()),
                             payee("SsXhSHBiaEan7Ls36bvhLspZ3LC1NKzuwQz", simnet())};
  const std::vector internal{payee("SsrFKd8aX4KHabWSQfbmEaDv3BJCpSH2ySj", simnet()),
                             payee("SsW4roiFKWkbbhiAeEV5byet1pLKAP4xRks", simnet())};
  CHECK_FALSE(ring.can_vote(external[0]));
  CHECK(ring.derive(0, 0, 0, 2) == external);
  CHECK(ring.derive(0, 1, 0, 1) == std::vector{internal[0]});
  CHECK(ring.derived(0, 0) == 2);
  CHECK(ring.derived(0, 1) == 1);
  CHECK(ring.place(external[1]) == AddressPlace{0, 0, 1});
  CHECK(ring.derive(0, 0, 0, 2) == external);
  CHECK(ring.derive(0, 0, 5, 5).empty());
  CHECK(ring.fixed_payees().empty());
}

TEST_CASE("keys/key_ring: what was computed elsewhere is known once it was taken, as if derived here") {
  KeyRing ring(simnet());
  KeyRing other(simnet());
  REQUIRE(ring.add_account(simnet_account(), "seed"));
  REQUIRE(other.add_account(simnet_account(), "seed"));
  const auto derived = other.derive(0, 1, 0, 9);
  const GeneratorTable table;
  const auto late = ring.compute(0, 1, 4, 9, table);
  const auto early = ring.compute(0, 1, 0, 6, table);
  CHECK(ring.derived(0, 1) == 0);
  CHECK_FALSE(ring.can_vote(derived[0]));
  CHECK(ring.take(late) == std::vector(derived.begin() + 4, derived.end()));
  CHECK(ring.derived(0, 1) == 0);
  CHECK(ring.take(early) == std::vector(derived.begin(), derived.begin() + 6));
  CHECK(ring.derived(0, 1) == 9);
  CHECK(ring.place(derived[5]) == AddressPlace{0, 1, 5});
  const auto vote = ring.sign(decide(derived[5], 1, simnet()));
  REQUIRE(vote);
  CHECK(vote->bytes == other.sign(decide(derived[5], 1, simnet()))->bytes);
  CHECK(ring.compute(0, 0, kHardened - 2, kHardened + 5, table).addresses.size() == 2);
  CHECK_THROWS_AS(static_cast<void>(ring.compute(0, 2, 0, 1, table)), std::out_of_range);
}

TEST_CASE("keys/key_ring: a range far ahead leaves a gap that is known") {
  KeyRing ring(simnet());
  REQUIRE(ring.add_account(simnet_account(), "seed"));
  const auto far = ring.derive(0, 1, 5000, 5003);
  REQUIRE(far.size() == 3);
  CHECK(ring.place(far[2]) == AddressPlace{0, 1, 5002});
  CHECK(ring.derived(0, 1) == 0);
  ring.derive(0, 1, 0, 300);
  CHECK(ring.derived(0, 1) == 300);
  const auto over = ring.derive(0, 1, 4999, 5004);
  CHECK(std::equal(far.begin(), far.end(), over.begin() + 1));
  // The last index, and none beyond: hardened children are no addresses.
  CHECK(ring.derive(0, 0, kHardened - 2, kHardened + 5).size() == 2);
}

TEST_CASE("keys/key_ring: refuses accounts of another network or depth, and scripts of another form") {
  KeyRing ring(mainnet());
  const auto foreign = ring.add_account(simnet_account(), "x");
  CHECK(kind_of(foreign) == Errc::wrong_network);
  CHECK(foreign.error().text.find("simnet") != std::string::npos);
  const auto master = ring.add_account(*ExtendedKey::master(unhex(kSimnetSeed), mainnet()), "x");
  CHECK(kind_of(master) == Errc::unsupported);
  CHECK(master.error().text.find("master key") != std::string::npos);
  CHECK(kind_of(ring.add_script(unhex("76a914000000000000000000000000000000000000000088ac"))) ==
        Errc::unsupported);
  CHECK(kind_of(ring.add_script({})) == Errc::unsupported);
  CHECK(ring.empty());
  CHECK(ring.accounts().empty());
}

TEST_CASE("keys/key_ring: what is there already is not added again") {
  KeyRing ring(simnet());
  for (int i = 0; i < 2; ++i) {
    REQUIRE(ring.add_account(simnet_account(), "seed"));
    ring.add_key(small_key(7));
    const wire::MultiSig multisig{1, {small_key(7).public_key()}};
    REQUIRE(ring.add_script(wire::multisig_script(multisig)));
  }
  REQUIRE(ring.add_account(simnet_account(CoinType::slip0044), "seed"));
  CHECK(ring.accounts().size() == 2);
  CHECK(ring.fixed_payees().size() == 2);
}

TEST_CASE("keys/key_ring: a branch that does not exist is a mistake of the caller") {
  KeyRing ring(simnet());
  REQUIRE(ring.add_account(simnet_account(), "seed"));
  CHECK_THROWS_AS(ring.derive(0, 2, 0, 1), std::out_of_range);
  CHECK_THROWS_AS(ring.derive(1, 0, 0, 1), std::out_of_range);
}

}  // namespace
}  // namespace dcrvoter::keys
