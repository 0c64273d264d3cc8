/// A client that says what it likes, byte by byte.
#pragma once

#include "status/local_socket.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace dcrvoter::testing {

class RawClient {
 public:
  /// Not connected.
  RawClient() : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) { REQUIRE(fd_ >= 0); }
  explicit RawClient(const std::filesystem::path& path) : RawClient() { connect(path); }
  RawClient(RawClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }

  void connect(const std::filesystem::path& path) const {
    const auto address = status::socket_address(path);
    REQUIRE(address);
    REQUIRE(::connect(fd_, reinterpret_cast<const sockaddr*>(&*address), sizeof *address) == 0);
  }

  /// Whether something comes, or the server closes, within this time.
  [[nodiscard]] bool hears_within(std::chrono::milliseconds time) const {
    pollfd wanted{.fd = fd_, .events = POLLIN, .revents = 0};
    return ::poll(&wanted, 1, static_cast<int>(time.count())) == 1;
  }

  /// False when the server has closed.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void send_no_more() const { ::shutdown(fd_, SHUT_WR); }

  /// What comes until the server closes.
  [[nodiscard]] std::string read() const {
    std::string text;
    char chunk[4096];
    for (ssize_t got = 1; got > 0;) {
      got = ::recv(fd_, chunk, sizeof chunk, 0);
      text.append(chunk, got > 0 ? static_cast<std::size_t>(got) : 0);
    }
    return text;
  }

 private:
  int fd_;
};

}  // namespace dcrvoter::testing
