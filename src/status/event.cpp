#include "status/event.hpp"

#include "status/json.hpp"

#include <cstdint>
#include <string_view>

namespace dcrvoter::status {
namespace {

/// FNV-1a: it need not withstand anybody, only be the same tomorrow.
std::uint64_t mix(std::uint64_t sum, std::string_view text) {
  constexpr std::uint64_t kPrime = 0x100000001b3;
  for (const char c : text) {
    sum = (sum ^ static_cast<unsigned char>(c)) * kPrime;
  }
  return sum;
}

/// All of an answer but the time of its making, with which each begins.
std::string_view without_time(std::string_view answer) {
  return answer.substr(answer.find(','));
}

}  // namespace

std::string fingerprint(const Snapshot& snapshot, Show show) {
  constexpr std::uint64_t kBasis = 0xcbf29ce484222325;
  std::uint64_t sum = mix(kBasis, lasting_status_json(snapshot, show));
  sum = mix(sum, without_time(choices_json(snapshot, show)));
  if (show == Show::full) {
    sum = mix(sum, without_time(votes_json(snapshot)));
    sum = mix(sum, without_time(key_json(snapshot)));
  }
  std::string hex(16, '0');
  for (auto digit = hex.rbegin(); digit != hex.rend(); ++digit, sum >>= 4U) {
    *digit = "0123456789abcdef"[sum & 0xfU];
  }
  return hex;
}

std::string event_text(const Snapshot& snapshot, Show show) {
  return "id: " + fingerprint(snapshot, show) + "\nevent: status\ndata: " + status_json(snapshot, show) +
         "\n";
}

}  // namespace dcrvoter::status
