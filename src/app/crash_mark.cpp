#include "app/crash_mark.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

// Written before any other thread runs; what a handler may read.
std::array<char, 4096> marked{};

}  // namespace

std::filesystem::path crash_file(const std::filesystem::path& state) {
  return state / "crashes";
}

std::size_t crashes(const std::filesystem::path& file) noexcept {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? 0 : static_cast<std::size_t>(size);
}

void mark_crashes(const std::filesystem::path& file) noexcept {
  if (file.native().size() >= marked.size()) {
    return;
  }
  std::ranges::copy(file.native(), marked.begin());
  struct sigaction action {};
  action.sa_handler = die_of;
  for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE}) {
    struct sigaction before {};
    if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_DFL) {  // else a sanitizer's
      (void)::sigaction(signal, &action, nullptr);
    }
  }
}

void forget_crashes(const std::filesystem::path& file) noexcept {
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
}

void die_of(int signal) noexcept {
  if (marked[0] != '\0') {
    const int descriptor =
        ::open(marked.data(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor >= 0) {
      (void)!::write(descriptor, "x", 1);
      ::close(descriptor);
    }
  }
  (void)std::signal(signal, SIG_DFL);
  (void)std::raise(signal);  // comes when this returns
}

}  // namespace dcrvoter::app
