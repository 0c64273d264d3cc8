/// A client that says what it likes, byte by byte.
#pragma once

#include "status/socket_path.hpp"

#include <doctest/doctest.h>

#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <netinet/in.h>
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
  /// Not connected, from this address of the machine.
  explicit RawClient(const char* from) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    REQUIRE(fd_ >= 0);
    const sockaddr_in end = ip_end_of(from, 0);
    REQUIRE(::bind(fd_, reinterpret_cast<const sockaddr*>(&end), sizeof end) == 0);
  }
  /// To a port of this machine.
  explicit RawClient(std::uint16_t port, const char* from = "127.0.0.1") : RawClient(from) { connect(port); }
  RawClient(RawClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }

  void connect(const std::filesystem::path& path) const {
    const auto socket = status::SocketPath::of(path);
    REQUIRE(socket);
    REQUIRE(::connect(fd_, socket->address(), status::SocketPath::size()) == 0);
  }

  void connect(std::uint16_t port) const {
    const sockaddr_in end = ip_end_of("127.0.0.1", port);
    REQUIRE(::connect(fd_, reinterpret_cast<const sockaddr*>(&end), sizeof end) == 0);
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

  /// What comes until these bytes have, them included, or until the server closes.
  [[nodiscard]] std::string read_until(std::string_view end) const {
    std::string text;
    for (char c = 0; !text.ends_with(end) && ::recv(fd_, &c, 1, 0) == 1;) {
      text += c;
    }
    return text;
  }
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
  static sockaddr_in ip_end_of(const char* address, std::uint16_t port) {
    sockaddr_in end{};
    end.sin_family = AF_INET;
    end.sin_port = htons(port);
    REQUIRE(::inet_pton(AF_INET, address, &end.sin_addr) == 1);
    return end;
  }

  int fd_;
};

}  // namespace dcrvoter::testing
