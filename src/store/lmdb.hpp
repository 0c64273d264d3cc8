/// A thin layer over LMDB: its handles with an owner each, its numbers as core::Error. One database, the
/// file's main one. Errors of all functions, unless they say more:
///   malformed  LMDB found a page that is none
///   io         the operating system's words, with the path
/// What is behind the end of a file that was cut short, or in a bad sector, is no error but SIGBUS, and
/// so is a broken rule inside LMDB. One thread at a time; a Transaction ends before its Environment, a Cursor
/// before its Transaction.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

struct MDB_cursor;
struct MDB_env;
struct MDB_txn;

namespace dcrvoter::store {

enum class Mode : std::uint8_t { read_write, read_only };

struct EnvironmentDeleter {
  void operator()(MDB_env* environment) const noexcept;
};
struct TransactionDeleter {
  void operator()(MDB_txn* transaction) const noexcept;
};
struct CursorDeleter {
  void operator()(MDB_cursor* cursor) const noexcept;
};

/// Views into the map: good until the transaction writes or ends.
struct Item {
  core::ByteView key, value;
};

class Transaction {
 public:
  /// Nothing when there is none.
  [[nodiscard]] core::Result<std::optional<core::ByteView>> get(core::ByteView key);
  /// Errors: also too_large, when the map is full: give the transaction up, grow(), begin again.
  core::Result<void> put(core::ByteView key, core::ByteView value);
  /// One that is not there is no error. Errors as put.
  core::Result<void> remove(core::ByteView key);
  /// How many records there are.
  [[nodiscard]] core::Result<std::size_t> size();
  /// All of it is on the disk when this returns. The transaction has ended either way. Errors as put.
  core::Result<void> commit();

 private:
  friend class Environment;
  friend class Cursor;
  explicit Transaction(MDB_txn* transaction) noexcept : transaction_(transaction) {}
  std::unique_ptr<MDB_txn, TransactionDeleter> transaction_;
};

/// Goes over the records in the order of their keys.
class Cursor {
 public:
  [[nodiscard]] static core::Result<Cursor> open(Transaction& transaction);
  /// Over LMDB's list of free pages, whose keys are its own. Read-only transactions alone.
  [[nodiscard]] static core::Result<Cursor> of_free_pages(Transaction& transaction);

  /// The first whose key is not below `key`; the last whose key is below it. Nothing at the end.
  [[nodiscard]] core::Result<std::optional<Item>> from(core::ByteView key);
  [[nodiscard]] core::Result<std::optional<Item>> last_below(core::ByteView key);
  [[nodiscard]] core::Result<std::optional<Item>> next();
  [[nodiscard]] core::Result<std::optional<Item>> previous();

 private:
  explicit Cursor(MDB_cursor* cursor) noexcept : cursor_(cursor) {}
  [[nodiscard]] static core::Result<Cursor> open(Transaction& transaction, unsigned database);
  [[nodiscard]] core::Result<std::optional<Item>> move(int operation, core::ByteView key = {});
  std::unique_ptr<MDB_cursor, CursorDeleter> cursor_;
};

class Environment {
 public:
  /// The files data.mdb and lock.mdb (mode 0600) in a folder that exists. Errors, besides those above:
  ///   not_found    read_only, and there is none
  ///   malformed    no file of LMDB
  ///   unsupported  of a machine with another word size or byte order
  [[nodiscard]] static core::Result<Environment> open(const std::filesystem::path& folder, Mode mode,
                                                      std::size_t map_size);
  /// A map that another process made larger is taken up. With read_write it waits for whoever writes.
  [[nodiscard]] core::Result<Transaction> begin(Mode mode);
  /// Doubles the map; no transaction may be open. After an error (io) only the destructor may be called.
  [[nodiscard]] core::Result<void> grow();
  /// Whether the folder still holds the file that was opened.
  [[nodiscard]] bool is_in(const std::filesystem::path& folder) const;
  /// Maps the file anew, so that what was read counts as memory of this process no longer. No transaction may
  /// be open. After an error (io) only the destructor may be called.
  [[nodiscard]] core::Result<void> rest();
  /// In use or free.
  [[nodiscard]] std::size_t pages() const;
  [[nodiscard]] std::size_t map_size() const;

 private:
  explicit Environment(MDB_env* environment) noexcept : environment_(environment) {}
  [[nodiscard]] core::Result<void> map(std::size_t size);
  std::unique_ptr<MDB_env, EnvironmentDeleter> environment_;
};

}  // namespace dcrvoter::store
