/// Whom to tell how the service is: the configuration's [alert].
#pragma once

#include <cstdint>
#include <string>

namespace dcrvoter::alert {

struct Settings {
  enum class Style : std::uint8_t { json, discord, slack, ntfy };
  std::string heartbeat_url;  ///< may hold a token: not for logs; "" for none
  std::string webhook_url;    ///< likewise
  Style webhook_style = Style::json;
  friend bool operator==(const Settings&, const Settings&) = default;
};

}  // namespace dcrvoter::alert
