// `dcrvoter key export --to FILE`: a back-up without questions, where the file's owner asked for it.
#include "app/exit_code.hpp"
#include "app/key_command.hpp"
#include "app/key_print.hpp"
#include "keys/key_backup.hpp"
#include "keys/private_folder.hpp"
#include "keys/voting_key.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <ostream>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

constexpr mode_t kFileMode = 0600;

bool write_all(int file, core::ByteView content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    content = content.subspan(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return true;
}

/// As the disk has it now.
bool holds(const std::filesystem::path& path, core::ByteView content) {
  const keys::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  const auto read = file ? keys::read_secret(file.get(), keys::kMostKeyBytes)
                         : core::fail(core::Errc::io, std::generic_category().message(errno));
  return read && std::ranges::equal(read->expose(), content);
}

bool sync_folder_of(const std::filesystem::path& path) {
  const auto parent = path.parent_path();
  const keys::FileDescriptor folder(
      ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return folder && ::fsync(folder.get()) == 0;
}

/// Overwrites and removes a file that is not to be kept, if there is one.
void take_back(const std::filesystem::path& path) {
  const keys::FileDescriptor file(::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (file && ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode)) {
    (void)(write_all(file.get(), core::Bytes(static_cast<std::size_t>(status.st_size))) &&
           ::fsync(file.get()) == 0);
  }
  (void)::unlink(path.c_str());
}

/// Not over a file that is there; a stick's file system may not know that as one step.
bool rename_new(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    return true;
  }
  if (errno != EINVAL && errno != ENOSYS) {
    return false;
  }
  if (::access(to.c_str(), F_OK) == 0) {
    errno = EEXIST;
    return false;
  }
  return ::rename(from.c_str(), to.c_str()) == 0;
}

bool write_whole(const std::filesystem::path& path, core::ByteView content) {
  const keys::FileDescriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kFileMode));
  return file && write_all(file.get(), content) && ::fsync(file.get()) == 0;
}

/// Under another name until it is whole: what has the name is a back-up.
core::Result<void> write_new(const std::filesystem::path& path, core::ByteView content) {
  const std::string name = path.string();
  if (::access(path.c_str(), F_OK) == 0) {
    return core::fail(core::Errc::refused, name + " exists already; it was left as it is");
  }
  const std::filesystem::path unfinished = name + ".new";
  take_back(unfinished);
  errno = 0;
  if (!write_whole(unfinished, content) || !holds(unfinished, content) || !rename_new(unfinished, path) ||
      !sync_folder_of(path)) {
    const std::string why = errno == 0 ? "it reads differently" : std::generic_category().message(errno);
    take_back(unfinished);
    return core::fail(core::Errc::io, "cannot write " + name + ": " + why);
  }
  return {};
}

}  // namespace

int key_export_to(const KeyOptions& options, const KeyConsole& console) {
  const wire::Network& network = wire::network(options.network);
  const auto fail = [&](int code, const std::string& text) {
    console.err << "dcrvoter: no back-up was written: " << text << "\n";
    return code;
  };
  const auto backup = keys::make_backup(options.state, network);
  if (!backup) {
    const bool none = backup.error().kind == core::Errc::not_found;
    return fail(none ? kExitUnavailable : kExitConfiguration, backup.error().text);
  }
  if (const auto written = write_new(options.to, backup->text.expose()); !written) {
    return fail(kExitCannotCreate, written.error().text);
  }
  console.out << "All keys that are here were written to " << options.to.string() << ":\n";
  for (const keys::AccountInfo& account : backup->accounts) {
    print_account(console.out, account);
  }
  print_payees(console.out, backup->payees, network);
  if (backup->words) {
    if (const auto forgotten = keys::forget_words(options.state, network); !forgotten) {
      console.err << "dcrvoter: the seed words could not be removed here: " << forgotten.error().text << "\n";
      return kExitCannotCreate;
    }
    console.out << "The seed words are in it, and no longer here. The voting key stays and votes.\n";
  }
  return kExitOk;
}

}  // namespace dcrvoter::app
