// What one vote costs, piece by piece (Google Benchmark). The ticket, key and block are those of
// the specification's worked example; nothing here touches a socket.
#include "core/digest.hpp"
#include "keys/key_ring.hpp"
#include "keys/private_key.hpp"
#include "keys/wif.hpp"
#include "node/rpc_session.hpp"
#include "vote/builder.hpp"
#include "vote/ticket.hpp"
#include "wire/network.hpp"
#include "wire/transaction.hpp"

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

using namespace dcrvoter;

namespace {

constexpr std::string_view kWif = "PmQdMn8xafwaQouk8ngs1CccRCB1ZmsqQxBaxNR4vhQi5a5QB5716";
constexpr std::string_view kTicket =
    "010000000111111111111111111111111111111111111111111111111111111111111111110000000000ffffffff0300c817a804"
    "000000"
    "00001aba76a914f51906cda67ae249b90a78dc3ae4fe2f227a016288ac00000000000000000000206a1e2789d58cfa0957d206f0"
    "25c2af05"
    "6fc8a77cebb0a4d317a8040000000058000000000000000000001abd76a914000000000000000000000000000000000000000088"
    "ac000000"
    "000000000001a4d317a80400000000000000ffffffff00";
constexpr std::string_view kWinners =
    R"({"jsonrpc":"1.0","method":"winningtickets","params":["6b0d900cad3d75eb161ce8baa6d9d09b7baf0525deb2e7e6358688138)"
    R"(4ea0faf",144,{"0":"ef445bbc3b52f56b9d3a99dcf6b4a6ef8d553e8a4714c6d94e73408c58b22266","1":"8139038f41ff70e1a4553d)"
    R"(9effb32e693349c441cc45a4a7661109fae030b2e7","2":"ea9ca754c5b8776554a82061eaaa1c819643683b3809ff7e816d33e6ea0f855)"
    R"(2","3":"486865dd7e335d86fe072565c88aec475bd55dd880d5d2fbe6ff2f7612d84f4d","4":"29b117e826f0a65f6cb1a7ba8dd50b5cd)"
    R"(8b2b0c1ee9ea1ef6a4b0e0e8f3a2e5f"}],"id":null})";

const wire::Network& mainnet() {
  return wire::network(wire::NetworkId::mainnet);
}

vote::Ticket ticket() {
  const auto bytes = core::from_hex(kTicket).value();
  return vote::parse_ticket(wire::Transaction::parse(bytes).value()).value();
}

keys::KeyRing ring() {
  keys::KeyRing ring(mainnet());
  ring.add_key(keys::parse_wif(kWif, mainnet()).value());
  return ring;
}

/// A different block each time: nothing may be remembered.
vote::VotedBlock block(std::uint32_t number) {
  vote::VotedBlock block{.hash = {}, .height = 1'100'000};
  block.hash.bytes[0] = static_cast<std::uint8_t>(number);
  block.hash.bytes[1] = static_cast<std::uint8_t>(number >> 8U);
  return block;
}

void votes(benchmark::State& state) {
  const auto ours = ticket();
  const auto keys = ring();
  const vote::VoteContent content{.bits = 1, .version = mainnet().vote_version, .treasury = {}};
  std::uint32_t number = 0;
  for (auto _ : state) {
    for (std::int64_t i = 0; i < state.range(0); ++i) {
      auto decided = vote::decide_vote(mainnet(), ours, block(number++), content);
      auto vote = keys.sign(*decided);
      benchmark::DoNotOptimize(core::to_hex(vote->bytes));
    }
  }
}
BENCHMARK(votes)->Name("build, sign and verify votes")->Arg(1)->Arg(5)->Unit(benchmark::kMicrosecond);

void hear(benchmark::State& state, std::string_view message) {
  std::size_t notices = 0;
  for (auto _ : state) {
    node::RpcSession session;
    const auto heard = session.on_message(message, [&](node::Notification&&) { ++notices; });
    benchmark::DoNotOptimize(heard);
  }
  benchmark::DoNotOptimize(notices);
}
BENCHMARK_CAPTURE(hear, winning, kWinners)->Name("parse winningtickets")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(hear, reply, R"({"jsonrpc":"1.0","result":null,"error":null,"id":7})")
    ->Name("parse a reply")
    ->Unit(benchmark::kMicrosecond);

void blake256(benchmark::State& state) {
  const core::Bytes data(static_cast<std::size_t>(state.range(0)), 0x5a);
  for (auto _ : state) {
    benchmark::DoNotOptimize(core::blake256(data));
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(blake256)->Name("BLAKE-256 of bytes")->Arg(64)->Arg(180)->Arg(344)->Arg(1 << 20);

void parse_ticket(benchmark::State& state) {
  const auto bytes = core::from_hex(kTicket).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(vote::parse_ticket(wire::Transaction::parse(bytes).value()));
  }
}
BENCHMARK(parse_ticket)->Name("parse a ticket");

}  // namespace
