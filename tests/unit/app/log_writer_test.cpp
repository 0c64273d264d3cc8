#include "app/log_writer.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <fcntl.h>
#include <string>
#include <unistd.h>

using namespace dcrvoter::app;
using namespace std::chrono_literals;

namespace {

/// A pipe whose reader reads when it is told to.
class Pipe {
 public:
  Pipe() { REQUIRE(::pipe(ends_.data()) == 0); }
  ~Pipe() {
    ::close(ends_[0]);
    close_writer();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_writer() {
    if (ends_[1] >= 0) {
      ::close(ends_[1]);
      ends_[1] = -1;
    }
  }
  /// Waits for the next bytes; empty at the end.
  [[nodiscard]] std::string read_some() const {
    std::array<char, 65536> buffer{};
    const auto size = ::read(ends_[0], buffer.data(), buffer.size());
    REQUIRE(size >= 0);
    return {buffer.data(), static_cast<std::size_t>(size)};
  }
  [[nodiscard]] std::string read_all() {
    close_writer();
    std::string all;
    for (auto some = read_some(); !some.empty(); some = read_some()) {
      all += some;
    }
    return all;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

std::string numbered(std::size_t from, std::size_t to) {
  std::string lines;
  for (; from < to; ++from) {
    lines += "line " + std::to_string(from) + "\n";
  }
  return lines;
}

}  // namespace

TEST_CASE("app/log_writer: what was added is written at the end, in order") {
  Pipe pipe;
  {
    LogWriter writer(pipe.writer(), 1h);
    for (std::size_t i = 0; i < LogWriter::kMostLines; ++i) {
      writer.add(numbered(i, i + 1));
    }
  }
  CHECK(pipe.read_all() == numbered(0, LogWriter::kMostLines));
}

TEST_CASE("app/log_writer: lines of a burst leave in one write, after a while by themselves") {
  const Pipe pipe;
  LogWriter writer(pipe.writer(), 200ms);
  writer.add("a\n");
  writer.add("b\n");
  writer.add("c\n");
  CHECK(pipe.read_some() == "a\nb\nc\n");
  writer.add("d\n");
  CHECK(pipe.read_some() == "d\n");
}

TEST_CASE("app/log_writer: in a hurry nothing is waited for") {
  const Pipe pipe;
  LogWriter writer(pipe.writer(), 1h);
  writer.hurry();  // nothing to write: the next line is in no hurry for that
  writer.add("a\n");
  writer.add("b\n");
  writer.hurry();
  CHECK(pipe.read_some() == "a\nb\n");
  writer.add("c\n");
  writer.hurry();
  CHECK(pipe.read_some() == "c\n");
}

TEST_CASE("app/log_writer: when nobody reads, the oldest lines are dropped and that is said") {
  Pipe pipe;
  const std::size_t more = 7;
  {
    LogWriter writer(pipe.writer(), 1h);
    for (std::size_t i = 0; i < LogWriter::kMostLines + more; ++i) {
      writer.add(numbered(i, i + 1));
    }
  }
  CHECK(pipe.read_all() ==
        "(7 lines are missing here: the log was not read)\n" + numbered(more, LogWriter::kMostLines + more));
}

TEST_CASE("app/log_writer: a full pipe that does not block is waited for") {
  Pipe pipe;
  REQUIRE(::fcntl(pipe.writer(), F_SETFL, O_NONBLOCK) == 0);
  const std::string line = std::string(4000, 'x') + "\n";
  LogWriter writer(pipe.writer(), 0ms);
  for (int i = 0; i < 100; ++i) {  // a pipe holds 64 KiB
    writer.add(line);
  }
  std::string all;
  while (all.size() < 100 * line.size()) {
    all += pipe.read_some();
  }
  writer.end();
  CHECK(pipe.read_all().empty());
  CHECK(all.find("missing") == std::string::npos);
}

TEST_CASE("app/log_writer: a line may go elsewhere, and is written when it did not") {
  Pipe pipe;
  std::string elsewhere;
  {
    LogWriter writer(pipe.writer(), 0ms, [&elsewhere](std::string_view line) {
      elsewhere += line.starts_with("vote") ? line : "";
      return line.starts_with("vote a");
    });
    writer.add("one\n");
    writer.add("vote a\n");
    writer.add("vote b\n");
    writer.add("two\n");
  }
  pipe.close_writer();
  std::string written;
  for (std::string some = pipe.read_some(); !some.empty(); some = pipe.read_some()) {
    written += some;
  }
  CHECK(written == "one\nvote b\ntwo\n");
  CHECK(elsewhere == "vote a\nvote b\n");
}
