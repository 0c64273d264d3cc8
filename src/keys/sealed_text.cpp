#include "keys/sealed_text.hpp"

#include "core/digest.hpp"

#include <algorithm>

namespace dcrvoter::keys {
namespace {

constexpr std::string_view kPrefix = "dcrvoter-";
constexpr std::string_view kVersion = " 1";
constexpr std::string_view kChecksum = "checksum ";
constexpr std::size_t kChecksumBytes = 4;

/// 8 hex digits. They reveal nothing: whoever sees them sees the key above them.
std::string checksum_of(std::string_view text) {
  core::Blake256 hasher;
  hasher.update({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  const core::Hash sum = hasher.finish();
  wipe(&hasher, sizeof hasher);
  return core::to_hex(core::ByteView(sum.bytes).first(kChecksumBytes));
}

std::string first_line(std::string_view what) {
  return std::string(kPrefix) + std::string(what);
}

/// Takes the next line off the front, without its line feed.
std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

/// The text before the checksum line, once that was checked.
core::Result<std::string_view> unseal(std::string_view text) {
  const std::size_t end = text.size() < 2 ? std::string_view::npos : text.rfind('\n', text.size() - 2);
  if (end == std::string_view::npos || !text.ends_with('\n') ||
      !text.substr(end + 1).starts_with(kChecksum)) {
    return core::fail(core::Errc::truncated,
                      "the file does not end with its checksum; a part of it is missing");
  }
  const std::string_view body = text.substr(0, end + 1);
  const std::string_view sum = text.substr(end + 1 + kChecksum.size());
  if (sum.substr(0, sum.size() - 1) != checksum_of(body)) {
    return core::fail(core::Errc::checksum,
                      "the file's checksum differs; it was damaged, or changed by hand");
  }
  return body;
}

}  // namespace

SealedWriter::SealedWriter(std::string_view what, std::string_view remark) {
  text_.append(first_line(what));
  text_.append(kVersion);
  text_.append("\n# ");
  text_.append(remark);
  text_.append("\n");
}

SealedWriter& SealedWriter::line(std::string_view name, std::string_view value) {
  text_.append(name);
  text_.append(" ");
  text_.append(value);
  text_.append("\n");
  return *this;
}

SecretBytes SealedWriter::finish() && {
  const std::string sum = checksum_of(text_.expose_text());
  text_.append(kChecksum);
  text_.append(sum);
  text_.append("\n");
  return std::move(text_);
}

bool is_sealed(std::string_view text, std::string_view what) {
  return take_line(text).starts_with(first_line(what) + " ");
}

core::Result<std::vector<SealedLine>> read_sealed(std::string_view text, std::string_view what) {
  if (!is_sealed(text, what)) {
    return std::unexpected(at_line(
        1, {core::Errc::malformed, "this is not a file that dcrvoter wrote; its first line is not \"" +
                                       first_line(what) + std::string(kVersion) + "\""}));
  }
  std::string_view rest = text;
  if (take_line(rest) != first_line(what) + std::string(kVersion)) {
    return std::unexpected(
        at_line(1, {core::Errc::unsupported, "the file is of a later version of dcrvoter"}));
  }
  const auto body = unseal(text);
  if (!body) {
    return std::unexpected(body.error());
  }
  rest = body->substr(text.size() - rest.size());  // without the first line, which it holds too
  std::vector<SealedLine> lines;
  for (std::size_t number = 2; !rest.empty(); ++number) {
    const std::string_view line = take_line(rest);
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    const std::size_t space = std::min(line.find(' '), line.size());
    lines.push_back({number, line.substr(0, space), line.substr(std::min(space + 1, line.size()))});
  }
  return lines;
}

core::Error at_line(std::size_t number, core::Error error) {
  return {error.kind, "line " + std::to_string(number) + ": " + std::move(error.text)};
}

}  // namespace dcrvoter::keys
