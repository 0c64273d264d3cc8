#include "status/host_check.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>

namespace dcrvoter::status {
namespace {

constexpr std::size_t kLongestName = 256;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

/// An address as a Host field has it: IPv6 in brackets, IPv4 without.
bool is_address(std::string_view name, const boost::asio::ip::address& address) {
  const bool bracketed = name.size() > 2 && name.front() == '[' && name.back() == ']';
  const auto parsed = parse_address(bracketed ? name.substr(1, name.size() - 2) : name);
  const bool has_colon = name.find(':') != std::string_view::npos;
  return parsed && *parsed == address && bracketed == parsed->is_v6() && bracketed == has_colon;
}

/// "" or what mDNS puts behind a label that another machine has already: "2" to "999" (systemd-resolved), or
/// the same behind a hyphen (Avahi).
bool is_number_of_several(std::string_view text) {
  if (text.empty()) {
    return true;
  }
  const std::string_view digits = text.substr(text.front() == '-' ? 1 : 0);
  return !digits.empty() && digits.size() <= 3 && digits.front() != '0' && digits != "1" &&
         std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_named(std::string_view name, std::string_view host_name) {
  constexpr std::string_view kLocal = ".local";
  if (host_name.empty()) {
    return false;
  }
  if (is_same(name, host_name)) {
    return true;
  }
  const std::string_view label = host_name.substr(0, host_name.find('.'));
  if (name.size() < label.size() + kLocal.size()) {
    return false;
  }
  const std::string_view between = name.substr(label.size(), name.size() - label.size() - kLocal.size());
  return is_same(name.substr(0, label.size()), label) &&
         is_same(name.substr(name.size() - kLocal.size()), kLocal) && is_number_of_several(between);
}

}  // namespace

std::optional<HttpAnswer> refuse_host(const std::optional<std::string>& host, const IpEnd& here,
                                      std::string_view host_name, std::span<const std::string> names) {
  if (!host || host->empty()) {
    return refusal(400, "the request names no Host");
  }
  std::string_view name = *host;
  const std::string port = ":" + std::to_string(here.port);
  if (name.ends_with(port)) {
    name.remove_suffix(port.size());
  }
  const auto is_name = [name](const std::string& other) { return is_same(name, other); };
  if (is_address(name, here.address) || is_named(name, host_name) || std::ranges::any_of(names, is_name)) {
    return std::nullopt;
  }
  return refusal(
      421,
      "this box is not known by the name in the request's Host; ask for its address or its own name, "
      "or add the name to names in [page] of the configuration");
}

std::string machine_name() {
  std::array<char, kLongestName> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

}  // namespace dcrvoter::status
