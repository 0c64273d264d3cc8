/// A wallet's seed and the texts that people keep it as: dcrwallet's words, or hex.
/// Source: `dcrwallet: walletseed/seed.go`, `dcrwallet: pgpwordlist`.
#pragma once

#include "core/result.hpp"
#include "keys/secret.hpp"

#include <string_view>

namespace dcrvoter::keys {

/// 16 to 64 secret bytes.
class Seed {
 public:
  /// 32 random bytes, as dcrwallet makes.
  [[nodiscard]] static Seed generate();
  /// Errors: out_of_range (another number of bytes).
  [[nodiscard]] static core::Result<Seed> from_bytes(core::ByteView bytes);
  /// Words of the PGP word list in either case with any white space between them, or hex as one
  /// word. The last word is a checksum. Errors name a position, never a word: malformed, checksum,
  /// out_of_range.
  [[nodiscard]] static core::Result<Seed> parse(std::string_view text);

  [[nodiscard]] core::ByteView expose() const& noexcept { return bytes_.expose().first(size_); }
  void expose() && = delete;
  /// The words in one line, the last one their checksum: 33 of them for 32 bytes.
  void append_words(SecretBytes& out) const;

 private:
  Seed() = default;
  Secret<64> bytes_;
  std::size_t size_ = 0;
};

/// Whether this is a word of the list, in either case: tells a text of words from others.
[[nodiscard]] bool is_seed_word(std::string_view word);

}  // namespace dcrvoter::keys
