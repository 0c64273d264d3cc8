#include "store/store.hpp"

#include "core/digest.hpp"
#include "store/codec.hpp"
#include "store/settle.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>
#include <string>
#include <sys/statvfs.h>
#include <utility>

namespace dcrvoter::store {
namespace {

namespace fs = std::filesystem;

/// Every text of this room's door names the folder.
std::unexpected<core::Error> failure(const fs::path& folder, core::Error error) {
  return core::fail(error.kind, folder.string() + ": " + std::move(error.text));
}

/// A full disk comes out of LMDB as an I/O error when a part of a write still found room.
std::string disk_words(const fs::path& folder, core::Error error) {
  struct statvfs disk {};
  const bool full = ::statvfs(folder.c_str(), &disk) == 0 && disk.f_bavail == 0;
  if (error.kind == core::Errc::io && full) {
    return "the disk is full (" + std::move(error.text) + ")";
  }
  return std::move(error.text);
}

core::Bytes first_key(Kind kind) {
  return {static_cast<std::uint8_t>(kind)};
}
core::Bytes key_behind(Kind kind) {
  return {static_cast<std::uint8_t>(static_cast<std::uint8_t>(kind) + 1)};
}
bool is_of(const Item& item, Kind kind) {
  return !item.key.empty() && item.key[0] == static_cast<std::uint8_t>(kind);
}

enum class Order : std::uint8_t { first_to_last, last_to_first };

/// Visits the records of one kind for as long as the visitor returns true.
template <class Visit>
core::Result<void> walk(Transaction& transaction, Kind kind, Order order, Visit visit) {
  auto cursor = Cursor::open(transaction);
  if (!cursor) {
    return std::unexpected(std::move(cursor.error()));
  }
  const bool forward = order == Order::first_to_last;
  auto item = forward ? cursor->from(first_key(kind)) : cursor->last_below(key_behind(kind));
  while (item && *item && is_of(**item, kind) && visit(**item)) {
    item = forward ? cursor->next() : cursor->previous();
  }
  if (!item) {
    return std::unexpected(std::move(item.error()));
  }
  return {};
}

/// Adds an event under a key that is still free.
core::Result<void> put_event(Transaction& transaction, const vote::EventRecord& event) {
  for (std::uint32_t sequence = 0;; ++sequence) {
    const auto taken = transaction.get(event_key(event.at, sequence));
    if (!taken) {
      return std::unexpected(taken.error());
    }
    if (!*taken) {
      const auto entry = encode(event, sequence);
      return transaction.put(entry.key, entry.value);
    }
  }
}

core::Result<void> forget_oldest_events(Transaction& transaction, std::size_t count) {
  std::vector<core::Bytes> keys;
  const auto walked = walk(transaction, Kind::event, Order::first_to_last, [&keys, count](const Item& item) {
    keys.emplace_back(item.key.begin(), item.key.end());
    return keys.size() < count;
  });
  if (!walked) {
    return walked;
  }
  for (const auto& key : keys) {
    if (auto removed = transaction.remove(key); !removed) {
      return removed;
    }
  }
  return {};
}

core::Result<std::size_t> count_events(Transaction& transaction) {
  std::size_t count = 0;
  const auto walked = walk(transaction, Kind::event, Order::first_to_last, [&count](const Item&) {
    ++count;
    return true;
  });
  if (!walked) {
    return std::unexpected(walked.error());
  }
  return count;
}

/// Adds the events of a commit; the oldest make room. How many there are now, of `before`.
core::Result<std::size_t> put_events(Transaction& transaction, const std::vector<vote::EventRecord>& events,
                                     std::size_t before) {
  for (const auto& event : events) {
    if (auto put = put_event(transaction, event); !put) {
      return std::unexpected(std::move(put.error()));
    }
  }
  const std::size_t count = before + events.size();
  if (count <= Store::kMostEvents) {
    return count;
  }
  if (auto forgot = forget_oldest_events(transaction, count - Store::kMostEvents); !forgot) {
    return std::unexpected(std::move(forgot.error()));
  }
  return Store::kMostEvents;
}

template <class Record>
core::Result<void> put_all(Transaction& transaction, const std::vector<Record>& records) {
  for (const auto& record : records) {
    const auto entry = encode(record);
    if (auto put = transaction.put(entry.key, entry.value); !put) {
      return put;
    }
  }
  return {};
}

core::Result<void> write_calls(Transaction& transaction, const std::vector<vote::CallRecord>& calls) {
  for (const auto& call : calls) {
    const auto key = call_key(call);
    const auto there = transaction.get(key);
    if (!there) {
      return std::unexpected(there.error());
    }
    const auto before = *there ? decode_call(key, **there) : core::fail(core::Errc::not_found, std::string());
    const auto entry = encode(before ? vote::merged(*before, call) : call);
    if (auto put = transaction.put(entry.key, entry.value); !put) {
      return put;
    }
  }
  return {};
}

core::Result<void> write_tickets(Transaction& transaction, const vote::Changes& changes) {
  for (const auto& txid : changes.forgotten) {
    if (auto removed = transaction.remove(ticket_key(txid)); !removed) {
      return removed;
    }
  }
  return put_all(transaction, changes.tickets);
}

/// Reads every byte, and whether the keys rise. What a damaged record costs is that record.
core::Result<void> check_records(Transaction& transaction) {
  auto cursor = Cursor::open(transaction);
  if (!cursor) {
    return std::unexpected(std::move(cursor.error()));
  }
  core::Bytes last;
  auto item = cursor->next();
  for (; item && *item; item = cursor->next()) {
    const auto [key, value] = **item;
    if (!std::ranges::lexicographical_compare(last, key)) {
      return core::fail(core::Errc::malformed, "its records are out of order");
    }
    last.assign(key.begin(), key.end());
    (void)core::Blake256().update(value).finish();
  }
  return item ? core::Result<void>() : std::unexpected(std::move(item.error()));
}

/// Whether the list of free pages is one: pages of the file, each once a record, falling.
core::Result<void> check_free_pages(Transaction& transaction, std::size_t pages) {
  auto cursor = Cursor::of_free_pages(transaction);
  if (!cursor) {
    return std::unexpected(std::move(cursor.error()));
  }
  auto item = cursor->next();
  for (; item && *item; item = cursor->next()) {
    std::vector<std::size_t> list((*item)->value.size() / sizeof(std::size_t));
    std::memcpy(list.data(), (*item)->value.data(), list.size() * sizeof(std::size_t));
    // The first number counts those that follow.
    const bool sound =
        !list.empty() && list[0] < list.size() &&
        std::ranges::all_of(list.begin() + 1, list.begin() + 1 + static_cast<std::ptrdiff_t>(list[0]),
                            [pages](std::size_t page) { return page >= 2 && page < pages; });
    if (!sound) {
      return core::fail(core::Errc::malformed, "the list of free pages is damaged");
    }
  }
  return item ? core::Result<void>() : std::unexpected(std::move(item.error()));
}

}  // namespace

struct Store::Impl {
  fs::path folder;
  Environment environment;
  std::set<core::Bytes> damaged;

