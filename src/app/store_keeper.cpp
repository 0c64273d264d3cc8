#include "app/store_keeper.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <map>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dcrvoter::app {
namespace {

using store::Mode;
using store::Store;

constexpr std::size_t kCallsAtStart = 250;
constexpr std::size_t kMany = 100;  ///< records
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

/// Those that may still be called, now or after a reorganisation, and of each branch of each account the one
/// whose address lies furthest on: what is watched begins there. Others are history, of many years perhaps.
core::Result<std::vector<vote::TicketRecord>> tickets_of_use(Store& store) {
  std::uint32_t latest = 0;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<std::uint32_t, core::Hash>> furthest;
  auto read = store.each_ticket([&](const vote::TicketRecord& record) {
    latest = std::max({latest, record.seen, record.height, record.spent_height});
    if (const auto& place = record.place) {
      auto& last = furthest[{place->account, place->branch}];
      last = std::max(last, std::pair(place->index, record.ticket.txid));
    }
  });
  std::vector<vote::TicketRecord> tickets;
  if (read) {
    read = store.each_ticket([&](const vote::TicketRecord& record) {
      const auto is_last = [&record](const auto& branch) {
        return branch.second.second == record.ticket.txid;
      };
      if (record.may_be_called(latest) || std::ranges::any_of(furthest, is_last)) {
        tickets.push_back(record);
      }
    });
  }
  return read ? core::Result<std::vector<vote::TicketRecord>>(std::move(tickets))
              : std::unexpected(std::move(read.error()));
}

}  // namespace

/// Two services on one folder would take each other's records for a former run's.
class StoreKeeper::Lock {
 public:
  /// Errors: refused.
  static core::Result<std::unique_ptr<Lock>> take(const std::filesystem::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    auto lock = std::make_unique<Lock>(descriptor);
    if (descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
      return core::fail(core::Errc::refused,
                        folder.string() +
                            ": another dcrvoter that runs keeps its records there; give this one a "
                            "'state' of its own");
    }
    return lock;  // where nothing can be locked, nothing is
  }
  explicit Lock(int descriptor) noexcept : descriptor_(descriptor) {}
  ~Lock() {
    if (descriptor_ >= 0) {
      ::close(descriptor_);
    }
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  int descriptor_;
};

StoreKeeper::StoreKeeper(std::filesystem::path folder, wire::NetworkId network,
                         std::function<void(Kept)> on_kept,
                         std::function<void(const vote::CallRecord&)> on_call)
    : folder_(std::move(folder)),
      network_(network),
      on_kept_(std::move(on_kept)),
      on_call_(std::move(on_call)) {}

StoreKeeper::~StoreKeeper() = default;

bool StoreKeeper::is_large(const vote::Changes& changes) noexcept {
  return changes.calls.size() + changes.tickets.size() > kMany;
}

core::Result<void> StoreKeeper::write(const vote::Changes& changes) {
  if (store_ && !store_->is_there()) {
    store_.reset();
    lock_.reset();
  }
  if (!store_) {
    if (auto opened = open(); !opened) {
      return opened;
    }
  }
  auto written = store_->commit(changes);
  if (written) {
    // LMDB keeps the memory of all pages that it ever wrote at a time, which a large commit has by the
    // hundred.
    if (is_large(changes) || !store_->rest()) {
      store_.reset();
    }
    return written;
  }
  store_.reset();
  if (written.error().kind == core::Errc::malformed) {
    damage_ = written.error().text;
  }
  return written;
}

core::Result<void> StoreKeeper::open() {
  for (;;) {
    if (damage_) {
      if (auto begun = begin_anew(); !begun) {
        return begun;
      }
    }
    if (auto locked = lock(); !locked) {  // before it is opened, as LMDB may not be twice in one process
      return locked;
    }
    auto store = Store::open(folder_, network_, Mode::read_write);
    if (store) {
      if (auto locked = lock(); !locked) {
        return locked;
      }
      auto told = tell(**store);
      if (told) {
        store_ = std::move(*store);
      }
      return told;
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

core::Result<void> StoreKeeper::lock() {
  std::error_code ignored;
  if (lock_ || !std::filesystem::exists(folder_, ignored)) {
    return {};
  }
  auto taken = Lock::take(folder_);
  if (taken) {
    lock_ = std::move(*taken);
    return {};
  }
  return std::unexpected(std::move(taken.error()));
}

core::Result<void> StoreKeeper::begin_anew() {
  const auto aside = move_aside(folder_);
  if (!aside) {
    return std::unexpected(aside.error());
  }
  spdlog::warn("the store was damaged ({}): it is {} now, and a new one is filled from the chain", *damage_,
               aside->string());
  damage_.reset();
  lock_.reset();
  return {};
}

core::Result<void> StoreKeeper::tell(Store& store) {
  if (!on_kept_) {
    return {};
  }
  auto tickets = tickets_of_use(store);
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
  if (!on_call_) {
    return {};
  }
  return store.each_call([this](const vote::CallRecord& call) {
    on_call_(call);
    return true;
  });
}

}  // namespace dcrvoter::app
