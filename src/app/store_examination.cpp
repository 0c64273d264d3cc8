#include "app/store_examination.hpp"

#include "store/store.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <initializer_list>
#include <string_view>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

// What the process says: one character, and words behind kBroken.
constexpr char kBroken = 'b';
constexpr char kSound = 's';
constexpr char kUnknown = 'u';

constexpr std::initializer_list<int> kFaults{SIGBUS, SIGSEGV, SIGABRT, SIGILL, SIGFPE};

std::string examine(const std::filesystem::path& folder, wire::NetworkId network) {
  const auto store = store::Store::open(folder, network, store::Mode::read_only);
  const auto read = store ? (*store)->verify() : std::unexpected(store.error());
  if (read || read.error().kind == core::Errc::not_found) {
    return {kSound};
  }
  return read.error().kind == core::Errc::malformed ? kBroken + read.error().text : std::string{kUnknown};
}

[[noreturn]] void run_child(const std::filesystem::path& folder, wire::NetworkId network, int out) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (const int fault : kFaults) {
    (void)std::signal(fault, SIG_DFL);
  }
  const std::string told = examine(folder, network);
  (void)!::write(out, told.data(), told.size());  // less than a pipe holds
  ::_exit(0);
}

std::string read_to_end(int descriptor) {
  std::string all;
  std::array<char, 1024> buffer{};
  for (;;) {
    const auto got = ::read(descriptor, buffer.data(), buffer.size());
    if (got > 0) {
      all.append(buffer.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || errno != EINTR) {
      return all;
    }
  }
}

}  // namespace

StoreExamination::StoreExamination(const std::filesystem::path& folder, wire::NetworkId network)
    : folder_(folder) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    return;
  }
  told_ = ends[0];
  child_ = ::fork();
  if (child_ == 0) {
    run_child(folder, network, ends[1]);
  }
  ::close(ends[1]);
}

StoreExamination::~StoreExamination() {
  give_up();
  if (child_ > 0) {  // a hanging disk keeps it alive, and does not hold us up
    (void)::waitpid(child_, nullptr, WNOHANG);
  }
  if (told_ >= 0) {
    ::close(told_);
  }
}

StoreExamination::Finding StoreExamination::wait() {
  if (child_ <= 0) {
    return {};
  }
  return judge(read_to_end(told_));
}

StoreExamination::Finding StoreExamination::judge(const std::string& told) {
  int status = 0;
  {
    const std::scoped_lock lock(mutex_);
    while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    child_ = -1;
  }
  for (const int fault : kFaults) {
    if (WIFSIGNALED(status) && WTERMSIG(status) == fault) {
      return {Verdict::broken, folder_.string() + ": a part of it cannot be read"};
    }
  }
  if (told.starts_with(kBroken)) {
    return {Verdict::broken, told.substr(1)};
  }
  return {told.starts_with(kSound) ? Verdict::sound : Verdict::unknown, {}};
}

void StoreExamination::give_up() noexcept {
  const std::scoped_lock lock(mutex_);
  if (child_ > 0) {
    ::kill(child_, SIGKILL);
  }
}

}  // namespace dcrvoter::app
