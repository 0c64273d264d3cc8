/// For the .cpp files of this room: datagrams to somebody on this machine.
#pragma once

#include <string_view>

namespace dcrvoter::host {

/// A socket whose datagrams go to `address`, a path or an abstract name that begins with "@"; below zero:
/// nobody is there.
[[nodiscard]] int datagram_socket_to(std::string_view address) noexcept;
/// Never waits; false when it did not leave, as it does not on a descriptor below zero.
[[nodiscard]] bool send_datagram(int descriptor, std::string_view bytes) noexcept;

}  // namespace dcrvoter::host
