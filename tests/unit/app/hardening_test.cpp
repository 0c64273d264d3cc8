#include "app/hardening.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

/// The exit code of a child that does this: sanitizers and profilers of this process want to stay as
/// it is.
template <class Work>
int in_child(const Work& work) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    work();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status);
}

bool is_null_device(int descriptor) {
  struct stat here {};
  struct stat null {};
  return ::fstat(descriptor, &here) == 0 && ::stat("/dev/null", &null) == 0 && S_ISCHR(here.st_mode) &&
         here.st_rdev == null.st_rdev;
}

TEST_CASE("app/hardening: afterwards nothing is dumped") {
  CHECK(in_child([] {
          forbid_dumps();
          rlimit limit{1, 1};
          const bool none =
              ::getrlimit(RLIMIT_CORE, &limit) == 0 && limit.rlim_cur == 0 && limit.rlim_max == 0;
          ::_exit(none && ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : 1);
        }) == 0);
}

TEST_CASE("app/hardening: no file and no connection takes the place of a closed standard stream") {
  CHECK(in_child([] {
          ::close(STDIN_FILENO);
          ::close(STDERR_FILENO);
          fill_standard_streams();
          const int next = ::dup(STDIN_FILENO);
          char byte = 0;
          if (::read(STDIN_FILENO, &byte, 1) != -1 || ::write(STDERR_FILENO, "x", 1) != -1) {
            ::_exit(2);  // as with a closed one, nothing may seem to succeed
          }
          ::_exit(is_null_device(STDIN_FILENO) && is_null_device(STDERR_FILENO) && next > STDERR_FILENO ? 0
                                                                                                        : 1);
        }) == 0);
  CHECK(in_child([] {
          struct stat before {};
          struct stat after {};
          const int next = ::dup(STDOUT_FILENO);
          ::close(next);
          const bool same = ::fstat(STDOUT_FILENO, &before) == 0;
          fill_standard_streams();
          ::_exit(same && ::fstat(STDOUT_FILENO, &after) == 0 && before.st_ino == after.st_ino &&
                          ::dup(STDOUT_FILENO) == next
                      ? 0
                      : 1);
        }) == 0);
}

TEST_CASE("app/hardening: a log that ends does not end the process") {
  CHECK(in_child([] {
          outlive_the_log();
          int ends[2];
          if (::pipe(ends) != 0) {
            ::_exit(1);
          }
          ::close(ends[0]);
          ::_exit(::write(ends[1], "x", 1) == -1 && std::raise(SIGHUP) == 0 ? 0 : 1);
        }) == 0);
}

TEST_CASE("app/hardening: a process that hangs at its end is ended") {
  CHECK(in_child([] {
          end_within(50, 7);
          for (;;) {
            ::pause();
          }
        }) == 7);
}

}  // namespace
}  // namespace dcrvoter::app
