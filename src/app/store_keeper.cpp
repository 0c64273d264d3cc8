#include "app/store_keeper.hpp"

#include <spdlog/spdlog.h>

#include <system_error>
#include <utility>

namespace dcrvoter::app {
namespace {

using store::Mode;
using store::Store;

constexpr std::size_t kCallsAtStart = 250;
constexpr int kMostBroken = 9;

/// Renames the folder to the first free name of <folder>.broken-1 to -9.
core::Result<std::filesystem::path> move_aside(const std::filesystem::path& folder) {
  std::error_code error;
  for (int number = 1; number <= kMostBroken; ++number) {
    auto aside = folder;
    aside += ".broken-" + std::to_string(number);
    if (std::filesystem::exists(aside, error)) {
      continue;
    }
    std::filesystem::rename(folder, aside, error);
    if (error) {
      return core::fail(core::Errc::io, folder.string() + " is damaged and cannot be renamed to " +
                                            aside.string() + ": " + error.message());
    }
    return aside;
  }
  return core::fail(core::Errc::refused,
                    folder.string() + " is damaged, as were " + std::to_string(kMostBroken) +
                        " before it: replace the disk, or remove " + folder.string() + ".broken-*");
}

}  // namespace

core::Result<void> StoreKeeper::write(const vote::Changes& changes) {
  auto store = open();
  auto written = store ? (*store)->commit(changes) : std::unexpected(std::move(store.error()));
  if (!written && written.error().kind == core::Errc::malformed) {
    damage_ = written.error().text;
  }
  return written;
}

core::Result<std::unique_ptr<Store>> StoreKeeper::open() {
  for (;;) {
    if (damage_) {
      if (auto begun = begin_anew(); !begun) {
        return std::unexpected(std::move(begun.error()));
      }
    }
    auto store = Store::open(folder_, network_, Mode::read_write);
    if (store) {
      if (auto told = tell(**store); !told) {
        return std::unexpected(std::move(told.error()));
      }
      return store;
    }
    if (store.error().kind != core::Errc::malformed) {
      // A disk that became read-only still tells what it holds.
      if (auto readable = Store::open(folder_, network_, Mode::read_only); readable) {
        (void)tell(**readable);
      }
      return std::unexpected(std::move(store.error()));
    }
    damage_ = std::move(store.error().text);
  }
}

core::Result<void> StoreKeeper::begin_anew() {
  const auto aside = move_aside(folder_);
  if (!aside) {
    return std::unexpected(aside.error());
  }
  spdlog::warn("the store was damaged ({}): it is {} now, and a new one is filled from the chain", *damage_,
               aside->string());
  damage_.reset();
  return {};
}

core::Result<void> StoreKeeper::tell(Store& store) {
  if (!on_kept_) {
    return {};
  }
  auto tickets = store.tickets();
  if (!tickets) {
    return std::unexpected(std::move(tickets.error()));
  }
  auto calls = store.latest_calls(kCallsAtStart);
  if (!calls) {
    return std::unexpected(std::move(calls.error()));
  }
  if (store.damaged() > 0) {
    spdlog::warn("the store: {} damaged records were left out", store.damaged());
  }
  std::exchange(on_kept_, nullptr)({std::move(*tickets), std::move(*calls)});
  return {};
}

}  // namespace dcrvoter::app
