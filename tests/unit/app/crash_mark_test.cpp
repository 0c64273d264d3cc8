#include "app/crash_mark.hpp"

#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace dcrvoter::app;
using dcrvoter::testing::TemporaryFolder;

namespace {

/// A child that does this with its marks set ends by this signal.
template <class Act>
void check_ends(const std::filesystem::path& file, int signal, Act act) {
  const auto child = ::fork();
  if (child == 0) {
    for (const int each : {SIGSEGV, SIGABRT}) {
      (void)std::signal(each, SIG_DFL);  // not the test's own handlers
    }
    mark_crashes(file);
    act();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == signal);
}

}  // namespace

TEST_CASE("app/crash_mark: crashes are counted until one run ends well, kills are not") {
  const TemporaryFolder folder;
  const auto file = crash_file(folder.path());
  CHECK(crashes(file) == 0);
  check_ends(file, SIGSEGV, [] { (void)std::raise(SIGSEGV); });
  CHECK(crashes(file) == 1);
  check_ends(file, SIGKILL, [] { (void)std::raise(SIGKILL); });
  CHECK(crashes(file) == 1);
  check_ends(file, SIGABRT, [] { std::abort(); });
  CHECK(crashes(file) == kCrashesInARow);
  forget_crashes(file);
  CHECK(crashes(file) == 0);
  forget_crashes(file);
}

TEST_CASE("app/crash_mark: where no mark can be left it ends all the same") {
  const TemporaryFolder folder;
  check_ends(folder.path() / "missing" / "crashes", SIGSEGV, [] { (void)std::raise(SIGSEGV); });
  check_ends(std::string(5000, 'x'), SIGABRT, [] { std::abort(); });
}
