#include "host/journal_entry.hpp"

#include "host/datagram_socket.hpp"

#include <algorithm>
#include <unistd.h>

namespace dcrvoter::host {
namespace {

constexpr std::size_t kHash = 64;

/// The hash behind " name="; "" when there is none.
std::string_view hash_of(std::string_view line, std::string_view name) {
  const std::string key = " " + std::string(name) + "=";
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view hash = line.substr(at + key.size(), kHash);
  const bool is_hash =
      hash.size() == kHash && hash.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  return is_hash ? hash : std::string_view();
}

}  // namespace

std::string journal_entry(std::string_view line) {
  constexpr std::size_t kPrefix = 3;  // "<6>"
  if (line.size() < kPrefix || line[0] != '<' || line[2] != '>' ||
      !line.substr(kPrefix).starts_with("vote ")) {
    return {};
  }
  const std::string_view message = line.substr(kPrefix, line.find('\n') - kPrefix);
  const std::string_view ours = message.substr(0, message.find(": "));
  std::string entry = "PRIORITY=" + std::string(line.substr(1, 1)) +
                      "\nSYSLOG_IDENTIFIER=dcrvoter\nMESSAGE=" + std::string(message) + "\n";
  const std::size_t without = entry.size();
  for (const auto& [field, name] : {std::pair("TICKET=", "ticket"), {"BLOCK=", "block"}, {"VOTE=", "vote"}}) {
    if (const std::string_view hash = hash_of(ours, name); !hash.empty()) {
      entry += field + std::string(hash) + "\n";
    }
  }
  return entry.size() == without ? std::string() : entry;
}

JournalSocket::JournalSocket(std::string_view path) noexcept : descriptor_(datagram_socket_to(path)) {}

JournalSocket::~JournalSocket() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

bool JournalSocket::send(std::string_view entry) const noexcept {
  return send_datagram(descriptor_, entry);
}

}  // namespace dcrvoter::host
