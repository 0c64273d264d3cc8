#include "keys/seed.hpp"

#include "core/digest.hpp"
#include "keys/word_list.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace dcrvoter::keys {
namespace {

constexpr std::size_t kMinSize = 16;
constexpr std::size_t kMaxSize = 64;
constexpr std::size_t kNewSize = 32;
constexpr std::string_view kSpace = " \t\n\v\f\r";

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

const WordList& words_at(std::size_t position) {
  return position % 2 == 0 ? kEvenWords : kOddWords;
}

std::optional<std::uint8_t> find_word(const WordList& words, std::string_view word) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (std::ranges::equal(words[i], word, {}, lower, lower)) {
      return static_cast<std::uint8_t>(i);
    }
  }
  return std::nullopt;
}

/// Takes the next word off the front; empty at the end.
std::string_view next_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(kSpace));
  text.remove_prefix(word.size());
  return word;
}

std::uint8_t checksum_of(core::ByteView seed) {
  auto once = core::sha256(seed);
  const std::uint8_t first = core::sha256(once)[0];
  wipe(once.data(), once.size());
  return first;
}

core::Error wrong_size(std::size_t size) {
  return {core::Errc::out_of_range,
          "a seed has 16 to 64 bytes (17 to 65 words), this one has " + std::to_string(size)};
}

core::Error wrong_word(std::size_t position, std::string_view word) {
  const std::string which = "seed word " + std::to_string(position + 1);
  if (is_seed_word(word)) {
    return {core::Errc::malformed,
            which + " cannot stand at this place; a word before it is missing, too many or swapped"};
  }
  return {core::Errc::malformed, which + " is not in the PGP word list"};
}

}  // namespace

bool is_seed_word(std::string_view word) {
  return find_word(kEvenWords, word) || find_word(kOddWords, word);
}

Seed Seed::generate() {
  Seed seed;
  seed.size_ = kNewSize;
  fill_random(seed.bytes_.fill().first<kNewSize>());
  return seed;
}

core::Result<Seed> Seed::from_bytes(core::ByteView bytes) {
  if (bytes.size() < kMinSize || bytes.size() > kMaxSize) {
    return std::unexpected(wrong_size(bytes.size()));
  }
  Seed seed;
  std::ranges::copy(bytes, seed.bytes_.fill().begin());
  seed.size_ = bytes.size();
  return seed;
}

core::Result<Seed> Seed::parse(std::string_view text) {
  std::string_view rest = text;
  std::string_view word = next_word(rest);
  std::string_view after = rest;
  if (next_word(after).empty()) {
    if (is_seed_word(word)) {
      return core::fail(core::Errc::malformed, "a seed has 17 to 65 words, this text has one");
    }
    if (word.size() % 2 != 0) {
      return core::fail(core::Errc::malformed, "a seed in hex has an even number of digits, this text has " +
                                                   std::to_string(word.size()));
    }
    SecretBytes bytes(word.size() / 2 + 1);
    bytes.resize(word.size() / 2);
    if (bytes.size() > kMaxSize) {
      return std::unexpected(wrong_size(bytes.size()));
    }
    if (const auto hex = core::from_hex(word, bytes.fill()); !hex) {
      return std::unexpected(hex.error());
    }
    return from_bytes(bytes.expose());
  }
  Secret<64> bytes;
  std::size_t count = 0;
  std::uint8_t last = 0;  // a byte is stored once another follows: the very last is the checksum
  for (; !word.empty(); word = next_word(rest), ++count) {
    const auto value = find_word(words_at(count), word);
    if (!value) {
      return std::unexpected(wrong_word(count, word));
    }
    if (count > kMaxSize) {
      return core::fail(core::Errc::out_of_range, "a seed has at most 65 words");
    }
    if (count > 0) {
      bytes.fill()[count - 1] = last;
    }
    last = *value;
  }
  auto seed = from_bytes(bytes.expose().first(count - 1));
  if (seed && checksum_of(seed->expose()) != last) {
    return core::fail(core::Errc::checksum,
                      "the seed's checksum (its last word) differs: a word is wrong or missing");
  }
  return seed;
}

void Seed::append_words(SecretBytes& out) const {
  const core::ByteView bytes = expose();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out.append(words_at(i)[bytes[i]]);
    out.append(" ");
  }
  out.append(words_at(bytes.size())[checksum_of(bytes)]);
}

}  // namespace dcrvoter::keys
