/// Sockets that listen, of both doors. Inside status/ only.
#pragma once

#include "core/result.hpp"
#include "status/ip_end.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include <filesystem>
#include <string>
#include <sys/stat.h>

namespace dcrvoter::status {

/// Of Unix and of IP sockets alike, so that one server takes both.
using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol>;

/// Listens on `path` with mode 0660 from the first moment that the name is there. A socket that nobody
/// listens on is replaced. Errors: refused (somebody listens; or it is no socket), io.
[[nodiscard]] core::Result<Acceptor> listen_local(const boost::asio::any_io_executor& executor,
                                                  const std::filesystem::path& path);

/// Listens on an address of this machine; on IPv6 for IPv6 alone, so that 0.0.0.0 and [::] go together.
/// Errors: unsupported (this machine has no such addresses at all), unauthorized (a port below 1024), refused
/// (another program listens there), not_found (no address of this machine), io.
[[nodiscard]] core::Result<Acceptor> listen_tcp(const boost::asio::any_io_executor& executor,
                                                const IpEnd& end);

/// Takes a descriptor that somebody else made, and owns it from then on, with an error too. Errors: malformed
/// (it is no TCP socket that listens), io.
[[nodiscard]] core::Result<Acceptor> take_listening(const boost::asio::any_io_executor& executor,
                                                    int descriptor);

/// "192.0.2.1:80", "[2001:db8::1]:80".
[[nodiscard]] std::string to_string(const IpEnd& end);

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
