/// The address of a socket that is a file. Inside status/ only.
#pragma once

#include <expected>
#include <filesystem>
#include <sys/socket.h>
#include <sys/un.h>

namespace dcrvoter::status {

/// An address has room for 107 bytes (sun_path, unix(7)), and a state folder may lie deeper than that. Such a
/// socket is named by way of its folder: /proc/self/fd/N/NAME.
class SocketPath {
 public:
  /// The error is errno's: of a folder that cannot be opened; ENAMETOOLONG when NAME alone is too long.
  [[nodiscard]] static std::expected<SocketPath, int> of(const std::filesystem::path& path);
  ~SocketPath();
  SocketPath(SocketPath&& other) noexcept;
  SocketPath& operator=(SocketPath&&) = delete;
  SocketPath(const SocketPath&) = delete;
  SocketPath& operator=(const SocketPath&) = delete;

  /// For bind(2) and connect(2); good as long as this lives.
  [[nodiscard]] const sockaddr* address() const noexcept {
    return reinterpret_cast<const sockaddr*>(&address_);
  }
  [[nodiscard]] static socklen_t size() noexcept { return sizeof(sockaddr_un); }

 private:
  SocketPath() = default;

  int folder_ = -1;  ///< open, when the address goes through it
  sockaddr_un address_{};
};

}  // namespace dcrvoter::status
