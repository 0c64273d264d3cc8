#include "app/node_configuration.hpp"

#include "app/clock_state.hpp"

#include <utility>

namespace dcrvoter::app {
namespace {

// A file is named by its path; what stands in the configuration is "it".
std::unexpected<core::Error> refuse(const TextSource& source, std::string_view why) {
  return core::fail(core::Errc::malformed, (source.file.empty() ? std::string("it") : source.file.string()) +
                                               ' ' + std::string(why));
}

std::unexpected<core::Error> at_key(const char* key, core::Error error) {
  return core::fail(error.kind, std::string(key) + ": " + error.text);
}

}  // namespace

std::vector<std::filesystem::path> NodeConfiguration::files() const {
  std::vector<std::filesystem::path> list;
  for (const TextSource* source : {&password, &certificate, &client_certificate, &client_key}) {
    if (!source->file.empty()) {
      list.push_back(source->file);
    }
  }
  return list;
}

core::Result<net::WipedText> read_password(const TextSource& source) {
  auto text = source.read();
  if (!text) {
    return text;
  }
  std::string_view password = text->view();
  // Editors end a file with a line break that is no part of the password.
  while (!source.file.empty() && (password.ends_with('\n') || password.ends_with('\r'))) {
    password.remove_suffix(1);
  }
  if (password.empty()) {
    return refuse(source, "is empty; the node's rpcpass belongs there");
  }
  if (password.size() > 512 ||
      password.find_first_of(std::string_view("\n\r\0", 3)) != std::string_view::npos) {
    return refuse(source,
                  "has more than one line, or more than 512 bytes; only the node's rpcpass belongs there");
  }
  return net::WipedText(password);
}

core::Result<std::string> read_certificate(const TextSource& source) {
  auto pem = source.read();
  if (!pem) {
    return std::unexpected(std::move(pem.error()));
  }
  // dcrd keeps rpc.cert and rpc.key side by side.
  if (pem->view().find("PRIVATE KEY-----") != std::string_view::npos) {
    return refuse(source, "holds a private key; give the certificate alone, which dcrd calls rpc.cert");
  }
  std::string text(pem->view());
  if (const auto parsed = net::certificate_fingerprints(text); !parsed) {
    return refuse(source, "is no certificate that can be used: " + parsed.error().text +
                              "; copy rpc.cert from the node's data folder anew");
  }
  return text;
}

core::Result<net::ClientCertificate> read_client_certificate(const NodeConfiguration& node) {
  auto certificate = node.client_certificate.read();
  if (!certificate) {
    return std::unexpected(std::move(certificate.error()));
  }
  auto key = node.client_key.read();
  if (!key) {
    return std::unexpected(std::move(key.error()));
  }
  net::ClientCertificate client{std::string(certificate->view()), std::move(*key)};
  if (auto checked = net::check_client_certificate(client); !checked) {
    return std::unexpected(std::move(checked.error()));
  }
  return client;
}

core::Result<net::WebSocketOptions> connection_options(const NodeConfiguration& node) {
  net::WebSocketOptions options;
  options.host = node.address.host;
  options.port = node.address.port;
  options.user = node.user;
  options.trust.pin = node.pin;
  // Each connection asks anew, so an answer as of now is enough. Where nobody told the kernel,
  // nothing is known.
  if (const ClockState clock = clock_state(); clock != ClockState::unknown) {
    options.trust.clock_is_synchronised = [clock] { return clock == ClockState::synchronised; };
  }
  if (node.password.given()) {
    auto password = read_password(node.password);
    if (!password) {
      return at_key("password", std::move(password.error()));
    }
    options.password = std::move(*password);
  }
  if (node.certificate.given()) {
    auto certificate = read_certificate(node.certificate);
    if (!certificate) {
      return at_key("certificate", std::move(certificate.error()));
    }
    options.trust.certificate_pem = std::move(*certificate);
  }
  if (node.client_certificate.given()) {
    auto client = read_client_certificate(node);
    if (!client) {
      return at_key("client_certificate", std::move(client.error()));
    }
    options.client = std::move(*client);
  }
  return options;
}

}  // namespace dcrvoter::app
