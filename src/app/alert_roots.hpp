/// Whom this system trusts to sign certificates: for the alarms' receivers.
#pragma once

#include "alert/send.hpp"

namespace dcrvoter::app {

/// The bundle that $SSL_CERT_FILE names, as OpenSSL has it, or Debian's; null when it cannot be read, or when
/// no URL of these needs it. May take as long as the disk likes.
[[nodiscard]] alert::Roots read_roots(const alert::Settings& settings);

}  // namespace dcrvoter::app
