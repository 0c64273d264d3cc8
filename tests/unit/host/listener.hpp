/// The other end of a datagram socket.
#pragma once

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace dcrvoter::testing {

class Listener {
 public:
  explicit Listener(const std::string& address)
      : descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un own{};
    own.sun_family = AF_UNIX;
    address.copy(own.sun_path, sizeof(own.sun_path) - 1);
    const bool abstract = address.front() == '@';
    if (abstract) {
      own.sun_path[0] = '\0';
    }
    const auto size =
        static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size() + (abstract ? 0 : 1));
    REQUIRE(::bind(descriptor_, reinterpret_cast<const sockaddr*>(&own), size) == 0);
  }
  ~Listener() { ::close(descriptor_); }
  std::string next() const {
    std::array<char, 4096> text{};
    const ssize_t size = ::recv(descriptor_, text.data(), text.size(), MSG_DONTWAIT);
    return size < 0 ? "nothing" : std::string(text.data(), static_cast<std::size_t>(size));
  }

 private:
  int descriptor_;
};

}  // namespace dcrvoter::testing
