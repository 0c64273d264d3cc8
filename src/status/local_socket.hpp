/// The file of a listening Unix socket. Inside status/ only.
#pragma once

#include "core/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <filesystem>
#include <sys/stat.h>
#include <sys/un.h>

namespace dcrvoter::status {

/// Errors: too_large, when the system has no room for so long a name (sun_path).
[[nodiscard]] core::Result<sockaddr_un> socket_address(const std::filesystem::path& path);

using LocalAcceptor = boost::asio::local::stream_protocol::acceptor;

/// Listens on `path` with mode 0660 from the first moment that the name is there. A socket that nobody
/// listens on is replaced. Errors: refused (somebody listens; or it is no socket), too_large, io.
[[nodiscard]] core::Result<LocalAcceptor> listen_local(const boost::asio::any_io_executor& executor,
                                                       const std::filesystem::path& path);

/// Removes the file on destruction, if it is still the one of these numbers.
class SocketFile {
 public:
  explicit SocketFile(std::filesystem::path path);
  ~SocketFile();
  SocketFile(const SocketFile&) = delete;
  SocketFile& operator=(const SocketFile&) = delete;

 private:
  std::filesystem::path path_;
  struct stat made_ {};
};

}  // namespace dcrvoter::status
