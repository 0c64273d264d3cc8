#include "status/local_socket.hpp"

#include <cerrno>
#include <cstring>
#include <string>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dcrvoter::status {
namespace {

using core::Errc;
using core::fail;

constexpr mode_t kMode = 0660;
constexpr int kBacklog = 64;
/// Made under this name beside the final one, and renamed when it is complete.
constexpr const char* kUnfinished = ".new";

std::unexpected<core::Error> system_failure(const std::filesystem::path& path, const char* what, int error) {
  return fail(Errc::io, path.string() + " " + what + ": " + std::generic_category().message(error));
}

/// 0 when somebody listens there; else why not.
int try_connect(const sockaddr_un& address) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) {
    return errno;
  }
  const bool connected = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  const int error = connected ? 0 : errno;
  ::close(fd);
  return error;
}

/// Nothing there, or something that may be replaced.
core::Result<void> make_room(const std::filesystem::path& path, const sockaddr_un& address) {
  struct stat there {};
  if (::lstat(path.c_str(), &there) != 0) {
    return errno == ENOENT ? core::Result<void>() : system_failure(path, "cannot be made", errno);
  }
  if (!S_ISSOCK(there.st_mode)) {
    return fail(Errc::refused, path.string() + " is there and is no socket; move it away");
  }
  const int error = try_connect(address);
  if (error == ECONNREFUSED || error == ENOENT) {
    return {};
  }
  if (error == 0 || error == EAGAIN) {  // EAGAIN: so many wait there that no more may
    return fail(Errc::refused, "another dcrvoter answers on " + path.string());
  }
  return system_failure(path, "is a socket that cannot be tried", error);
}

}  // namespace

core::Result<sockaddr_un> socket_address(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& name = path.native();
  if (name.size() >= sizeof address.sun_path) {
    return fail(Errc::too_large, name + " is too long a name for a socket; the system takes " +
                                     std::to_string(sizeof address.sun_path - 1) + " bytes");
  }
  std::memcpy(&address.sun_path[0], name.data(), name.size());
  return address;
}

core::Result<LocalAcceptor> listen_local(const boost::asio::any_io_executor& executor,
                                         const std::filesystem::path& path) {
  const std::filesystem::path unfinished = path.native() + kUnfinished;
  const auto address = socket_address(unfinished);  // the longer one
  const auto final_address = socket_address(path);
  if (!address || !final_address) {
    return std::unexpected(final_address ? address.error() : final_address.error());
  }
  if (auto room = make_room(path, *final_address); !room) {
    return std::unexpected(std::move(room.error()));
  }
  if (::unlink(unfinished.c_str()) != 0 && errno != ENOENT) {
    return system_failure(unfinished, "cannot be removed", errno);
  }
  const auto failure = [&](int error) {
    ::unlink(unfinished.c_str());
    return system_failure(path, "cannot be opened as a socket", error);
  };
  boost::system::error_code error;
  LocalAcceptor acceptor(executor);
  acceptor.open(boost::asio::local::stream_protocol(), error);
  if (!error) {
    acceptor.bind(unfinished.native(), error);
  }
  if (!error) {
    acceptor.listen(kBacklog, error);
  }
  if (error) {
    return failure(error.value());
  }
  if (::chmod(unfinished.c_str(), kMode) != 0 || ::rename(unfinished.c_str(), path.c_str()) != 0) {
    return failure(errno);
  }
  return acceptor;
}

SocketFile::SocketFile(std::filesystem::path path) : path_(std::move(path)) {
  if (::lstat(path_.c_str(), &made_) != 0) {
    made_ = {};
  }
}

SocketFile::~SocketFile() {
  struct stat there {};
  if (::lstat(path_.c_str(), &there) == 0 && there.st_ino == made_.st_ino && there.st_dev == made_.st_dev) {
    ::unlink(path_.c_str());
  }
}

}  // namespace dcrvoter::status
