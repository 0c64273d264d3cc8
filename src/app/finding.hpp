/// What the doctor says: one line a finding. Printing is apart, so that findings can be tested.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace dcrvoter::app {

struct Finding {
  enum class Level : std::uint8_t { ok, warn, fail };
  Level level = Level::ok;
  std::string subject;              ///< "clock", "node 192.168.1.20:9109, login"
  std::string text;                 ///< what was found
  std::string remedy;               ///< what to do; may be empty
  std::optional<std::size_t> node;  ///< which one it is about, from 0
  friend bool operator==(const Finding&, const Finding&) = default;
};

/// `ok    subject: text` or `FAIL  subject: text; remedy`, without control characters.
[[nodiscard]] std::string to_string(const Finding& finding);

/// 0 when all is ok, 1 with warnings, 2 when it cannot vote: something of this machine failed, or
/// something of each node. One node of several that fails is a warning.
[[nodiscard]] int verdict(std::span<const Finding> findings, std::size_t nodes);

}  // namespace dcrvoter::app
