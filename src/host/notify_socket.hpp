/// What systemd is told about a service: sd_notify(3), whose protocol is a promise of systemd's.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dcrvoter::host {

/// The other end is systemd's, or nobody's. Datagrams of our own rather than libsystemd: with the six
/// libraries that it brings it adds 1.5 MB to the memory of a process that does nothing else.
class NotifySocket {
 public:
  /// `address`: $NOTIFY_SOCKET, a path or an abstract name that begins with "@"; "" for nobody.
  explicit NotifySocket(std::string_view address) noexcept;
  ~NotifySocket();
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  /// Assignments such as "READY=1", a line each. Never waits; false when it did not leave. From any thread.
  [[nodiscard]] bool tell(std::string_view assignments) const noexcept;

 private:
  int descriptor_ = -1;
};

/// "STATUS=" with what fits on one line of systemctl; control characters are replaced.
[[nodiscard]] std::string status_assignment(std::string_view words);
/// "RELOADING=1", with the time that systemd orders it by.
[[nodiscard]] std::string reloading_assignment(std::chrono::steady_clock::time_point now);

/// How long a service may be silent before systemd kills it. `usec` and `pid`: $WATCHDOG_USEC and
/// $WATCHDOG_PID; nothing when it need not speak, or another process shall.
[[nodiscard]] std::optional<std::chrono::microseconds> watchdog_limit(const std::string& usec,
                                                                      const std::string& pid, int own_pid);

}  // namespace dcrvoter::host
