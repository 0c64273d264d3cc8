/// <state>/keys on disk: a folder of mode 0700 with files of mode 0600, each written once and whole.
/// All work goes through the opened folder, so that nobody who may write beside it can redirect a
/// write that root makes.
#pragma once

#include "core/result.hpp"
#include "keys/secret.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <utility>
#include <vector>

namespace dcrvoter::keys {

/// Closes what it holds.
class FileDescriptor {
 public:
  explicit FileDescriptor(int number = -1) noexcept : number_(number) {}
  ~FileDescriptor();
  FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  [[nodiscard]] int get() const noexcept { return number_; }
  [[nodiscard]] int release() noexcept { return std::exchange(number_, -1); }
  [[nodiscard]] explicit operator bool() const noexcept { return number_ >= 0; }

 private:
  int number_;
};

/// Reads to the end into secret memory. Errors: io (the system's words), too_large.
[[nodiscard]] core::Result<SecretBytes> read_secret(int descriptor, std::size_t most);

/// Largest key file or import: some 50,000 private keys.
inline constexpr std::size_t kMostKeyBytes = std::size_t{4} << 20U;

class PrivateFolder {
 public:
  /// To read. Errors: not_found (there is no folder: no key was made yet), io.
  [[nodiscard]] static core::Result<PrivateFolder> open(const std::filesystem::path& state);
  /// To write: makes `state` and the folder in it where they are missing, and waits until no other
  /// process writes there. What root makes belongs to the owner of `state`. Errors: io.
  [[nodiscard]] static core::Result<PrivateFolder> open_to_write(const std::filesystem::path& state);

  [[nodiscard]] std::string path_of(const std::string& name) const { return (path_ / name).string(); }
  /// "<path of the file>: <error>"
  [[nodiscard]] core::Error error_in(const std::string& name, core::Error error) const;
  /// Names of the files that end so, in order, without those that begin with a dot.
  [[nodiscard]] core::Result<std::vector<std::string>> names(std::string_view ending) const;
  /// Errors: io, too_large.
  [[nodiscard]] core::Result<SecretBytes> read(const std::string& name) const;
  /// What an owner should mend: the folder or this file can be read by others. Empty: nothing.
  [[nodiscard]] std::string exposure(const std::string& name) const;

  /// After success file and name are on the disk, or nothing is there: a write that is interrupted
  /// leaves no file of that name. Errors: refused (there is such a file: nothing changed), io.
  [[nodiscard]] core::Result<void> write_once(const std::string& name, core::ByteView content) const;
  /// Overwrites a file with zeros and removes it. (A flash card may keep an old copy: what was
  /// secret must be seen as read by whoever gets the card.) Errors: io.
  [[nodiscard]] core::Result<void> erase(const std::string& name) const;

 private:
  PrivateFolder(std::filesystem::path path, FileDescriptor folder)
      : path_(std::move(path)), folder_(std::move(folder)) {}
  [[nodiscard]] core::Result<void> write_new(const std::string& name, core::ByteView content) const;
  [[nodiscard]] std::unexpected<core::Error> failed(const char* what, const std::string& name) const;
  [[nodiscard]] core::Result<std::vector<std::string>> list(std::string_view beginning,
                                                            std::string_view ending) const;
  /// What root made becomes the state folder's owner's: the service runs as that user.
  [[nodiscard]] bool give(int descriptor) const;
  [[nodiscard]] bool wipe_file(const std::string& name) const;
  /// Removes what an interrupted write or removal left: nobody was told of it, or it was to go.
  void sweep() const;

  std::filesystem::path path_;
  FileDescriptor folder_;
  uid_t owner_ = 0;  ///< of the state folder; known when opened to write
  gid_t group_ = 0;
};

}  // namespace dcrvoter::keys