  std::optional<std::size_t> events;  ///< how many there are, once they were counted

  core::Result<void> try_commit(const vote::Changes& changes) {
    auto transaction = environment.begin(Mode::read_write);
    if (!transaction) {
      return std::unexpected(std::move(transaction.error()));
    }
    if (auto put = write_tickets(*transaction, changes); !put) {
      return put;
    }
    if (auto put = write_calls(*transaction, changes.calls); !put) {
      return put;
    }
    auto count = events;
    if (!changes.events.empty()) {
      const auto before = count ? core::Result<std::size_t>(*count) : count_events(*transaction);
      const auto after = before ? put_events(*transaction, changes.events, *before) : before;
      if (!after) {
        return std::unexpected(after.error());
      }
      count = *after;
    }
    auto committed = transaction->commit();
    if (committed) {
      events = count;
    }
    return committed;
  }

  /// Visits the sound records of one kind for as long as the visitor returns true.
  template <class Decode, class Visit>
  core::Result<void> each(Kind kind, Order order, Decode decode, Visit visit) {
    auto transaction = environment.begin(Mode::read_only);
    if (!transaction) {
      return failure(folder, std::move(transaction.error()));
    }
    auto walked = walk(*transaction, kind, order, [this, &decode, &visit](const Item& item) {
      auto record = decode(item.key, item.value);
      if (!record) {
        damaged.emplace(item.key.begin(), item.key.end());
        return true;
      }
      return visit(std::move(*record));
    });
    return walked ? std::move(walked) : failure(folder, std::move(walked.error()));
  }

