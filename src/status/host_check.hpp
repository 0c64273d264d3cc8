/// Whom a request is meant for. A page from elsewhere can make its reader's browser ask this box under that
/// page's own name (DNS rebinding), and read the answer; so only names that are this box's own are answered.
#pragma once

#include "status/ip_end.hpp"
#include "status/routes.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dcrvoter::status {

/// Nothing when the `Host` field names this box: by the address that the connection came to (`here`), by
/// `host_name` as the machine calls itself now, by that name's first label with ".local" (and "2" to "999" or
/// "-2" to "-999" between, as mDNS calls a further box of the same name), or by one of `names`, which are the
/// configured ones; each with or without the port of `here`. Letters count the same in both cases, and
/// nothing else is made equal. Else the refusal: 400 without a `host`, 421.
[[nodiscard]] std::optional<HttpAnswer> refuse_host(const std::optional<std::string>& host, const IpEnd& here,
                                                    std::string_view host_name,
                                                    std::span<const std::string> names);

/// The machine's name; "" when it has none.
[[nodiscard]] std::string machine_name();

}  // namespace dcrvoter::status
