/// One `[[node]]` of the configuration: where a dcrd is, how we log in and whom we trust.
#pragma once

#include "app/text_file.hpp"
#include "net/endpoint.hpp"
#include "net/trust.hpp"
#include "net/websocket.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dcrvoter::app {

/// Login is either user and password or a client certificate; trust is either `certificate` or `pin`.
struct NodeConfiguration {
  net::Endpoint address;  ///< host in lower case
  std::string user;
  TextSource password;
  TextSource certificate;
  std::optional<net::Fingerprint> pin;
  TextSource client_certificate, client_key;
  std::uint32_t line = 0;  ///< of the `[[node]]` in the configuration

  /// The files that may mend a wrong login or certificate when they change.
  [[nodiscard]] std::vector<std::filesystem::path> files() const;
};

// These read the disk, so not on the voting thread. Errors: those of read_text_file, and malformed
// with the file's name and what belongs there.
[[nodiscard]] core::Result<net::WipedText> read_password(const TextSource& source);
[[nodiscard]] core::Result<std::string> read_certificate(const TextSource& source);
[[nodiscard]] core::Result<net::ClientCertificate> read_client_certificate(const NodeConfiguration& node);

/// What to connect with. The files are read now, so that each try takes up what has changed.
/// Errors as above, with the configuration's key in front.
[[nodiscard]] core::Result<net::WebSocketOptions> connection_options(const NodeConfiguration& node);

}  // namespace dcrvoter::app
