/// Looks at TLS records as they come in, for what mbedTLS keeps to itself: which alert ended a
/// handshake, and whether the other side speaks TLS at all. It only serves clearer error texts.
#pragma once

#include "core/bytes.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace dcrvoter::net {

class RecordWatch {
 public:
  /// All bytes from the other side, in any pieces.
  void saw(core::ByteView bytes) noexcept;

  /// The description of the last alert that came in the clear, as in RFC 5246, 7.2.
  [[nodiscard]] std::optional<std::uint8_t> alert() const noexcept { return alert_; }
  /// Whether a handshake message came: the other side's hello, with which version and algorithms are
  /// agreed on.
  [[nodiscard]] bool saw_handshake() const noexcept { return saw_handshake_; }
  /// Whether the first bytes were those of an HTTP answer.
  [[nodiscard]] bool saw_http() const noexcept;

 private:
  static constexpr std::size_t kHeader = 5;  // type, version (2), length (2)
  static constexpr std::size_t kAlert = 2;   // level, description

  std::array<std::uint8_t, kHeader> first_{};  ///< the first bytes of all
  std::size_t first_size_ = 0;
  std::array<std::uint8_t, kHeader + kAlert> record_{};  ///< the beginning of the present record
  std::size_t at_ = 0;                                   ///< bytes of it seen
  std::optional<std::uint8_t> alert_;
  bool saw_handshake_ = false;
};

}  // namespace dcrvoter::net
