/// The frame of the text files that hold keys: a first line that says what it is, lines of a name
/// and a value, and a checksum as the last line, so that a file that was cut off, damaged or edited
/// is told from a good one.
///
///     dcrvoter-key 1
///     # Whoever can read this file can vote with these keys.
///     network mainnet
///     account dprv… seed, m/44'/42'/0'
///     checksum 5b1c9d02
#pragma once

#include "core/result.hpp"
#include "keys/secret.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::keys {

class SealedWriter {
 public:
  /// `what` is "key" or "words"; `remark` one line for a person who opens the file.
  SealedWriter(std::string_view what, std::string_view remark);
  SealedWriter& line(std::string_view name, std::string_view value);
  /// Appends the checksum; the text is complete.
  [[nodiscard]] SecretBytes finish() &&;

 private:
  SecretBytes text_;
};

struct SealedLine {
  std::size_t number;      ///< from 1
  std::string_view name;   ///< all of these are views of the text
  std::string_view value;  ///< may be empty
};

/// Whether a text begins as such a file does.
[[nodiscard]] bool is_sealed(std::string_view text, std::string_view what);

/// The lines between the first and the checksum, comments left out. Errors name the line, never its
/// content: malformed (not such a file), unsupported (written by a later version), truncated (no
/// checksum at the end), checksum.
[[nodiscard]] core::Result<std::vector<SealedLine>> read_sealed(std::string_view text, std::string_view what);

/// "line 3: ..."
[[nodiscard]] core::Error at_line(std::size_t number, core::Error error);

}  // namespace dcrvoter::keys
