#include "status/control_client.hpp"

#include "status/http_message.hpp"
#include "status/socket_path.hpp"

#include <cerrno>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace dcrvoter::status {
namespace {

using core::Errc;
using core::fail;
using core::Result;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostAnswer = std::size_t{64} << 20;
constexpr std::size_t kChunk = std::size_t{64} << 10;

/// A blocking socket whose calls all end at one moment.
class Connection {
 public:
  Connection(const std::filesystem::path& path, std::chrono::milliseconds patience)
      : path_(path), end_(Clock::now() + patience), fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}
  ~Connection() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<void> open() {
    const auto socket = SocketPath::of(path_);
    if (!socket) {
      return failure(socket.error());
    }
    if (fd_ < 0) {
      return failure(errno);
    }
    for (;;) {
      if (auto limited = limit(SO_SNDTIMEO); !limited) {
        return limited;
      }
      if (::connect(fd_, socket->address(), SocketPath::size()) == 0) {
        return {};
      }
      if (errno != EINTR) {
        return failure(errno);
      }
    }
  }

  Result<void> send(std::string_view bytes) {
    while (!bytes.empty()) {
      if (auto limited = limit(SO_SNDTIMEO); !limited) {
        return limited;
      }
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno != EINTR) {
        return failure(errno);
      }
      bytes.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
    }
    return {};
  }

  Result<std::string> read_all() {
    std::string bytes;
    std::vector<char> chunk(kChunk);
    for (;;) {
      if (auto limited = limit(SO_RCVTIMEO); !limited) {
        return std::unexpected(limited.error());
      }
      const ssize_t got = ::recv(fd_, chunk.data(), chunk.size(), 0);
      if (got == 0) {
        return bytes;
      }
      if (got < 0 && errno != EINTR) {
        return std::unexpected(failure(errno).error());
      }
      bytes.append(chunk.data(), got < 0 ? 0 : static_cast<std::size_t>(got));
      if (bytes.size() > kMostAnswer) {
        return fail(Errc::too_large, "the answer on " + path_.string() + " is longer than 64 MiB");
      }
    }
  }

 private:
  /// Lets the next call of this direction wait until the end, and no longer.
  Result<void> limit(int option) const {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(end_ - Clock::now()).count();
    if (left <= 0) {
      return failure(EAGAIN);
    }
    constexpr std::int64_t kMicrosPerSecond = 1'000'000;
    const timeval time{.tv_sec = static_cast<time_t>(left / kMicrosPerSecond),
                       .tv_usec = static_cast<suseconds_t>(left % kMicrosPerSecond)};
    return ::setsockopt(fd_, SOL_SOCKET, option, &time, sizeof time) == 0 ? Result<void>() : failure(errno);
  }

  [[nodiscard]] Result<void> failure(int error) const {
    const std::string name = path_.string();
    switch (error) {
      case ENOENT:
      case ENOTDIR: return fail(Errc::not_found, "the service is not running: there is no " + name);
      case ECONNREFUSED: return fail(Errc::closed, "the service is not running: nobody listens on " + name);
      case EACCES:
      case EPERM:
        return fail(Errc::unauthorized,
                    name + " may not be opened by this user; ask as root, or be in the service's group");
      case EAGAIN: return fail(Errc::timed_out, "the service did not answer in time on " + name);
      default: return fail(Errc::io, name + ": " + std::generic_category().message(error));
    }
  }

  std::filesystem::path path_;
  Clock::time_point end_;
  int fd_;
};

}  // namespace

Result<HttpAnswer> control_get(const std::filesystem::path& socket, std::string_view target,
                               std::chrono::milliseconds patience) {
  Connection connection(socket, patience);
  if (auto opened = connection.open(); !opened) {
    return std::unexpected(opened.error());
  }
  if (auto sent = connection.send(get_request(target, "localhost")); !sent) {
    return std::unexpected(sent.error());
  }
  const auto bytes = connection.read_all();
  if (!bytes) {
    return std::unexpected(bytes.error());
  }
  auto answer = parse_answer(*bytes);
  if (!answer) {
    return fail(answer.error().kind, socket.string() + ": " + answer.error().text);
  }
  return answer;
}

bool is_not_running(const core::Error& error) noexcept {
  return error.kind == Errc::not_found || error.kind == Errc::closed;
}

}  // namespace dcrvoter::status
