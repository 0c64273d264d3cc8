/// How long to wait before the next try to connect. Pure: randomness is handed in.
#pragma once

#include "core/result.hpp"

#include <chrono>
#include <cstdint>

namespace dcrvoter::net {

/// Waits after failed tries, with jitter so that many clients of one node do not come together.
///
/// - Nobody answers (node down, restarting, cable out): 0.25 to 0.75 s, for ever; a node that comes
///   back has the votes within a second, the time for connecting and asking included.
/// - The answer is no (wrong login, certificate or network): from 1 s doubling up to 30 s; asking
///   again mends nothing until somebody changes a file, upon which the owner calls reset().
class Backoff {
 public:
  using Duration = std::chrono::milliseconds;
  static constexpr Duration kUnreachableLeast{250};
  static constexpr Duration kUnreachableMost{750};
  static constexpr Duration kMisconfiguredFirst{1'000};
  static constexpr Duration kMisconfiguredMost{30'000};

  enum class Cause {
    unreachable,    ///< nobody there, or the connection broke
    misconfigured,  ///< wrong login, certificate or network
  };
  /// unauthorized, untrusted, wrong_network, and what only another configuration mends (malformed
  /// or unsupported settings are not told apart from a malformed answer): misconfigured for the
  /// first three; all else is unreachable.
  [[nodiscard]] static Cause cause_of(core::Errc kind) noexcept;

  /// The wait before the next try. `random`: any evenly distributed number.
  [[nodiscard]] Duration next(Cause cause, std::uint32_t random) noexcept;
  /// After a success, or when a file that may mend it has changed.
  void reset() noexcept { misconfigured_ = kMisconfiguredFirst; }

 private:
  Duration misconfigured_ = kMisconfiguredFirst;
};

}  // namespace dcrvoter::net
