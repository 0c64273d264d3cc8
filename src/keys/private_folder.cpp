#include "keys/private_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dcrvoter::keys {
namespace {

using core::Errc;

constexpr const char* kFolder = "keys";
constexpr const char* kUnfinished = ".new-";  // a file that is being written
constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;
constexpr mode_t kOthers = 0077;
constexpr int kOpenFolder = O_RDONLY | O_DIRECTORY | O_CLOEXEC;

std::string system_words() {
  return std::generic_category().message(errno);
}

std::unexpected<core::Error> cannot(const char* what, const std::string& path) {
  return core::fail(Errc::io, std::string("cannot ") + what + " " + path + ": " + system_words());
}

struct CloseFolder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

bool write_all(int descriptor, core::ByteView content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    content = content.subspan(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return true;
}

/// A rename that fails where the new name exists.
bool rename_new(int folder, const char* from, const char* to) {
  if (::renameat2(folder, from, folder, to, RENAME_NOREPLACE) == 0) {
    return true;
  }
  if (errno != EINVAL && errno != ENOSYS) {
    return false;
  }
  // A file system without that flag.
  if (::linkat(folder, from, folder, to, 0) != 0) {
    return false;
  }
  (void)::unlinkat(folder, from, 0);  // else swept later; the new name stands
  return true;
}

std::string random_name() {
  std::array<std::uint8_t, 8> bytes{};
  fill_random(bytes);
  return kUnfinished + core::to_hex(bytes);
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (number_ >= 0) {
    ::close(number_);
  }
}

core::Result<SecretBytes> read_secret(int descriptor, std::size_t most) {
  constexpr std::size_t kPortion = 4096;
  SecretBytes content(kPortion);
  for (std::size_t size = 0;;) {
    content.resize(size + kPortion);
    const ssize_t got = ::read(descriptor, content.fill().data() + size, kPortion);
    if (got < 0 && errno != EINTR) {
      return core::fail(Errc::io, system_words());
    }
    size += got < 0 ? 0 : static_cast<std::size_t>(got);
    content.resize(size);
    if (got == 0) {
      return content;
    }
    if (size > most) {
      return core::fail(Errc::too_large,
                        "more than " + std::to_string(most >> 20U) + " MiB, which no keys need");
    }
  }
}

core::Result<PrivateFolder> PrivateFolder::open(const std::filesystem::path& state) {
  const std::filesystem::path path = state / kFolder;
  FileDescriptor folder(::open(path.c_str(), kOpenFolder));
  if (!folder && errno == ENOENT) {
    return core::fail(Errc::not_found, path.string() + " does not exist: there is no voting key yet");
  }
  if (!folder) {
    return cannot("read", path.string());
  }
  return PrivateFolder(path, std::move(folder));
}

core::Result<PrivateFolder> PrivateFolder::open_to_write(const std::filesystem::path& state) {
  std::error_code error;
  std::filesystem::create_directories(state, error);  // the next step tells what failed
  const FileDescriptor outer(::open(state.c_str(), kOpenFolder));
  struct stat owner {};
  if (!outer || ::fstat(outer.get(), &owner) != 0) {
    return cannot("open the folder", state.string());
  }
  const std::filesystem::path path = state / kFolder;
  const bool made = ::mkdirat(outer.get(), kFolder, kFolderMode) == 0;
  if (!made && errno != EEXIST) {
    return cannot("make the folder", path.string());
  }
  FileDescriptor folder(::openat(outer.get(), kFolder, kOpenFolder | O_NOFOLLOW));
  if (!folder) {
    return cannot("open the folder", path.string());
  }
  PrivateFolder opened(path, std::move(folder));
  opened.owner_ = owner.st_uid;
  opened.group_ = owner.st_gid;
  if (!opened.give(opened.folder_.get()) || (made && ::fsync(outer.get()) != 0)) {
    return cannot("make the folder", path.string());
  }
  while (::flock(opened.folder_.get(), LOCK_EX) != 0) {
    if (errno != EINTR) {
      return cannot("lock the folder", path.string());
    }
  }
  opened.sweep();
  return opened;
}

bool PrivateFolder::give(int descriptor) const {
  struct stat now {};
  if (::geteuid() != 0 || (::fstat(descriptor, &now) == 0 && now.st_uid == owner_ && now.st_gid == group_)) {
    return true;  // a disk that cannot be written any more must still give its words
  }
  return ::fchown(descriptor, owner_, group_) == 0;
}

std::unexpected<core::Error> PrivateFolder::failed(const char* what, const std::string& name) const {
  return cannot(what, path_of(name));
}

core::Result<std::vector<std::string>> PrivateFolder::list(std::string_view beginning,
                                                           std::string_view ending) const {
  // A descriptor of its own: reading moves its position, and closedir closes it.
  FileDescriptor again(::openat(folder_.get(), ".", kOpenFolder));
  const std::unique_ptr<DIR, CloseFolder> listing(again ? ::fdopendir(again.get()) : nullptr);
  if (!listing) {
    return cannot("read", path_.string());
  }
  (void)again.release();
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(listing.get())) {
    const std::string_view name = entry->d_name;
    if (name.starts_with(beginning) && name.ends_with(ending)) {
      names.emplace_back(name);
    }
  }
  std::ranges::sort(names);
  return names;
}

core::Result<std::vector<std::string>> PrivateFolder::names(std::string_view ending) const {
  auto names = list("", ending);
  if (names) {
    std::erase_if(*names, [](const std::string& name) { return name.starts_with('.'); });
  }
  return names;
}

core::Error PrivateFolder::error_in(const std::string& name, core::Error error) const {
  return {error.kind, path_of(name) + ": " + std::move(error.text)};
}

core::Result<SecretBytes> PrivateFolder::read(const std::string& name) const {
  const FileDescriptor file(
      ::openat(folder_.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0) {
    return failed("read", name);
  }
  if (!S_ISREG(status.st_mode)) {
    return core::fail(Errc::io, "cannot read " + path_of(name) + ": it is no file");
  }
  auto content = read_secret(file.get(), kMostKeyBytes);
  if (!content) {
    return core::fail(content.error().kind, "cannot read " + path_of(name) + ": " + content.error().text);
  }
  return content;
}

std::string PrivateFolder::exposure(const std::string& name) const {
  struct stat folder {};
  struct stat file {};
  if (::fstat(folder_.get(), &folder) != 0 ||
      ::fstatat(folder_.get(), name.c_str(), &file, AT_SYMLINK_NOFOLLOW) != 0 ||
      (folder.st_mode & kOthers) == 0 || (file.st_mode & kOthers) == 0) {
    return {};
  }
  return "others than its owner may open " + path_of(name) + "; mend it with: chmod 600 " + path_of(name) +
         "; chmod 700 " + path_.string();
}

core::Result<void> PrivateFolder::write_new(const std::string& name, core::ByteView content) const {
  const FileDescriptor file(
      ::openat(folder_.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  if (!file || ::fchmod(file.get(), kFileMode) != 0 || !give(file.get()) || !write_all(file.get(), content) ||
      ::fsync(file.get()) != 0) {
    return failed("write", name);
  }
  return {};
}

core::Result<void> PrivateFolder::write_once(const std::string& name, core::ByteView content) const {
  const std::string unfinished = random_name();
  if (auto written = write_new(unfinished, content); !written) {
    (void)wipe_file(unfinished);
    return written;
  }
  if (!rename_new(folder_.get(), unfinished.c_str(), name.c_str())) {
    const bool exists = errno == EEXIST;
    auto why = failed("write", name);
    (void)wipe_file(unfinished);
    return exists ? core::fail(Errc::refused, path_of(name) + " exists already; it was left as it is") : why;
  }
  if (::fsync(folder_.get()) != 0) {
    return failed("write", name);
  }
  return {};
}

core::Result<void> PrivateFolder::erase(const std::string& name) const {
  // The name goes first, so that no half-wiped file is ever found under it.
  const std::string unfinished = random_name();
  if (!rename_new(folder_.get(), name.c_str(), unfinished.c_str()) || ::fsync(folder_.get()) != 0 ||
      !wipe_file(unfinished)) {
    return failed("remove", name);
  }
  return {};
}

bool PrivateFolder::wipe_file(const std::string& name) const {
  const FileDescriptor file(
      ::openat(folder_.get(), name.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0) {
    return false;
  }
  // Not where the content has another name too, as a write has that was interrupted just before its end.
  const bool whole = S_ISREG(status.st_mode) && status.st_nlink == 1;
  const core::Bytes zeros(whole ? static_cast<std::size_t>(status.st_size) : 0);
  return write_all(file.get(), zeros) && ::fsync(file.get()) == 0 &&
         ::unlinkat(folder_.get(), name.c_str(), 0) == 0 && ::fsync(folder_.get()) == 0;
}

void PrivateFolder::sweep() const {
  const auto unfinished = list(kUnfinished, "");
  for (const std::string& name : unfinished ? *unfinished : std::vector<std::string>{}) {
    (void)wipe_file(name);
  }
}

}  // namespace dcrvoter::keys
