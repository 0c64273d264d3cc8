#include "status/socket_path.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>
#include <utility>

namespace dcrvoter::status {

std::expected<SocketPath, int> SocketPath::of(const std::filesystem::path& path) {
  SocketPath made;
  made.address_.sun_family = AF_UNIX;
  constexpr std::size_t kRoom = sizeof made.address_.sun_path - 1;  // and the byte that ends it
  std::string name = path.native();
  if (name.size() > kRoom) {
    made.folder_ = ::open(path.parent_path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (made.folder_ < 0) {
      return std::unexpected(errno);
    }
    name = "/proc/self/fd/" + std::to_string(made.folder_) + "/" + path.filename().native();
    if (name.size() > kRoom) {
      return std::unexpected(ENAMETOOLONG);
    }
  }
  std::memcpy(&made.address_.sun_path[0], name.data(), name.size());
  return made;
}

SocketPath::~SocketPath() {
  if (folder_ >= 0) {
    ::close(folder_);
  }
}

SocketPath::SocketPath(SocketPath&& other) noexcept
    : folder_(std::exchange(other.folder_, -1)), address_(other.address_) {}

}  // namespace dcrvoter::status