  /// The first `most` sound records in this order.
  template <class Record, class Decode>
  core::Result<std::vector<Record>> list(Kind kind, Order order, Decode decode, std::size_t most) {
    std::vector<Record> records;
    if (most == 0) {
      return records;
    }
    auto read = each(kind, order, decode, [&records, most](Record&& record) {
      records.push_back(std::move(record));
      return records.size() < most;
    });
    if (!read) {
      return std::unexpected(std::move(read.error()));
    }
    return records;
  }
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::~Store() = default;

core::Result<std::unique_ptr<Store>> Store::open(const fs::path& path, wire::NetworkId network, Mode mode,
                                                 std::size_t map_size) {
  if (mode == Mode::read_write) {
    if (auto made = make_folder(path); !made) {
      return failure(path, std::move(made.error()));
    }
  }
  auto environment = Environment::open(path, mode, map_size);
  if (!environment) {
    const auto kind = environment.error().kind;
    return failure(path, {kind, disk_words(path, std::move(environment.error()))});
  }
  if (auto settled = settle(*environment, network, mode); !settled) {
    return failure(path, std::move(settled.error()));
  }
  if (mode == Mode::read_write) {
    sync_folder(path);
  }
  return std::unique_ptr<Store>(
      new Store(std::make_unique<Impl>(Impl{path, std::move(*environment), {}, {}})));
}

core::Result<void> Store::commit(const vote::Changes& changes) {
  if (changes.empty()) {
    return {};
  }
  auto written = impl_->try_commit(changes);
  while (!written && written.error().kind == core::Errc::too_large) {
    if (auto grown = impl_->environment.grow(); !grown) {
      return failure(impl_->folder, std::move(grown.error()));
    }
    written = impl_->try_commit(changes);
  }
  if (!written) {
    const auto kind = written.error().kind == core::Errc::malformed ? core::Errc::malformed : core::Errc::io;
    return failure(impl_->folder, {kind, disk_words(impl_->folder, std::move(written.error()))});
  }
  return {};
}

bool Store::is_there() const {
  return impl_->environment.is_in(impl_->folder);
}

core::Result<void> Store::rest() {
  auto rested = impl_->environment.rest();
  return rested ? std::move(rested) : failure(impl_->folder, std::move(rested.error()));
}

core::Result<std::vector<vote::TicketRecord>> Store::tickets() {
  return impl_->list<vote::TicketRecord>(Kind::ticket, Order::first_to_last, decode_ticket, SIZE_MAX);
}

core::Result<void> Store::each_ticket(const std::function<void(const vote::TicketRecord&)>& visit) {
  return impl_->each(Kind::ticket, Order::first_to_last, decode_ticket,
                     [&visit](const vote::TicketRecord& ticket) {
                       visit(ticket);
                       return true;
                     });
}

core::Result<std::vector<vote::CallRecord>> Store::latest_calls(std::size_t most) {
  return impl_->list<vote::CallRecord>(Kind::call, Order::last_to_first, decode_call, most);
}

core::Result<void> Store::each_call(const std::function<bool(const vote::CallRecord&)>& visit) {
  return impl_->each(Kind::call, Order::first_to_last, decode_call,
                     [&visit](const vote::CallRecord& call) { return visit(call); });
}

core::Result<std::vector<vote::EventRecord>> Store::latest_events(std::size_t most) {
  return impl_->list<vote::EventRecord>(Kind::event, Order::last_to_first, decode_event, most);
}

std::size_t Store::damaged() const noexcept {
  return impl_->damaged.size();
}

core::Result<void> Store::verify() {
  auto transaction = impl_->environment.begin(Mode::read_only);
  if (!transaction) {
    return failure(impl_->folder, std::move(transaction.error()));
  }
  auto read = check_records(*transaction);
  if (read) {
    read = check_free_pages(*transaction, impl_->environment.pages());
  }
  return read ? std::move(read) : failure(impl_->folder, std::move(read.error()));
}

}  // namespace dcrvoter::store
