#include "app/handed_sockets.hpp"

#include <charconv>
#include <cstdlib>
#include <fcntl.h>
#include <optional>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

constexpr int kFirst = 3;
constexpr int kMost = 64;  // nobody hands over more

std::optional<int> number(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

std::vector<int> handed_sockets(const std::string& listen_pid, const std::string& listen_fds, int pid) {
  const auto count = number(listen_fds);
  std::vector<int> descriptors;
  if (number(listen_pid) == pid && count && *count <= kMost) {
    for (int i = 0; i < *count; ++i) {
      descriptors.push_back(kFirst + i);
    }
  }
  return descriptors;
}

std::vector<int> take_handed_sockets() {
  auto descriptors = handed_sockets(variable("LISTEN_PID"), variable("LISTEN_FDS"), ::getpid());
  for (const int descriptor : descriptors) {
    (void)::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  }
  return descriptors;
}

}  // namespace dcrvoter::app
