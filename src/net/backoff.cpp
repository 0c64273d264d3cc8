#include "net/backoff.hpp"

#include <algorithm>

namespace dcrvoter::net {

namespace {

/// Evenly in [least, most].
Backoff::Duration between(Backoff::Duration least, Backoff::Duration most, std::uint32_t random) noexcept {
  const auto span = static_cast<std::uint64_t>((most - least).count()) + 1;
  return least + Backoff::Duration(static_cast<Backoff::Duration::rep>(span * random >> 32U));
}

}  // namespace

Backoff::Cause Backoff::cause_of(core::Errc kind) noexcept {
  switch (kind) {
    case core::Errc::unauthorized:
    case core::Errc::untrusted:
    case core::Errc::wrong_network: return Cause::misconfigured;
    default: return Cause::unreachable;
  }
}

Backoff::Duration Backoff::next(Cause cause, std::uint32_t random) noexcept {
  if (cause == Cause::unreachable) {
    reset();
    return between(kUnreachableLeast, kUnreachableMost, random);
  }
  const Duration most = misconfigured_;
  misconfigured_ = std::min(2 * misconfigured_, kMisconfiguredMost);
  return between(most / 2, most, random);
}

}  // namespace dcrvoter::net
