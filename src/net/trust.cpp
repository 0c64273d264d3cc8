#include "net/trust.hpp"

#include "core/bytes.hpp"
#include "net/certificate.hpp"

#include <algorithm>

namespace dcrvoter::net {

namespace {

constexpr std::string_view kPinPrefix = "sha256:";

}  // namespace

core::Result<Fingerprint> parse_pin(std::string_view text) {
  constexpr const char* kForm = "a pin is \"sha256:\" and the 64 hex digits of the certificate's SHA-256";
  if (!text.starts_with(kPinPrefix)) {
    return core::fail(core::Errc::malformed, kForm);
  }
  std::string digits(text.substr(kPinPrefix.size()));
  if (digits.size() == 95) {  // AB:CD:…
    for (std::size_t i = 2; i < digits.size(); i += 3) {
      if (digits[i] != ':') {
        return core::fail(core::Errc::malformed, kForm);
      }
    }
    std::erase(digits, ':');
  }
  Fingerprint pin{};
  if (auto read = core::from_hex(digits, pin); !read) {
    return core::fail(core::Errc::malformed, std::string(kForm) + ": " + read.error().text);
  }
  return pin;
}

std::string format_pin(const Fingerprint& pin) {
  return std::string(kPinPrefix) + core::to_hex(pin);
}

core::Result<std::vector<Fingerprint>> certificate_fingerprints(const std::string& pem) {
  auto certificates = Certificates::parse(pem, "the certificate");
  if (!certificates) {
    return std::unexpected(certificates.error());
  }
  std::vector<Fingerprint> fingerprints;
  for (const mbedtls_x509_crt* one = certificates->get(); one != nullptr; one = one->next) {
    fingerprints.push_back(fingerprint_of(*one));
  }
  return fingerprints;
}

core::Result<void> check_client_certificate(const ClientCertificate& client) {
  auto certificates = Certificates::parse(client.certificate_pem, "the client certificate");
  if (!certificates) {
    return std::unexpected(certificates.error());
  }
  auto key = PrivateKey::parse(client.key_pem, "the client key");
  if (!key) {
    return std::unexpected(key.error());
  }
  if (!key->belongs_to(*certificates->get())) {
    return core::fail(core::Errc::malformed, "the client key is not the key of the client certificate");
  }
  return {};
}

}  // namespace dcrvoter::net
