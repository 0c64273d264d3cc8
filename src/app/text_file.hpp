/// Reading the small files that a configuration names: passwords, certificates, the configuration itself.
#pragma once

#include "core/result.hpp"
#include "net/wiped_text.hpp"

#include <cstddef>
#include <filesystem>
#include <vector>

namespace dcrvoter::app {

struct TextFile {
  net::WipedText text;
  bool world_readable = false;  ///< any user of this machine may read it
};

/// The whole of a regular file of at most `limit` bytes. Never waits (a pipe or a device is refused).
/// Errors: not_found, io (the system's words, with what to do where that is known), too_large.
[[nodiscard]] core::Result<TextFile> read_text_file(const std::filesystem::path& path, std::size_t limit);

/// A text that the configuration either holds itself or names a file for. The file is read anew each
/// time, so that a renewed certificate or a corrected password is seen at the next connection.
struct TextSource {
  std::filesystem::path file;  ///< absolute; empty when the text is inline
  net::WipedText text;

  [[nodiscard]] bool given() const noexcept { return !file.empty() || !text.empty(); }
  /// Errors as read_text_file, with the limit of 64 KiB.
  [[nodiscard]] core::Result<net::WipedText> read() const;
};

}  // namespace dcrvoter::app
