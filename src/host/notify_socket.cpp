#include "host/notify_socket.hpp"

#include "host/datagram_socket.hpp"

#include <charconv>
#include <unistd.h>

namespace dcrvoter::host {
namespace {

constexpr std::size_t kMostStatus = 400;

std::optional<long long> number(const std::string& text) {
  long long value = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && at == end ? std::optional(value) : std::nullopt;
}

}  // namespace

NotifySocket::NotifySocket(std::string_view address) noexcept : descriptor_(datagram_socket_to(address)) {}

NotifySocket::~NotifySocket() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

bool NotifySocket::tell(std::string_view assignments) const noexcept {
  return send_datagram(descriptor_, assignments);
}

std::string status_assignment(std::string_view words) {
  std::string text = "STATUS=";
  for (const char c : words.substr(0, kMostStatus)) {
    const auto byte = static_cast<unsigned char>(c);
    text += byte < 0x20 || byte >= 0x7f ? '?' : c;
  }
  return text;
}

std::string reloading_assignment(std::chrono::steady_clock::time_point now) {
  const auto since = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch());
  return "RELOADING=1\nMONOTONIC_USEC=" + std::to_string(since.count());
}

std::optional<std::chrono::microseconds> watchdog_limit(const std::string& usec, const std::string& pid,
                                                        int own_pid) {
  const auto limit = number(usec);
  if (!limit || *limit <= 0 || (!pid.empty() && number(pid) != own_pid)) {
    return std::nullopt;
  }
  return std::chrono::microseconds(*limit);
}

}  // namespace dcrvoter::host
