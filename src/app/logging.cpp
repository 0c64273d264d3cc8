#include "app/logging.hpp"

#include "host/journal_entry.hpp"

#include <spdlog/formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <mutex>
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

class LineFormatter : public spdlog::formatter {
 public:
  explicit LineFormatter(bool journal) : journal_(journal) {}

  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& out) override {
    if (journal_) {
      append(out, {"<", 1});
      out.push_back(priority(message.level));
      append(out, ">");
    } else {
      append_time(message.time, out);
      append(out, name(message.level));
      append(out, " ");
    }
    const auto begin = out.size();
    append(out, {message.payload.data(), message.payload.size()});
    std::replace_if(
        out.begin() + begin, out.end(),
        [](char c) {
          const auto byte = static_cast<unsigned char>(c);
          return byte < 0x20 || byte == 0x7f;
        },
        ' ');
    out.push_back('\n');
  }
  [[nodiscard]] std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<LineFormatter>(journal_);
  }

 private:
  void append_time(spdlog::log_clock::time_point time, spdlog::memory_buf_t& out) {
    const auto since = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    const std::time_t second = std::chrono::floor<std::chrono::seconds>(since).count();
    if (second != second_ || second_text_.empty()) {  // lines come in bursts
      std::tm parts{};
      ::gmtime_r(&second, &parts);
      std::array<char, 32> text{};
      second_text_.assign(text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S.", &parts));
      second_ = second;
    }
    append(out, second_text_);
    append(out, std::to_string(1000 + since.count() % 1000).substr(1));
    append(out, "Z ");
  }

  bool journal_;
  std::time_t second_ = 0;
  std::string second_text_;  ///< of second_
};

/// Formats where a line is made, and lets the writer's thread write it.
class WriterSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit WriterSink(LogWriter& writer) : writer_(writer) {}

 private:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    writer_.add({line.data(), line.size()});
  }
  void flush_() override { writer_.hurry(); }

  LogWriter& writer_;
};

bool writes_to_journal() noexcept {
  const char* stream = std::getenv("JOURNAL_STREAM");
  return stderr_is_journal(stream == nullptr ? "" : stream);
}

std::unique_ptr<spdlog::formatter> formatter_of_stderr() {
  return make_log_formatter(writes_to_journal());
}

/// Lines about votes go to the journal with fields of their own.
LogWriter::Elsewhere votes_to_journal() {
  if (!writes_to_journal()) {
    return {};
  }
  auto journal = std::make_shared<host::JournalSocket>();
  return [journal](std::string_view line) {
    const std::string entry = host::journal_entry(line);
    return !entry.empty() && journal->send(entry);
  };
}

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
  auto logger =
      std::make_shared<spdlog::logger>("dcrvoter", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_formatter(formatter_of_stderr());
  logger->set_level(to_spdlog(level));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
}

LogThread::LogThread()
    : direct_(spdlog::default_logger()), writer_(STDERR_FILENO, LogWriter::kGather, votes_to_journal()) {
  auto logger = std::make_shared<spdlog::logger>(direct_->name(), std::make_shared<WriterSink>(writer_));
  logger->set_formatter(formatter_of_stderr());
  logger->set_level(direct_->level());
  logger->flush_on(spdlog::level::warn);
  spdlog::set_default_logger(std::move(logger));
}

LogThread::~LogThread() {
  end();
}

void LogThread::end() {
  spdlog::set_default_logger(direct_);
  writer_.end();
}

}  // namespace dcrvoter::app
