#include "app/log_writer.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <poll.h>
#include <sys/timerfd.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dcrvoter::app {
namespace {

constexpr std::chrono::nanoseconds kAtOnce{1};  // 0 would stop the timer

/// Nobody can be told of a failure to write the log: what cannot be written is given up.
void write_all(int descriptor, std::string_view text) noexcept {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {  // somebody made the terminal or pipe that we share non-blocking
      pollfd ready{.fd = descriptor, .events = POLLOUT, .revents = 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return;
    }
  }
}

}  // namespace

LogWriter::LogWriter(int descriptor, std::chrono::milliseconds gather, Elsewhere elsewhere)
    : descriptor_(descriptor),
      timer_(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC)),
      gather_(gather),
      elsewhere_(std::move(elsewhere)) {
  if (timer_ < 0) {
    throw std::system_error(errno, std::generic_category(), "a timer for the log");
  }
  thread_ = std::thread([this] { run(); });
}

LogWriter::~LogWriter() {
  end();
  ::close(timer_);
}

void LogWriter::wake_after(std::chrono::nanoseconds time) const noexcept {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(time);
  itimerspec when{};
  when.it_value.tv_sec = seconds.count();
  when.it_value.tv_nsec = static_cast<decltype(when.it_value.tv_nsec)>((time - seconds).count());
  ::timerfd_settime(timer_, 0, &when, nullptr);
}

void LogWriter::add(std::string_view line) {
  const std::scoped_lock lock(mutex_);
  if (lines_ == kMostLines) {
    drop_oldest();
  }
  waiting_.append(line);
  if (lines_++ == 0) {
    wake_after(std::max<std::chrono::nanoseconds>(gather_, kAtOnce));
  }
}

void LogWriter::drop_oldest() {
  waiting_.erase(0, waiting_.find('\n') + 1);
  --lines_;
  ++dropped_;
}

void LogWriter::hurry() {
  const std::scoped_lock lock(mutex_);
  if (lines_ > 0) {
    wake_after(kAtOnce);
  }
}

void LogWriter::end() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
    wake_after(kAtOnce);
  }
  if (thread_.joinable()) {
    thread_.join();
  }
}

void LogWriter::write(std::string_view lines) const {
  while (elsewhere_ && !lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n') + 1);
    if (!elsewhere_(line)) {
      write_all(descriptor_, line);
    }
    lines.remove_prefix(line.size());
  }
  write_all(descriptor_, lines);
}

void LogWriter::run() {
  std::string leaving;
  bool ended = false;
  while (!ended) {
    std::uint64_t times = 0;
    if (::read(timer_, &times, sizeof times) < 0) {
      continue;  // by a signal
    }
    std::size_t dropped = 0;
    leaving.clear();
    {
      const std::scoped_lock lock(mutex_);
      std::swap(leaving, waiting_);
      lines_ = 0;
      dropped = std::exchange(dropped_, 0);
      ended = ended_;
    }
    if (dropped > 0) {
      write_all(descriptor_,
                "(" + std::to_string(dropped) + " lines are missing here: the log was not read)\n");
    }
    write(leaving);
  }
}

}  // namespace dcrvoter::app
