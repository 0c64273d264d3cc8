/// Forms of addresses and names in a configuration; nothing is looked up.
#pragma once

#include <string>
#include <string_view>

namespace dcrvoter::app {

/// IPv4, or IPv6 without brackets.
[[nodiscard]] bool is_ip_address(const std::string& text) noexcept;
/// `192.168.1.0/24`, `fd00::/8`, or one address.
[[nodiscard]] bool is_ip_network(std::string_view text);
/// Labels of letters, digits, hyphens and underscores; at most 253 characters.
[[nodiscard]] bool is_host_name(std::string_view text) noexcept;

}  // namespace dcrvoter::app
