#include "app/logging.hpp"

#include <spdlog/async.h>
#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace dcrvoter::app {
namespace {

void append(spdlog::memory_buf_t& out, std::string_view text) {
  out.append(text.data(), text.data() + text.size());
}

// syslog(3)
char priority(spdlog::level::level_enum level) noexcept {
  switch (level) {
    case spdlog::level::critical: return '2';
    case spdlog::level::err: return '3';
    case spdlog::level::warn: return '4';
    case spdlog::level::info: return '6';
    default: return '7';
  }
}

std::string_view name(spdlog::level::level_enum level) noexcept {
  switch (level) {
    case spdlog::level::critical: return "critical";
    case spdlog::level::err: return "error";
    case spdlog::level::warn: return "warning";
    case spdlog::level::info: return "info";
    default: return "debug";
  }
}

void append_time(spdlog::memory_buf_t& out, spdlog::log_clock::time_point time) {
  const auto since = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(since).count();
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  append(out, {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts)});
  const std::string thousandths = std::to_string(1000 + since.count() % 1000);
  append(out, "." + thousandths.substr(1) + "Z ");
}

class LineFormatter : public spdlog::formatter {
 public:
  explicit LineFormatter(bool journal) : journal_(journal) {}

  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    if (journal_) {
      append(out, {"<", 1});
      out.push_back(priority(message.level));
      append(out, ">");
    } else {
      append_time(out, message.time);
      append(out, name(message.level));
      append(out, " ");
    }
    for (const char c : message.payload) {
      const auto byte = static_cast<unsigned char>(c);
      out.push_back(byte < 0x20 || byte == 0x7f ? ' ' : c);
    }
    out.push_back('\n');
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<LineFormatter>(journal_);
  }

 private:
  bool journal_;
};

spdlog::level::level_enum to_spdlog(LogLevel level) noexcept {
  switch (level) {
    case LogLevel::critical: return spdlog::level::critical;
    case LogLevel::error: return spdlog::level::err;
    case LogLevel::warning: return spdlog::level::warn;
    case LogLevel::info: return spdlog::level::info;
    case LogLevel::debug: return spdlog::level::debug;
  }
  return spdlog::level::info;
}

}  // namespace

std::unique_ptr<spdlog::formatter> make_log_formatter(bool journal) {
  return std::make_unique<LineFormatter>(journal);
}

bool stderr_is_journal(std::string_view journal_stream) noexcept {
  struct stat status {};
  if (journal_stream.empty() || ::fstat(STDERR_FILENO, &status) != 0) {
    return false;
  }
  return journal_stream == std::to_string(status.st_dev) + ':' + std::to_string(status.st_ino);
}

void set_up_logging(LogLevel level) {
  const char* stream = std::getenv("JOURNAL_STREAM");
  auto logger =
      std::make_shared<spdlog::logger>("dcrvoter", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(make_log_formatter(stderr_is_journal(stream == nullptr ? "" : stream)));
  logger->set_level(to_spdlog(level));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

LogThread::LogThread() : direct_(spdlog::default_logger()) {
  constexpr std::size_t kLinesWaiting = 512;
  spdlog::init_thread_pool(kLinesWaiting, 1);
  auto logger = std::make_shared<spdlog::async_logger>(direct_->name(), direct_->sinks().begin(),
                                                       direct_->sinks().end(), spdlog::thread_pool(),
                                                       spdlog::async_overflow_policy::overrun_oldest);
  logger->set_level(direct_->level());
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

LogThread::~LogThread() {
  spdlog::set_default_logger(direct_);
  spdlog::details::registry::instance().set_tp(nullptr);  // joins the thread once its lines are written
}

}  // namespace dcrvoter::app
