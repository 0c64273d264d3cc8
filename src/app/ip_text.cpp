#include "app/ip_text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>

namespace dcrvoter::app {
namespace {

bool parses_as(int family, const std::string& text) noexcept {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  return text.find('\0') == std::string::npos && ::inet_pton(family, text.c_str(), address.data()) == 1;
}

bool is_label(std::string_view label) noexcept {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  };
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), allowed);
}

}  // namespace

bool is_ip_address(const std::string& text) noexcept {
  return parses_as(AF_INET, text) || parses_as(AF_INET6, text);
}

bool is_ip_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string address(text.substr(0, slash));
  if (slash == std::string_view::npos) {
    return is_ip_address(address);
  }
  const std::string_view bits = text.substr(slash + 1);
  unsigned number = 0;
  const auto [end, error] = std::from_chars(bits.data(), bits.data() + bits.size(), number);
  return error == std::errc() && end == bits.data() + bits.size() &&
         ((number <= 32 && parses_as(AF_INET, address)) || (number <= 128 && parses_as(AF_INET6, address)));
}

bool is_host_name(std::string_view text) noexcept {
  if (text.size() > 253) {
    return false;
  }
  while (true) {
    const std::size_t dot = text.find('.');
    if (!is_label(text.substr(0, dot))) {
      return false;
    }
    if (dot == std::string_view::npos) {
      return true;
    }
    text.remove_prefix(dot + 1);
  }
}

}  // namespace dcrvoter::app
