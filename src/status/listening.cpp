#include "status/listening.hpp"

#include "status/socket_path.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include <cerrno>
#include <string>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dcrvoter::status {

namespace asio = boost::asio;

namespace {

using Protocol = asio::generic::stream_protocol;
using ErrorCode = boost::system::error_code;

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
int try_connect(const SocketPath& socket) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) {
    return errno;
  }
  const bool connected = ::connect(fd, socket.address(), SocketPath::size()) == 0;
  const int error = connected ? 0 : errno;
  ::close(fd);
  return error;
}

/// Nothing there, or something that may be replaced.
core::Result<void> make_room(const std::filesystem::path& path, const SocketPath& socket) {
  struct stat there {};
  if (::lstat(path.c_str(), &there) != 0) {
    return errno == ENOENT ? core::Result<void>() : system_failure(path, "cannot be made", errno);
  }
  if (!S_ISSOCK(there.st_mode)) {
    return fail(Errc::refused, path.string() + " is there and is no socket; move it away");
  }
  const int error = try_connect(socket);
  if (error == ECONNREFUSED || error == ENOENT) {
    return {};
  }
  if (error == 0 || error == EAGAIN) {  // EAGAIN: so many wait there that no more may
    return fail(Errc::refused, "another dcrvoter answers on " + path.string());
  }
  return system_failure(path, "is a socket that cannot be tried", error);
}

std::unexpected<core::Error> tcp_failure(const IpEnd& end, int error) {
  const std::string name = to_string(end);
  switch (error) {
    case EAFNOSUPPORT: return fail(Errc::unsupported, name + ": this machine has no such addresses");
    case EACCES:
    case EPERM:
      return fail(Errc::unauthorized,
                  name +
                      " may not be used by this user; use a port from 1024 on, socket activation, or the "
                      "capability CAP_NET_BIND_SERVICE");
    case EADDRINUSE: return fail(Errc::refused, name + " is in use by another program");
    case EADDRNOTAVAIL: return fail(Errc::not_found, name + " is no address of this machine at present");
    default: return fail(Errc::io, name + ": " + std::generic_category().message(error));
  }
}

}  // namespace

core::Result<Acceptor> listen_local(const asio::any_io_executor& executor,
                                    const std::filesystem::path& path) {
  const std::filesystem::path unfinished = path.native() + kUnfinished;
  const auto unfinished_socket = SocketPath::of(unfinished);  // the longer one
  const auto final_socket = SocketPath::of(path);
  if (!unfinished_socket || !final_socket) {
    return system_failure(path, "cannot be made",
                          unfinished_socket ? final_socket.error() : unfinished_socket.error());
  }
  if (auto room = make_room(path, *final_socket); !room) {
    return std::unexpected(std::move(room.error()));
  }
  if (::unlink(unfinished.c_str()) != 0 && errno != ENOENT) {
    return system_failure(unfinished, "cannot be removed", errno);
  }
  const auto failure = [&](int error) {
    ::unlink(unfinished.c_str());
    return system_failure(path, "cannot be opened as a socket", error);
  };
  ErrorCode error;
  Acceptor acceptor(executor);
  acceptor.open(Protocol(AF_UNIX, 0), error);
  if (!error) {
    acceptor.bind(Protocol::endpoint(unfinished_socket->address(), SocketPath::size()), error);
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

core::Result<Acceptor> listen_tcp(const asio::any_io_executor& executor, const IpEnd& end) {
  ErrorCode error;
  Acceptor acceptor(executor);
  acceptor.open(Protocol(end.address.is_v6() ? AF_INET6 : AF_INET, IPPROTO_TCP), error);
  if (!error && end.address.is_v6()) {
    acceptor.set_option(asio::ip::v6_only(true), error);
  }
  if (!error) {
    acceptor.set_option(Acceptor::reuse_address(true), error);  // what was connected before does not matter
  }
  if (!error) {
    acceptor.bind(asio::ip::tcp::endpoint(end.address, end.port), error);
  }
  if (!error) {
    acceptor.listen(kBacklog, error);
  }
  if (error) {
    return tcp_failure(end, error.value());
  }
  return acceptor;
}

core::Result<Acceptor> take_listening(const asio::any_io_executor& executor, int descriptor) {
  Acceptor acceptor(executor);
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ErrorCode error;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    return fail(Errc::malformed, "descriptor " + std::to_string(descriptor) + " is no socket");
  }
  acceptor.assign(Protocol(address.ss_family, IPPROTO_TCP), descriptor, error);
  if (error) {
    ::close(descriptor);
    return fail(Errc::io, "descriptor " + std::to_string(descriptor) + ": " + error.message());
  }
  int listens = 0;
  int type = 0;
  size = sizeof listens;
  const bool is_ip = address.ss_family == AF_INET || address.ss_family == AF_INET6;
  if (!is_ip || ::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0 ||
      ::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) {
    return fail(Errc::malformed, "descriptor " + std::to_string(descriptor) +
                                     " is no TCP socket that listens; the socket unit needs ListenStream= "
                                     "with a port or an address, and Accept=no");
  }
  return acceptor;
}

std::string to_string(const IpEnd& end) {
  const std::string address = end.address.to_string();
  return (end.address.is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(end.port);
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
