#include "app/watch_status.hpp"

#include "app/exit_code.hpp"
#include "status/control_client.hpp"
#include "status/routes.hpp"
#include "status/text.hpp"

#include <ostream>
#include <poll.h>
#include <string_view>

namespace dcrvoter::app {
namespace {

using status::State;

constexpr int kEvery = 2'000;  // milliseconds
constexpr unsigned kOk = 200;

const char* colour_of(std::string_view line) noexcept {
  if (line == status::sentence(State::ready)) {
    return "\x1b[1;32m";  // bold, green
  }
  return line == status::sentence(State::warning) ? "\x1b[1;33m" : "\x1b[1;31m";
}

std::string asked(const std::filesystem::path& socket, bool colours) {
  const auto answer =
      status::control_get(socket, status::target_of({status::View::status, status::Form::text}));
  if (!answer) {
    return answer.error().text + "\n";
  }
  if (answer->status != kOk) {
    return "the service does not answer (HTTP status " + std::to_string(answer->status) + ")\n";
  }
  return colours ? coloured(answer->body) : answer->body;
}

}  // namespace

bool may_colour(bool terminal, const char* no_color) noexcept {
  return terminal && (no_color == nullptr || *no_color == '\0');
}

std::string coloured(const std::string& status_text) {
  const std::string first = status_text.substr(0, status_text.find('\n'));
  return colour_of(first) + first + "\x1b[0m" + status_text.substr(first.size());
}

int watch_status(const std::filesystem::path& socket, const Screen& screen, std::ostream& out) {
  constexpr const char* kClear = "\x1b[H\x1b[2J";
  std::string shown;
  while (out) {
    if (std::string text = asked(socket, screen.colours); text != shown) {
      out << (screen.terminal ? kClear : shown.empty() ? "" : "---\n") << text << std::flush;
      shown = std::move(text);
    }
    (void)::poll(nullptr, 0, kEvery);
  }
  return kExitUnavailable;
}

}  // namespace dcrvoter::app
