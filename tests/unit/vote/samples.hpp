/// Tickets, blocks and votes that several tests of this room use.
#pragma once

#include "hex.hpp"
#include "vote/builder.hpp"
#include "wire/script.hpp"

#include <random>

namespace dcrvoter::vote::samples {

/// A ticket of mainnet's block 257 (dcrd: txscript/testdata/sighash.json).
inline constexpr std::string_view kMinedTicket =
    "0100000001e68bcb9222c7f6336e865c81d7fd3e4b3244cd83998ac9767efcb355b3cd295eb90a000000ffffffff0300"
    "c2eb0b0000000000001aba76a9146c5b4353449a7948652321c71f4d0409ae2dd5f688ac00000000000000000000206a"
    "1ebaeaaa590c5c125aad8ebb998a9b26f7436aa42a400d380c000000000058a03d6f880600000000001abd76a9148d1c"
    "f0fc4d7918421306fd7d4a4e1b9770a9aa8588ac000000000000000001e04aa7940600000001000000000000006a4730"
    "4402203a5e5724969d35452cf97bb3ae0c72834093797464c04096608402336d0ade8302204975f5b35b54fca6af0263"
    "1094cd46251b7af57435641825ec88950fab8005790121028eae6dde0fab8c118c3b6f81e95a4369c0f8834006bef08b"
    "5f0c1afb242b6bba";

/// An unsigned ticket of 200 coins with one commitment, whose votes were made with dcrd's libraries.
inline constexpr std::string_view kPlainTicket =
    "010000000111111111111111111111111111111111111111111111111111111111111111110000000000ffffffff0300"
    "c817a80400000000001aba76a914f51906cda67ae249b90a78dc3ae4fe2f227a016288ac00000000000000000000206a"
    "1e2789d58cfa0957d206f025c2af056fc8a77cebb0a4d317a8040000000058000000000000000000001abd76a9140000"
    "00000000000000000000000000000000000088ac000000000000000001a4d317a80400000000000000ffffffff00";

inline const wire::Network& mainnet() {
  return wire::network(wire::NetworkId::mainnet);
}

inline wire::Transaction transaction(std::string_view hex) {
  return testing::ok(wire::Transaction::parse(testing::unhex(hex)));
}

inline Ticket ticket(std::string_view hex) {
  return testing::ok(parse_ticket(transaction(hex)));
}

/// Every byte of a hash the same.
inline core::Hash filled(std::uint8_t byte) {
  core::Hash hash;
  hash.bytes.fill(byte);
  return hash;
}

/// The block of the made votes: bytes 01 02 … 20, height 1100000.
inline VotedBlock block() {
  VotedBlock block{{}, 1100000};
  for (std::uint8_t i = 0; i < block.hash.bytes.size(); ++i) {
    block.hash.bytes[i] = static_cast<std::uint8_t>(i + 1);
  }
  return block;
}

inline TreasuryVote yes(std::uint8_t tspend) {
  return {filled(tspend), TreasuryAnswer::yes};
}
inline TreasuryVote no(std::uint8_t tspend) {
  return {filled(tspend), TreasuryAnswer::no};
}

/// A ticket with `count` commitments of random amounts to random payees.
inline Ticket random_ticket(std::mt19937_64& random, std::size_t count) {
  const auto below = [&random](std::uint64_t bound) { return random() % bound; };
  Ticket made;
  made.txid = filled(static_cast<std::uint8_t>(below(256)));
  for (std::size_t i = 0; i < count; ++i) {
    Commitment commitment;
    commitment.payee.type = below(2) == 0 ? wire::PayeeType::p2pkh : wire::PayeeType::p2sh;
    for (auto& byte : commitment.payee.hash.bytes) {
      byte = static_cast<std::uint8_t>(below(256));
    }
    commitment.amount = 1 + static_cast<std::int64_t>(below(30'000'000'000));
    made.price += commitment.amount;
    made.commitments.push_back(commitment);
  }
  return made;
}

}  // namespace dcrvoter::vote::samples
