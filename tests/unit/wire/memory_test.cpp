// What the parsers and hashes take of memory: replaces the global operator new of this program.
#include "hex.hpp"
#include "wire/block.hpp"
#include "wire/samples.hpp"
#include "wire/sighash.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace {

std::size_t g_allocations = 0;
std::size_t g_largest = 0;

void* allocate(std::size_t size) {
  ++g_allocations;
  g_largest = std::max(g_largest, size);
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace dcrvoter::wire {
namespace {

using core::Bytes;
using testing::ok;
using testing::unhex;

struct Taken {
  std::size_t allocations, largest;
};

template <class Work>
Taken memory_of(Work work) {
  g_allocations = 0;
  g_largest = 0;
  work();
  return {g_allocations, g_largest};
}

/// kVote with the varint at `at` replaced by the largest there is.
Bytes with_huge_count(std::size_t at) {
  Bytes raw = unhex(samples::kVote);
  raw.erase(raw.begin() + static_cast<std::ptrdiff_t>(at));
  raw.insert(raw.begin() + static_cast<std::ptrdiff_t>(at), 9, std::uint8_t{0xff});
  return raw;
}

TEST_CASE("wire/memory: a count or length that the bytes cannot hold takes no memory for it") {
  const std::size_t outputs_at = 4 + 1 + 2 * 41;
  const std::size_t script_at = outputs_at + 1 + 10;
  for (const std::size_t at : {std::size_t{4}, outputs_at, script_at}) {
    CAPTURE(at);
    const Bytes raw = with_huge_count(at);
    core::Errc kind{};
    const Taken taken = memory_of([&] { kind = testing::kind_of(Transaction::parse(raw)); });
    CHECK(kind == core::Errc::truncated);
    CHECK(taken.largest < 1024);
  }
}

TEST_CASE("wire/memory: a block that announces too many transactions takes no memory for them") {
  Bytes raw = unhex(samples::kGenesisMainnet);
  raw.insert(raw.end(), {0xfe, 0xff, 0xff, 0xff, 0x7f});
  core::Errc kind{};
  const Taken taken = memory_of([&] { kind = testing::kind_of(Block::parse(raw)); });
  CHECK(kind == core::Errc::truncated);
  CHECK(taken.largest < 1024);
}

TEST_CASE("wire/memory: a large message cannot make a block parser take many times its size") {
  Bytes raw = unhex(samples::kGenesisMainnet);
  const std::size_t announced = 100000;
  raw.insert(raw.end(), {0xfe, 0xa0, 0x86, 0x01, 0x00});
  raw.resize(raw.size() + announced * 15, 0xff);  // of which no transaction can be read
  bool refused = false;
  const Taken taken = memory_of([&] { refused = !Block::parse(raw); });
  CHECK(refused);
  CHECK(taken.largest < 1024);
}

TEST_CASE("wire/memory: hashing a vote takes no memory, serialising it takes one block") {
  const Transaction tx = ok(Transaction::parse(unhex(samples::kVote)));
  const Bytes script = unhex(samples::kVoteSubscript);
  CHECK(memory_of([&] { (void)tx.txid(); }).allocations == 0);
  CHECK(memory_of([&] { (void)tx.full_hash(); }).allocations == 0);
  CHECK(memory_of([&] { (void)signature_hash(tx, 1, script); }).allocations == 0);
  CHECK(memory_of([&] { (void)tx.serialize(); }).allocations == 1);
}

}  // namespace
}  // namespace dcrvoter::wire
