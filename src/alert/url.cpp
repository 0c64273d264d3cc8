#include "alert/url.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace dcrvoter::alert {

core::Result<Url> parse_url(std::string_view text) {
  constexpr std::string_view kTls = "https://";
  constexpr std::string_view kPlain = "http://";
  constexpr std::uint16_t kTlsPort = 443;
  constexpr std::uint16_t kPlainPort = 80;
  Url url;
  url.tls = text.starts_with(kTls);
  if (!url.tls && !text.starts_with(kPlain)) {
    return core::fail(core::Errc::malformed, "the URL begins neither with https:// nor with http://");
  }
  text.remove_prefix(url.tls ? kTls.size() : kPlain.size());
  text = text.substr(0, text.find('#'));
  const std::size_t end = std::min(text.size(), text.find_first_of("/?"));
  const std::string_view authority = text.substr(0, end);
  if (authority.find('@') != std::string_view::npos) {
    return core::fail(core::Errc::unsupported,
                      "a URL with a user name in it is not supported; use one with a token in its path");
  }
  const std::uint16_t port = url.tls ? kTlsPort : kPlainPort;
  auto endpoint = net::parse_endpoint(authority, port);
  const bool printable = std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
  if (!endpoint || !printable) {
    return core::fail(core::Errc::malformed, "the URL's host or port cannot be understood");
  }
  url.to = std::move(*endpoint);
  url.host = net::to_string(url.to);
  if (url.to.port == port) {
    url.host.resize(url.host.rfind(':'));
  }
  url.target = text.substr(end);
  if (!url.target.starts_with('/')) {
    url.target.insert(0, "/");
  }
  return url;
}

std::string fail_target(std::string_view target) {
  const std::size_t query = std::min(target.size(), target.find('?'));
  std::string_view path = target.substr(0, query);
  while (path.ends_with('/')) {
    path.remove_suffix(1);
  }
  return std::string(path) + "/fail" + std::string(target.substr(query));
}

}  // namespace dcrvoter::alert
