#include "keys/seed.hpp"
#include "keys/word_list.hpp"
#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace dcrvoter::vectors {
namespace {

std::string words_of(const keys::Seed& seed) {
  keys::SecretBytes out;
  seed.append_words(out);
  return std::string(out.expose_text());
}

TEST_CASE("vectors/seed_words: seeds are read as dcrwallet reads them, and written as it writes") {
  for_each_case("seed_words.json", [](const Object& one) {
    const std::string kind = text(one, "kind");
    const auto seed = keys::Seed::parse(text(one, "input"));
    REQUIRE(seed.has_value() == (kind != "invalid"));
    if (!seed) {
      const bool sum = text(one, "error").ends_with("checksum mismatch");
      const bool size = text(one, "error").ends_with("512 bits");
      CHECK((seed.error().kind == core::Errc::checksum) == sum);
      CHECK((seed.error().kind == core::Errc::out_of_range) == size);
      return;
    }
    CHECK(core::to_hex(seed->expose()) == text(one, "seed"));
    const auto again = keys::Seed::parse(words_of(*seed));
    REQUIRE(again);
    CHECK(core::to_hex(again->expose()) == text(one, "seed"));
    if (text(one, "name").ends_with("#0")) {
      CHECK(words_of(*seed) == text(one, "input"));
    }
  });
}

TEST_CASE("vectors/seed_words: both word lists are dcrwallet's") {
  const Object file = load("seed_words.json");
  const std::pair<const char*, const keys::WordList&> lists[] = {{"even_words", keys::kEvenWords},
                                                                 {"odd_words", keys::kOddWords}};
  for (const auto& [name, words] : lists) {
    CHECK(std::ranges::equal(array(file, name), words, {},
                             [](const auto& word) { return std::string_view(word.as_string()); }));
  }
}

}  // namespace
}  // namespace dcrvoter::vectors
