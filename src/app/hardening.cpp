#include "app/hardening.hpp"

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <initializer_list>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

constexpr int kBeforeOthers = -10;  // nice

std::atomic<int> last_exit_code{0};

void end_now(int /*signal*/) {
  ::_exit(last_exit_code.load(std::memory_order_relaxed));
}

}  // namespace

void forbid_dumps() noexcept {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

void fill_standard_streams() noexcept {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(number, F_GETFD) == -1) {
      // The lowest free number, so this one. Opened the wrong way round, so that its use still fails.
      (void)::open("/dev/null", (number == STDIN_FILENO ? O_WRONLY : O_RDONLY) | O_NOCTTY);
    }
  }
}

void outlive_the_log() noexcept {
  for (const int signal : {SIGPIPE, SIGXFSZ, SIGHUP}) {
    (void)std::signal(signal, SIG_IGN);
  }
}

void go_first() noexcept {
  // Of this thread alone: Linux knows no priority of a process.
  ::setpriority(PRIO_PROCESS, 0, kBeforeOthers);
}

void end_within(int milliseconds, int exit_code) noexcept {
  last_exit_code.store(exit_code, std::memory_order_relaxed);
  (void)std::signal(SIGALRM, end_now);
  itimerval timer{};
  timer.it_value.tv_sec = milliseconds / 1000;
  timer.it_value.tv_usec = milliseconds % 1000 * 1000L;
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

}  // namespace dcrvoter::app
