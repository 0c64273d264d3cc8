#include "store/lmdb.hpp"

#include "store/store.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <lmdb.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace dcrvoter::store {
namespace {

constexpr unsigned kFreePages = 0;
constexpr unsigned kMain = 1;
constexpr mdb_mode_t kFileMode = 0600;
constexpr const char* kDataFile = "data.mdb";
constexpr const char* kLockFile = "lock.mdb";

constexpr std::uint32_t kMagic = 0xBEEFC0DE;  // the beginning of LMDB's MDB_meta
// Where it stands: behind the head of page 0, whose first field is a word.
constexpr std::size_t kMagicAt32 = 12;
constexpr std::size_t kMagicAt64 = 16;
constexpr std::size_t kMagicAt = sizeof(std::size_t) == 4 ? kMagicAt32 : kMagicAt64;

core::Errc kind_of(int code) noexcept {
  switch (code) {
    case MDB_MAP_FULL: return core::Errc::too_large;
    case MDB_INVALID:
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_VERSION_MISMATCH:
    case MDB_INCOMPATIBLE:
    case MDB_CURSOR_FULL:  // deeper than a tree can be
    case MDB_PAGE_FULL:
    case MDB_BAD_DBI: return core::Errc::malformed;
    case ENOENT: return core::Errc::not_found;
    default: return core::Errc::io;
  }
}

std::unexpected<core::Error> failure(int code) {
  return core::fail(kind_of(code), ::mdb_strerror(code));
}

MDB_val value_of(core::ByteView bytes) noexcept {
  // LMDB changes neither keys nor values that it is given; its struct is one for both directions.
  return {bytes.size(),
          const_cast<std::uint8_t*>(bytes.data())};  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

core::ByteView view_of(const MDB_val& value) noexcept {
  return {static_cast<const std::uint8_t*>(value.mv_data), value.mv_size};
}

/// A broken rule inside LMDB is a bad page to us: the same as if it could not be read.
void on_broken_rule(MDB_env* /*environment*/, const char* /*message*/) noexcept {
  (void)::raise(SIGBUS);
}

struct Descriptor {
  explicit Descriptor(const std::filesystem::path& file) noexcept
      : number(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~Descriptor() {
    if (number >= 0) {
      ::close(number);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number;
};

bool has_magic(const std::array<std::uint8_t, kMagicAt64 + sizeof kMagic>& head, std::size_t at,
               std::uint32_t magic) noexcept {
  return std::memcmp(head.data() + at, &magic, sizeof magic) == 0;
}

/// LMDB says of a file of the other word size that it is no file of LMDB.
core::Result<void> check_head(const std::filesystem::path& file) {
  const Descriptor data(file);
  if (data.number < 0) {
    return failure(errno);
  }
  struct stat status {};
  if (::fstat(data.number, &status) == 0 && !S_ISREG(status.st_mode)) {
    return core::fail(core::Errc::malformed, "data.mdb is no regular file");
  }
  std::array<std::uint8_t, kMagicAt64 + sizeof kMagic> head{};
  const auto got = ::pread(data.number, head.data(), head.size(), 0);
  if (got < 0) {
    return failure(errno);
  }
  if (got == 0 || has_magic(head, kMagicAt, kMagic)) {
    return {};
  }
  for (const std::size_t at : {kMagicAt32, kMagicAt64}) {
    if (has_magic(head, at, kMagic) || has_magic(head, at, __builtin_bswap32(kMagic))) {
      return core::fail(core::Errc::unsupported,
                        "it was written by a machine of another word size or byte order; "
                        "`dcrvoter votes --export` there and `--import` here carry it over");
    }
  }
  return core::fail(core::Errc::malformed, "data.mdb is no file of LMDB");
}

}  // namespace

void EnvironmentDeleter::operator()(MDB_env* environment) const noexcept {
  ::mdb_env_close(environment);
}
void TransactionDeleter::operator()(MDB_txn* transaction) const noexcept {
  ::mdb_txn_abort(transaction);
}
void CursorDeleter::operator()(MDB_cursor* cursor) const noexcept {
  ::mdb_cursor_close(cursor);
}

core::Result<std::optional<core::ByteView>> Transaction::get(core::ByteView key) {
  MDB_val at = value_of(key);
  MDB_val found{};
  const int code = ::mdb_get(transaction_.get(), kMain, &at, &found);
  if (code == MDB_NOTFOUND) {
    return std::nullopt;
  }
  if (code != 0) {
    return failure(code);
  }
  return view_of(found);
}

core::Result<void> Transaction::put(core::ByteView key, core::ByteView value) {
  MDB_val at = value_of(key);
  MDB_val data = value_of(value);
  if (const int code = ::mdb_put(transaction_.get(), kMain, &at, &data, 0); code != 0) {
    return failure(code);
  }
  return {};
}

core::Result<void> Transaction::remove(core::ByteView key) {
  MDB_val at = value_of(key);
  if (const int code = ::mdb_del(transaction_.get(), kMain, &at, nullptr);
      code != 0 && code != MDB_NOTFOUND) {
    return failure(code);
  }
  return {};
}

core::Result<std::size_t> Transaction::size() {
  MDB_stat numbers{};
  if (const int code = ::mdb_stat(transaction_.get(), kMain, &numbers); code != 0) {
    return failure(code);
  }
  return numbers.ms_entries;
}

core::Result<void> Transaction::commit() {
  if (const int code = ::mdb_txn_commit(transaction_.release()); code != 0) {
    return failure(code);
  }
  return {};
}

core::Result<Cursor> Cursor::open(Transaction& transaction, unsigned database) {
  MDB_cursor* cursor = nullptr;
  if (const int code = ::mdb_cursor_open(transaction.transaction_.get(), database, &cursor); code != 0) {
    return failure(code);
  }
  return Cursor(cursor);
}

core::Result<Cursor> Cursor::open(Transaction& transaction) {
  return open(transaction, kMain);
}
core::Result<Cursor> Cursor::of_free_pages(Transaction& transaction) {
  return open(transaction, kFreePages);
}

core::Result<std::optional<Item>> Cursor::move(int operation, core::ByteView key) {
  MDB_val at = value_of(key);
  MDB_val value{};
  const int code = ::mdb_cursor_get(cursor_.get(), &at, &value, static_cast<MDB_cursor_op>(operation));
  if (code == MDB_NOTFOUND) {
    return std::nullopt;
  }
  if (code != 0) {
    return failure(code);
  }
  return Item{view_of(at), view_of(value)};
}

core::Result<std::optional<Item>> Cursor::from(core::ByteView key) {
  return move(MDB_SET_RANGE, key);
}
core::Result<std::optional<Item>> Cursor::last_below(core::ByteView key) {
  const auto above = from(key);
  if (!above) {
    return above;
  }
  return move(*above ? MDB_PREV : MDB_LAST);
}
core::Result<std::optional<Item>> Cursor::next() {
  return move(MDB_NEXT);
}
core::Result<std::optional<Item>> Cursor::previous() {
  return move(MDB_PREV);
}

core::Result<Environment> Environment::open(const std::filesystem::path& folder, Mode mode,
                                            std::size_t map_size) {
  if (auto head = check_head(folder / kDataFile);
      !head && (mode == Mode::read_only || head.error().kind != core::Errc::not_found)) {
    return std::unexpected(std::move(head.error()));
  }
  MDB_env* made = nullptr;
  if (const int code = ::mdb_env_create(&made); code != 0) {
    return failure(code);
  }
  Environment environment(made);
  ::mdb_env_set_assert(made, on_broken_rule);
  // Readers of other processes are few, and none is a thread of ours.
  unsigned flags = MDB_NOTLS;
  if (mode == Mode::read_only) {
    flags |= MDB_RDONLY;
    std::error_code ignored;
    if (!std::filesystem::exists(folder / kLockFile, ignored)) {
      flags |= MDB_NOLOCK;  // nobody writes; a lock file of root's would shut the service out
    }
  }
  int code = ::mdb_env_set_mapsize(made, map_size);
  if (code == 0) {
    code = ::mdb_env_open(made, folder.c_str(), flags, kFileMode);
  }
  if (code != 0) {
    return failure(code);
  }
  int dead = 0;  // readers whose process was killed would keep old pages from being used again
  (void)::mdb_reader_check(made, &dead);
  return environment;
}

core::Result<Transaction> Environment::begin(Mode mode) {
  const unsigned flags = mode == Mode::read_only ? MDB_RDONLY : 0;
  MDB_txn* made = nullptr;
  int code = ::mdb_txn_begin(environment_.get(), nullptr, flags, &made);
  if (code == MDB_MAP_RESIZED) {
    code = ::mdb_env_set_mapsize(environment_.get(), 0);
    if (code == 0) {
      code = ::mdb_txn_begin(environment_.get(), nullptr, flags, &made);
    }
  }
  if (code != 0) {
    return failure(code);
  }
  Transaction transaction(made);
  MDB_dbi main = kMain;  // opened for the order of its keys, which LMDB does not know before
  if (code = ::mdb_dbi_open(made, nullptr, 0, &main); code != 0) {
    return failure(code);
  }
  return transaction;
}

core::Result<void> Environment::map(std::size_t size) {
  if (const int code = ::mdb_env_set_mapsize(environment_.get(), size); code != 0) {
    return failure(code);
  }
  return {};
}

core::Result<void> Environment::grow() {
  return map(2 * map_size());
}

bool Environment::is_in(const std::filesystem::path& folder) const {
  int descriptor = -1;
  struct stat opened {
  }, there{};
  return ::mdb_env_get_fd(environment_.get(), &descriptor) == 0 && ::fstat(descriptor, &opened) == 0 &&
         ::stat((folder / kDataFile).c_str(), &there) == 0 && opened.st_ino == there.st_ino &&
         opened.st_dev == there.st_dev;
}

core::Result<void> Environment::rest() {
  return map(map_size());
}

std::size_t Environment::pages() const {
  MDB_envinfo information{};
  (void)::mdb_env_info(environment_.get(), &information);
  return information.me_last_pgno + 1;
}

std::size_t Environment::map_size() const {
  MDB_envinfo information{};
  (void)::mdb_env_info(environment_.get(), &information);
  return information.me_mapsize;
}

std::string library() {
  int major = 0;
  int minor = 0;
  int patch = 0;
  ::mdb_version(&major, &minor, &patch);
  return "LMDB " + std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

}  // namespace dcrvoter::store
