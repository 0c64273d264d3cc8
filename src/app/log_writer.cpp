#include "app/log_writer.hpp"

#include <cerrno>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace dcrvoter::app {
namespace {

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
      gather_(gather),
      elsewhere_(std::move(elsewhere)),
      thread_([this] { run(); }) {}

LogWriter::~LogWriter() {
  end();
}

void LogWriter::add(std::string_view line) {
  bool first = false;
  {
    const std::scoped_lock lock(mutex_);
    if (lines_ == kMostLines) {
      drop_oldest();
    }
    waiting_.append(line);
    first = lines_++ == 0;
  }
  if (first) {  // with more than one the thread is awake already
    wake_.notify_one();
  }
}

void LogWriter::drop_oldest() {
  waiting_.erase(0, waiting_.find('\n') + 1);
  --lines_;
  ++dropped_;
}

void LogWriter::hurry() {
  {
    const std::scoped_lock lock(mutex_);
    hurry_ = lines_ > 0;
  }
  wake_.notify_one();
}

void LogWriter::end() {
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  wake_.notify_one();
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
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return lines_ > 0 || ended_; });
    if (lines_ == 0) {
      return;
    }
    wake_.wait_for(lock, gather_, [this] { return hurry_ || ended_; });
    leaving.clear();
    std::swap(leaving, waiting_);
    lines_ = 0;
    hurry_ = false;
    const auto dropped = std::exchange(dropped_, 0);
    lock.unlock();
    if (dropped > 0) {
      write_all(descriptor_,
                "(" + std::to_string(dropped) + " lines are missing here: the log was not read)\n");
    }
    write(leaving);
    lock.lock();
  }
}

}  // namespace dcrvoter::app
