#include "net/record_watch.hpp"

#include <algorithm>
#include <string_view>

namespace dcrvoter::net {

void RecordWatch::saw(core::ByteView bytes) noexcept {
  constexpr std::uint8_t kAlertRecord = 21;
  constexpr std::uint8_t kHandshakeRecord = 22;
  while (!bytes.empty()) {
    if (at_ < record_.size()) {
      record_[at_] = bytes.front();
    }
    if (first_size_ < first_.size()) {
      first_[first_size_++] = bytes.front();
    }
    ++at_;
    bytes = bytes.subspan(1);
    if (at_ < kHeader) {
      continue;
    }
    const std::size_t length = std::size_t{record_[3]} << 8U | record_[4];
    const std::size_t end = kHeader + length;
    if (at_ >= record_.size() && at_ < end) {  // the rest of the body is of no interest
      const std::size_t rest = std::min(end - at_, bytes.size());
      at_ += rest;
      bytes = bytes.subspan(rest);
    }
    if (at_ == end) {
      saw_handshake_ = saw_handshake_ || record_[0] == kHandshakeRecord;
      if (record_[0] == kAlertRecord && length == kAlert) {  // an encrypted one is longer
        alert_ = record_[kHeader + 1];
      }
      at_ = 0;
    }
  }
}

bool RecordWatch::saw_http() const noexcept {
  constexpr std::string_view kHttp = "HTTP/";
  return first_size_ == first_.size() && std::ranges::equal(first_, kHttp);
}

}  // namespace dcrvoter::net
