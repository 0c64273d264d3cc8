#include "app/logging.hpp"

#include <doctest/doctest.h>
#include <spdlog/details/log_msg.h>
#include <spdlog/formatter.h>

#include <string>
#include <sys/stat.h>
#include <unistd.h>

using namespace dcrvoter::app;

namespace {

std::string format(bool journal, spdlog::level::level_enum level, const char* text) {
  const auto time = spdlog::log_clock::time_point(std::chrono::milliseconds(1'767'225'599'007));
  spdlog::memory_buf_t out;
  make_log_formatter(journal)->format(spdlog::details::log_msg(time, {}, "dcrvoter", level, text), out);
  return {out.data(), out.size()};
}

}  // namespace

TEST_CASE("app/logging: lines for people carry time and level") {
  CHECK(format(false, spdlog::level::warn, "text") == "2025-12-31T23:59:59.007Z warning text\n");
  CHECK(format(false, spdlog::level::err, "") == "2025-12-31T23:59:59.007Z error \n");
}

TEST_CASE("app/logging: lines for the journal carry syslog's priority") {
  CHECK(format(true, spdlog::level::critical, "text") == "<2>text\n");
  CHECK(format(true, spdlog::level::err, "text") == "<3>text\n");
  CHECK(format(true, spdlog::level::warn, "text") == "<4>text\n");
  CHECK(format(true, spdlog::level::info, "text") == "<6>text\n");
  CHECK(format(true, spdlog::level::debug, "text") == "<7>text\n");
}

TEST_CASE("app/logging: what a node says stays on its line and speaks to no terminal") {
  CHECK(format(true, spdlog::level::info, "a\n<0>b\r\x1b[2Jc\x7f ü") == "<6>a <0>b  [2Jc  ü\n");
}

TEST_CASE("app/logging: the journal is recognised by its socket, not by an inherited variable") {
  struct stat status {};
  REQUIRE(::fstat(STDERR_FILENO, &status) == 0);
  const std::string device = std::to_string(status.st_dev);
  CHECK(stderr_is_journal(device + ":" + std::to_string(status.st_ino)));
  CHECK_FALSE(stderr_is_journal(device + ":" + std::to_string(status.st_ino + 1)));
  CHECK_FALSE(stderr_is_journal(""));
  CHECK_FALSE(stderr_is_journal("junk"));
}
