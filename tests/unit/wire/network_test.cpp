#include "wire/network.hpp"

#include "core/base58.hpp"
#include "hex.hpp"
#include "wire/address.hpp"
#include "wire/block.hpp"
#include "wire/samples.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::wire {
namespace {

using testing::ok;
using testing::unhex;

constexpr NetworkId kAll[] = {NetworkId::mainnet, NetworkId::testnet3, NetworkId::simnet};

TEST_CASE("wire/network: found by its name, and by no other") {
  for (const NetworkId id : kAll) {
    CHECK(network(id).id == id);
    CHECK(network_id(network(id).name) == id);
  }
  for (const char* name : {"", "Mainnet", "testnet", "regnet", "mainnet "}) {
    CAPTURE(name);
    CHECK(!network_id(name));
  }
}

TEST_CASE("wire/network: the genesis hash is that of the genesis header") {
  CHECK(network(NetworkId::mainnet).genesis ==
        ok(BlockHeader::parse(unhex(samples::kGenesisMainnet))).hash());
  CHECK(network(NetworkId::testnet3).genesis ==
        ok(BlockHeader::parse(unhex(samples::kGenesisTestnet3))).hash());
  CHECK(network(NetworkId::simnet).genesis == ok(BlockHeader::parse(unhex(samples::kGenesisSimnet))).hash());
}

TEST_CASE("wire/network: getcurrentnet's numbers") {
  CHECK(network(NetworkId::mainnet).magic == 3652452601);
  CHECK(network(NetworkId::testnet3).magic == 2979310197);
  CHECK(network(NetworkId::simnet).magic == 303307798);
}

// A wrong byte in a prefix shows as another letter in front.
TEST_CASE("wire/network: the prefixes make the letters that people know") {
  struct Row {
    NetworkId id;
    const char *p2pkh, *p2sh, *p2pk, *ed25519, *schnorr, *wif, *xpriv, *xpub;
  };
  const Row rows[] = {
      {NetworkId::mainnet, "Ds", "Dc", "Dk", "De", "DS", "Pm", "dprv", "dpub"},
      {NetworkId::testnet3, "Ts", "Tc", "Tk", "Te", "TS", "Pt", "tprv", "tpub"},
      {NetworkId::simnet, "Ss", "Sc", "Sk", "Se", "SS", "Ps", "sprv", "spub"},
  };
  const auto text = [](auto prefix, std::size_t size) {
    core::Bytes data(prefix.begin(), prefix.end());
    data.resize(data.size() + size, 0x77);
    return core::base58check_encode(data);
  };
  for (const Row& row : rows) {
    const Network& net = network(row.id);
    CAPTURE(net.name);
    CHECK(text(net.p2pkh, 20).starts_with(row.p2pkh));
    CHECK(text(net.p2sh, 20).starts_with(row.p2sh));
    CHECK(text(net.p2pk, 33).starts_with(row.p2pk));
    CHECK(text(net.p2pkh_ed25519, 20).starts_with(row.ed25519));
    CHECK(text(net.p2pkh_schnorr, 20).starts_with(row.schnorr));
    CHECK(text(net.xpriv, 74).starts_with(row.xpriv));
    CHECK(text(net.xpub, 74).starts_with(row.xpub));
    core::Bytes wif(net.wif.begin(), net.wif.end());
    wif.resize(39, 0);
    CHECK(core::base58_encode(wif).starts_with(row.wif));
  }
}

TEST_CASE("wire/network: numbers that a voter lives by") {
  struct Row {
    NetworkId id;
    std::uint16_t port;
    std::uint32_t pool, maturity, expiry, first_stake, age, rule_interval, version, tvi, multiplier;
  };
  const Row rows[] = {
      {NetworkId::mainnet, 9109, 8192, 256, 40960, 4096, 256, 8064, 11, 288, 12},
      {NetworkId::testnet3, 19109, 1024, 16, 6144, 768, 1440, 5040, 12, 60, 4},
      {NetworkId::simnet, 19556, 64, 16, 384, 144, 16, 320, 12, 48, 3},
  };
  for (const Row& row : rows) {
    const Network& net = network(row.id);
    CAPTURE(net.name);
    CHECK(net.rpc_port == row.port);
    CHECK(net.ticket_pool_size == row.pool);
    CHECK(net.ticket_maturity == row.maturity);
    CHECK(net.coinbase_maturity == row.maturity);
    CHECK(net.ticket_expiry == row.expiry);
    CHECK(net.stake_validation_height == row.first_stake);
    CHECK(net.max_vote_age == row.age);
    CHECK(net.rule_change_interval == row.rule_interval);
    CHECK(net.vote_version == row.version);
    CHECK(net.treasury_vote_interval == row.tvi);
    CHECK(net.treasury_vote_multiplier == row.multiplier);
    CHECK(net.tickets_per_block == 5);
    CHECK(net.votes_needed == 3);
    CHECK(net.split_r1_height <= net.split_r2_height);
  }
}

TEST_CASE("wire/network: each agenda's choices fill its mask, and no two of a version overlap") {
  for (const NetworkId id : kAll) {
    const Network& net = network(id);
    std::uint32_t version = 0;
    unsigned used = 0;
    for (const Agenda& agenda : net.agendas) {
      CAPTURE(net.name);
      CAPTURE(agenda.id);
      CHECK(agenda.vote_version >= version);              // oldest first
      used = agenda.vote_version == version ? used : 1U;  // bit 0 approves the block
      version = agenda.vote_version;
      CHECK((used & agenda.mask) == 0);
      used |= agenda.mask;
      CHECK(agenda.choices[0].bits == 0);
      CHECK((agenda.choices[1].bits | agenda.choices[2].bits) == agenda.mask);
      CHECK(agenda.start_time < agenda.expire_time);
      CHECK((agenda.forced_choice.empty() || agenda.forced_choice == "yes"));
    }
    CHECK(version == net.vote_version);
  }
}

TEST_CASE("wire/network: the treasury's keys are keys") {
  for (const NetworkId id : kAll) {
    for (const PublicKey& key : network(id).pi_keys) {
      core::Bytes payload(key.begin(), key.end());
      payload[0] = payload[0] == 0x03 ? 0x80 : 0x00;
      payload.insert(payload.begin(), network(id).p2pk.begin(), network(id).p2pk.end());
      CHECK(decode_address(core::base58check_encode(payload), network(id)));
    }
  }
}

}  // namespace
}  // namespace dcrvoter::wire
