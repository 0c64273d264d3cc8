#include "app/text_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

constexpr std::size_t kMaxNamedFile = 64UL * 1024;

class Descriptor {
 public:
  explicit Descriptor(int fd) noexcept : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const noexcept { return fd_; }

 private:
  int fd_;
};

std::unexpected<core::Error> system_failure(const std::filesystem::path& path, int error) {
  const std::string name = path.string();
  if (error == ENOENT || error == ENOTDIR) {
    return core::fail(core::Errc::not_found, name + " does not exist");
  }
  std::string text = name + " cannot be read: " + std::generic_category().message(error);
  if (error == EACCES) {
    text += " (user id " + std::to_string(::geteuid()) + "); give it to the group that dcrvoter runs in";
  }
  return core::fail(core::Errc::io, std::move(text));
}

}  // namespace

core::Result<TextFile> read_text_file(const std::filesystem::path& path, std::size_t limit) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return system_failure(path, errno);
  }
  // Opening a device may already do something; a pipe may wait for ever.
  if (!S_ISREG(status.st_mode)) {
    return core::fail(core::Errc::io,
                      path.string() + (S_ISDIR(status.st_mode) ? " is a folder" : " is no regular file"));
  }
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (fd.get() < 0) {
    return system_failure(path, errno);
  }
  // One byte more than allowed tells a file that is too large, also one that grows meanwhile.
  std::string buffer(limit + 1, '\0');
  std::size_t used = 0;
  while (used <= limit) {
    const ssize_t got = ::read(fd.get(), buffer.data() + used, limit + 1 - used);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      const int error = errno;
      net::wipe(buffer);
      return system_failure(path, error);
    }
    if (got == 0) {
      break;
    }
    used += static_cast<std::size_t>(got);
  }
  TextFile result{net::WipedText(std::string_view(buffer).substr(0, used)), (status.st_mode & S_IROTH) != 0};
  net::wipe(buffer);
  if (used > limit) {
    return core::fail(core::Errc::too_large,
                      path.string() + " is larger than " + std::to_string(limit / 1024) + " KiB");
  }
  return result;
}

core::Result<net::WipedText> TextSource::read() const {
  if (file.empty()) {
    return text;
  }
  auto read = read_text_file(file, kMaxNamedFile);
  if (!read) {
    return std::unexpected(std::move(read.error()));
  }
  return std::move(read->text);
}

}  // namespace dcrvoter::app
