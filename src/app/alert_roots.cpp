#include "app/alert_roots.hpp"

#include "app/text_file.hpp"

#include <cstdlib>

namespace dcrvoter::app {

alert::Roots read_roots(const alert::Settings& settings) {
  constexpr std::size_t kMost = std::size_t{4} * 1024 * 1024;
  const char* named = std::getenv("SSL_CERT_FILE");
  const std::string file = named == nullptr ? "/etc/ssl/certs/ca-certificates.crt" : named;
  if (!settings.heartbeat_url.starts_with("https://") && !settings.webhook_url.starts_with("https://")) {
    return nullptr;
  }
  const auto read = read_text_file(file, kMost);
  if (!read) {
    return nullptr;
  }
  return std::make_shared<const std::string>(read->text.view());
}

}  // namespace dcrvoter::app
