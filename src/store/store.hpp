/// The disk's memory: tickets, calls and what became of them, events. LMDB behind it. Losing it costs
/// history, never a vote; nothing here is on the way of the vote. One thread at a time.
///
/// Every record carries a version and a checksum, and is written byte by byte in big-endian order, so
/// that a file of any board is read alike (LMDB's own pages are not: a file of a 64-bit build is refused
/// by a 32-bit one, which is what export and import are for).
#pragma once

#include "core/result.hpp"
#include "store/lmdb.hpp"
#include "vote/record.hpp"
#include "wire/network.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace dcrvoter::store {

/// Of the map at first; it doubles when it is full, up to what the machine permits.
inline constexpr std::size_t kMapSize = (sizeof(void*) == 4 ? 64UL : 256UL) * 1024 * 1024;

class Store {
 public:
  /// Opens, or makes, the store in the folder `path` (created with mode 0700). Errors:
  ///   not_found      read_only, and there is none
  ///   wrong_network  it holds another network's records
  ///   unsupported    a newer dcrvoter wrote it (the text says which schema), or it is of the other word size
  ///   malformed      it is no store, or damaged
  ///   io             the system's words (no space, read-only, …)
  /// All texts begin with the path. What cannot be read may also be SIGBUS: see lmdb.hpp.
  static core::Result<std::unique_ptr<Store>> open(const std::filesystem::path& path, wire::NetworkId network,
                                                   Mode mode, std::size_t map_size = kMapSize);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// All of it or nothing, on the disk when this returns. A record replaces the one with its key; of calls
  /// see vote::merged(). The map grows when it is full. A ticket that is
  /// both forgotten and changed stays. Errors: io, malformed; then the store is closed and opened anew
  /// before the next try.
  core::Result<void> commit(const vote::Changes& changes);

  /// Whether the folder still holds what was opened: commits go into a file that was removed, too.
  [[nodiscard]] bool is_there() const;
  /// Gives back the memory of what was read and written, for the time until the next commit. After an error
  /// (io) it must be opened anew.
  core::Result<void> rest();

  /// Every ticket. Records whose checksum or form is wrong are left out, here and below; damaged()
  /// counts them, each once.
  core::Result<std::vector<vote::TicketRecord>> tickets();
  /// The same one by one, for who does not want all of many years in memory.
  core::Result<void> each_ticket(const std::function<void(const vote::TicketRecord&)>& visit);
  /// The latest calls by height, latest first, at most `most`.
  core::Result<std::vector<vote::CallRecord>> latest_calls(std::size_t most);
  /// All calls, oldest first; the visitor says whether to go on.
  core::Result<void> each_call(const std::function<bool(const vote::CallRecord&)>& visit);
  /// The latest events, latest first.
  core::Result<std::vector<vote::EventRecord>> latest_events(std::size_t most);
  [[nodiscard]] std::size_t damaged() const noexcept;
  /// Reads whatever the file holds, to its last page in use. Errors: malformed, io.
  core::Result<void> verify();

  /// The schema that this program writes.
  static constexpr std::uint32_t kSchema = 1;
  /// Events beyond so many are forgotten, the oldest first.
  static constexpr std::size_t kMostEvents = 10'000;

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// The library that keeps the file, with its version.
[[nodiscard]] std::string library();

}  // namespace dcrvoter::store
