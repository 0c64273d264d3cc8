/// Where log lines go: standard error, one line each, in the journal's form when that is the journal.
#pragma once

#include "app/log_writer.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace spdlog {
class formatter;
class logger;
}  // namespace spdlog

namespace dcrvoter::app {

/// critical: cannot vote. error: a vote or an answer was lost. warning: unexpected, but handled.
/// info: the golden path. debug: what developers ask for.
enum class LogLevel : std::uint8_t { critical, error, warning, info, debug };
inline constexpr std::array<std::string_view, 5> kLogLevelNames{"critical", "error", "warning", "info",
                                                                "debug"};

/// Lines for the journal: `<4>text`, with the priority of syslog and no time (the journal has its
/// own). Lines for people: `2026-01-31T12:00:00.000Z warning text`. Either way control characters are
/// replaced, so that a node's words can neither break a line nor speak to a terminal.
[[nodiscard]] std::unique_ptr<spdlog::formatter> make_log_formatter(bool journal);

/// Whether standard error is the journal's socket: `journal_stream` is $JOURNAL_STREAM,
/// "device:inode" (systemd.exec(5)); it is inherited, so it must match.
[[nodiscard]] bool stderr_is_journal(std::string_view journal_stream) noexcept;

/// Makes spdlog's default logger write to standard error. Once, at start.
void set_up_logging(LogLevel level);

/// While it lives, log lines are written by a thread of their own (see LogWriter): a journal that does
/// not read, or a terminal that was stopped, holds up no vote. Lines of a burst leave together, a
/// warning and what came before it at once. At its end what waits is written.
class LogThread {
 public:
  LogThread();
  ~LogThread();
  LogThread(const LogThread&) = delete;
  LogThread& operator=(const LogThread&) = delete;

  /// Before its time, for who ends the process without destructors. No other thread may be logging.
  void end();

 private:
  std::shared_ptr<spdlog::logger> direct_;
  LogWriter writer_;
};

}  // namespace dcrvoter::app
