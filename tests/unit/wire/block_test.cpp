#include "wire/block.hpp"

#include "hex.hpp"
#include "wire/samples.hpp"

namespace dcrvoter::wire {
namespace {

using core::Bytes;
using core::ByteView;
using core::Errc;
using testing::kind_of;
using testing::ok;
using testing::unhex;

TEST_CASE("wire/block: hashes of the genesis headers") {
  CHECK(ok(BlockHeader::parse(unhex(samples::kGenesisMainnet))).hash().to_string() ==
        "298e5cc3d985bfe7f81dc135f360abe089edd4396b86d2de66b0cef42b21d980");
  CHECK(ok(BlockHeader::parse(unhex(samples::kGenesisTestnet3))).hash().to_string() ==
        "a649dce53918caf422e9c711c858837e08d626ecfcd198969b24f7b634a49bac");
  CHECK(ok(BlockHeader::parse(unhex(samples::kGenesisSimnet))).hash().to_string() ==
        "6bef82c645999585f7255cb02672921ac2f5492820090cd635fe3a59d16b4f87");
}

TEST_CASE("wire/block: each field of a header stands at its offset") {
  Bytes raw(kHeaderSize);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    raw[i] = static_cast<std::uint8_t>(i);
  }
  const BlockHeader header = ok(BlockHeader::parse(raw));
  CHECK(header.version == 0x03020100);
  CHECK(header.previous.bytes[0] == 4);
  CHECK(header.merkle_root.bytes[0] == 36);
  CHECK(header.stake_root.bytes[0] == 68);
  CHECK(header.vote_bits == 0x6564);
  CHECK(header.final_state[0] == 102);
  CHECK(header.voters == 0x6d6c);
  CHECK(header.fresh_stake == 110);
  CHECK(header.revocations == 111);
  CHECK(header.pool_size == 0x73727170);
  CHECK(header.bits == 0x77767574);
  CHECK(header.stake_difficulty == 0x7f7e7d7c7b7a7978);
  CHECK(header.height == 0x83828180);
  CHECK(header.size == 0x87868584);
  CHECK(header.timestamp == 0x8b8a8988);
  CHECK(header.nonce == 0x8f8e8d8c);
  CHECK(header.extra_data[0] == 144);
  CHECK(header.stake_version == 0xb3b2b1b0);
  CHECK(header.serialize() == raw);
}

TEST_CASE("wire/block: a header is exactly 180 bytes") {
  const Bytes raw = unhex(samples::kGenesisMainnet);
  for (std::size_t length = 0; length < raw.size(); ++length) {
    CAPTURE(length);
    CHECK(kind_of(BlockHeader::parse(ByteView(raw).first(length))) == Errc::truncated);
  }
  Bytes longer = raw;
  longer.push_back(0);
  CHECK(kind_of(BlockHeader::parse(longer)) == Errc::trailing);
}

TEST_CASE("wire/block: the version is signed") {
  BlockHeader header;
  header.version = -2;
  CHECK(ok(BlockHeader::parse(header.serialize())) == header);
}

TEST_CASE("wire/block: the genesis block, whose merkle root is the full hash of its only transaction") {
  const std::string hex =
      std::string(samples::kGenesisMainnet) + "01" + std::string(samples::kGenesisCoinbase) + "00";
  const Block genesis = ok(Block::parse(unhex(hex)));
  REQUIRE(genesis.regular.size() == 1);
  CHECK(genesis.stake.empty());
  CHECK(genesis.regular[0].full_hash() == genesis.header.merkle_root);
  CHECK(core::to_hex(genesis.serialize()) == hex);
}

Block block() {
  Block made;
  made.header = ok(BlockHeader::parse(unhex(samples::kGenesisMainnet)));
  made.regular.push_back(ok(Transaction::parse(unhex(samples::kGenesisCoinbase))));
  made.stake.assign(2, ok(Transaction::parse(unhex(samples::kVote))));
  return made;
}

TEST_CASE("wire/block: both trees round trip") {
  const Bytes raw = block().serialize();
  const Block again = ok(Block::parse(raw));
  CHECK(again.header == block().header);
  CHECK(again.regular == block().regular);
  CHECK(again.stake == block().stake);
  CHECK(again.serialize() == raw);
}

TEST_CASE("wire/block: cut at any byte it is truncated, and nothing may follow") {
  Bytes raw = block().serialize();
  for (std::size_t length = 0; length < raw.size(); ++length) {
    CAPTURE(length);
    CHECK(kind_of(Block::parse(ByteView(raw).first(length))) == Errc::truncated);
  }
  raw.push_back(0);
  CHECK(kind_of(Block::parse(raw)) == Errc::trailing);
}

}  // namespace
}  // namespace dcrvoter::wire
