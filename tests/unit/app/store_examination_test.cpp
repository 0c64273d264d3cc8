#include "app/store_examination.hpp"

#include "store/records.hpp"
#include "store/store.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <string>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::testing;
namespace fs = std::filesystem;
using Verdict = StoreExamination::Verdict;

namespace {

constexpr auto kNetwork = wire::NetworkId::simnet;

std::vector<vote::CallRecord> fill(const fs::path& folder, std::uint32_t count) {
  const auto store = ok(store::Store::open(folder, kNetwork, store::Mode::read_write));
  for (std::uint32_t height = 0; height < count; ++height) {  // a commit each, so that pages become free
    vote::Changes changes;
    changes.calls = {full_call()};
    changes.calls[0].height = height;
    REQUIRE(store->commit(changes));
  }
  return ok(store->latest_calls(SIZE_MAX));
}

Verdict verdict_of(const fs::path& folder) {
  return StoreExamination(folder, kNetwork).wait().verdict;
}

void flip(const fs::path& file, std::uintmax_t at, std::uint8_t with) {
  std::fstream data(file, std::ios::in | std::ios::out | std::ios::binary);
  data.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(data.get() ^ with);
  data.seekp(static_cast<std::streamoff>(at));
  data.put(byte);
}

}  // namespace

TEST_CASE("app/store_examination: a store is sound, and so is none") {
  const TemporaryFolder folder;
  CHECK(verdict_of(folder.path() / "store") == Verdict::sound);
  fill(folder.path() / "store", 50);
  CHECK(verdict_of(folder.path() / "store") == Verdict::sound);
}

TEST_CASE("app/store_examination: what opening it tells better is left to that") {
  const TemporaryFolder folder;
  ok(store::Store::open(folder.path() / "store", wire::NetworkId::mainnet, store::Mode::read_write)).reset();
  CHECK(verdict_of(folder.path() / "store") == Verdict::unknown);
}

TEST_CASE("app/store_examination: a file that was cut short is broken, though it opens") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  fill(path, 50);
  fs::resize_file(path / "data.mdb", 8192);
  StoreExamination examination(path, kNetwork);
  const auto finding = examination.wait();
  CHECK(finding.verdict == Verdict::broken);
  CHECK(finding.words == path.string() + ": a part of it cannot be read");
}

TEST_CASE("app/store_examination: one that is given up tells nothing") {
  const TemporaryFolder folder;
  fs::create_directory(folder.path() / "store");
  StoreExamination examination(folder.path() / "store", kNetwork);
  examination.give_up();
  CHECK(examination.wait().verdict != Verdict::broken);
}

TEST_CASE(
    "app/store_examination: a damaged byte anywhere costs a record, or the store, but never this program") {
  const TemporaryFolder folder;
  const auto sound = folder.path() / "sound";
  const auto all = fill(sound, 60);
  const auto size = fs::file_size(sound / "data.mdb");
  std::mt19937 random(4);  // NOLINT(cert-msc51-cpp): the same bytes at every run
  const auto path = folder.path() / "store";
  int broken = 0;
  constexpr int kTries = 150;
  for (int i = 0; i < kTries; ++i) {
    fs::remove_all(path);
    fs::copy(sound, path);
    // Every second one in the head of a page, where its structure is.
    const auto page = std::uniform_int_distribution<std::uintmax_t>(0, size / 4096 - 1)(random) * 4096;
    const auto within = std::uniform_int_distribution<std::uintmax_t>(0, i % 2 == 0 ? 63 : 4095)(random);
    flip(path / "data.mdb", page + within, static_cast<std::uint8_t>(1U << static_cast<unsigned>(i % 8)));
    CAPTURE(page);
    CAPTURE(within);
    if (verdict_of(path) == Verdict::broken) {
      ++broken;
      continue;
    }
    auto store = store::Store::open(path, kNetwork, store::Mode::read_write);
    if (!store) {
      continue;
    }
    for (const auto& call : ok((*store)->latest_calls(SIZE_MAX))) {
      CHECK(std::ranges::count(all, call) == 1);
    }
    CHECK((*store)->commit({.calls = {small_call(1000)}, .tickets = {}, .forgotten = {}, .events = {}}));
  }
  CHECK(broken > 0);
  CHECK(broken < kTries);
}
