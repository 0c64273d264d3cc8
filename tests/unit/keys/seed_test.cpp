#include "keys/seed.hpp"

#include "keys_testing.hpp"

#include <algorithm>

namespace dcrvoter::keys {
namespace {

using core::Errc;
using namespace testing;

std::string words_of(const Seed& seed) {
  SecretBytes out;
  seed.append_words(out);
  return std::string(out.expose_text());
}

TEST_CASE("keys/seed: a new one has 32 bytes, 33 words, and no twin") {
  const Seed seed = Seed::generate();
  CHECK(seed.expose().size() == 32);
  const std::string words = words_of(seed);
  CHECK(std::ranges::count(words, ' ') == 32);
  const Seed read = ok(Seed::parse(words));
  CHECK(core::to_hex(read.expose()) == core::to_hex(seed.expose()));
  CHECK(words_of(Seed::generate()) != words);
}

TEST_CASE("keys/seed: says which word is wrong, without the word") {
  const std::string words = words_of(ok(Seed::from_bytes(core::Bytes(32))));
  std::string changed = words;
  changed.replace(changed.find("adroitness"), 10, "xylophonic");
  const auto unknown = Seed::parse(changed);
  CHECK(kind_of(unknown) == Errc::malformed);
  CHECK(unknown.error().text == "seed word 2 is not in the PGP word list");
  const auto doubled = Seed::parse("aardvark " + words);
  CHECK(doubled.error().text ==
        "seed word 2 cannot stand at this place; a word before it is missing, too many or swapped");
  CHECK(kind_of(Seed::parse(words.substr(0, words.rfind(' ')))) == Errc::checksum);
  CHECK(kind_of(Seed::parse(words + " adroitness aardvark")) == Errc::checksum);
}

TEST_CASE("keys/seed: any text is refused or a seed, whatever its length") {
  std::string words;
  for (int i = 0; i < 80; ++i) {
    words += i % 2 == 0 ? "aardvark " : "adroitness ";
    const auto seed = Seed::parse(words);
    CHECK((!seed || (seed->expose().size() >= 16 && seed->expose().size() <= 64)));
  }
  for (std::size_t digits = 0; digits < 300; ++digits) {
    const auto seed = Seed::parse(std::string(digits, 'a'));
    CHECK(seed.has_value() == (digits % 2 == 0 && digits >= 32 && digits <= 128));
  }
  CHECK_FALSE(Seed::parse(std::string("a\0b", 3)));
  CHECK_FALSE(Seed::parse(" \n\t "));
}

}  // namespace
}  // namespace dcrvoter::keys
