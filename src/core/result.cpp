#include "core/result.hpp"

namespace dcrvoter::core {

const char* to_string(Errc kind) noexcept {
  switch (kind) {
    case Errc::malformed: return "malformed";
    case Errc::truncated: return "truncated";
    case Errc::trailing: return "trailing";
    case Errc::non_canonical: return "non-canonical";
    case Errc::too_large: return "too large";
    case Errc::checksum: return "checksum";
    case Errc::wrong_network: return "wrong network";
    case Errc::unsupported: return "unsupported";
    case Errc::out_of_range: return "out of range";
    case Errc::not_found: return "not found";
    case Errc::refused: return "refused";
    case Errc::unauthorized: return "unauthorized";
    case Errc::untrusted: return "untrusted";
    case Errc::timed_out: return "timed out";
    case Errc::closed: return "closed";
    case Errc::cancelled: return "cancelled";
    case Errc::io: return "input/output";
  }
  return "unknown";
}

}  // namespace dcrvoter::core
