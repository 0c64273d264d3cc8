#include "keys/key_text.hpp"

#include "core/base58.hpp"
#include "core/digest.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace dcrvoter::keys {
namespace {

constexpr std::size_t kChecksumSize = 4;

core::Hash digest(core::ByteView data, Checksum checksum) {
  core::Blake256 hasher;
  hasher.update(data);
  const core::Hash once = hasher.finish();
  wipe(&hasher, sizeof hasher);  // its buffer holds the end of the data
  return checksum == Checksum::once ? once : core::blake256(once.bytes);
}

}  // namespace

core::Result<SecretBytes> decode_key_text(std::string_view text, std::size_t size, Checksum checksum) {
  SecretBytes raw(text.size() + 1);  // no more bytes come out than characters go in
  raw.resize(text.size());
  const auto got = core::base58_decode(text, raw.fill());
  if (!got) {
    return std::unexpected(got.error());
  }
  if (*got != size + kChecksumSize) {
    return core::fail(core::Errc::malformed, "a key of this kind has " +
                                                 std::to_string(size + kChecksumSize) +
                                                 " bytes, this text has " + std::to_string(*got));
  }
  raw.resize(*got);
  const core::Hash sum = digest(raw.expose().first(size), checksum);
  if (!std::ranges::equal(raw.expose().last(kChecksumSize), std::span(sum.bytes).first(kChecksumSize))) {
    return core::fail(core::Errc::checksum,
                      "the key's checksum differs: a character is wrong, missing or too many");
  }
  raw.resize(size);
  return raw;
}

void append_key_text(SecretBytes& out, core::ByteView data, Checksum checksum) {
  SecretBytes raw(data.size() + kChecksumSize);
  raw.append(data);
  raw.append(core::ByteView(digest(data, checksum).bytes).first(kChecksumSize));
  const std::size_t before = out.size();
  out.resize(before + core::base58_room(raw.size()));
  const auto place = out.fill().subspan(before);
  const std::size_t used =
      core::base58_encode(raw.expose(), std::span(reinterpret_cast<char*>(place.data()), place.size()));
  out.resize(before + used);
}

}  // namespace dcrvoter::keys
