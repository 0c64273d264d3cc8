/// Runs code in a child process and kills it at a chosen system call, as a power cut may: what was
/// done before is done, the call itself and all after it are not.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace dcrvoter::testing {

class KilledChild {
 public:
  enum class End { killed, ended, not_possible };

  /// Kills at the call with this number, counted from 0; all earlier calls are in calls().
  End run(const std::function<void()>& work, std::size_t kill_at) {
    calls_.clear();
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) {
        ::_exit(1);
      }
      ::raise(SIGSTOP);
      work();
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!WIFSTOPPED(status)) {
      return End::not_possible;
    }
    ::ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    while (::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr) == 0 && ::waitpid(child, &status, 0) == child &&
           WIFSTOPPED(status)) {
      __ptrace_syscall_info info{};
      ::ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info);
      if (info.op != PTRACE_SYSCALL_INFO_ENTRY) {
        continue;
      }
      if (calls_.size() == kill_at) {
        ::kill(child, SIGKILL);
        ::waitpid(child, &status, 0);
        return End::killed;
      }
      if (info.entry.nr == SYS_write && info.entry.args[0] <= STDERR_FILENO) {
        continue;  // the thread sanitizer's _exit() empties the buffers of standard output
      }
      calls_.push_back(static_cast<long>(info.entry.nr));
    }
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    return End::ended;
  }

  [[nodiscard]] const std::vector<long>& calls() const { return calls_; }

 private:
  std::vector<long> calls_;
};

}  // namespace dcrvoter::testing
