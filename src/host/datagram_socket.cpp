#include "host/datagram_socket.hpp"

#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace dcrvoter::host {

int datagram_socket_to(std::string_view address) noexcept {
  sockaddr_un to{};
  const bool abstract = address.starts_with('@');
  if (address.size() < 2 || address.size() >= sizeof(to.sun_path) || (!abstract && address.front() != '/')) {
    return -1;
  }
  to.sun_family = AF_UNIX;
  std::memcpy(to.sun_path, address.data(), address.size());
  if (abstract) {
    to.sun_path[0] = '\0';
  }
  const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const auto size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.size() + (abstract ? 0 : 1));
  if (descriptor >= 0 && ::connect(descriptor, reinterpret_cast<const sockaddr*>(&to), size) != 0) {
    ::close(descriptor);
    return -1;
  }
  return descriptor;
}

bool send_datagram(int descriptor, std::string_view bytes) noexcept {
  return descriptor >= 0 && ::send(descriptor, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL) ==
                                static_cast<ssize_t>(bytes.size());
}

}  // namespace dcrvoter::host
