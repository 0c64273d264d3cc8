#include "core/bytes.hpp"

#include "hex.hpp"

#include <array>

namespace dcrvoter::core {
namespace {

using testing::kind_of;

TEST_CASE("core/bytes: hex has two lower-case digits a byte, in the bytes' order") {
  CHECK(to_hex(Bytes{0x00, 0x0f, 0xa0, 0xff}) == "000fa0ff");
  CHECK(to_hex({}).empty());
}

TEST_CASE("core/bytes: append_hex keeps what stood there") {
  std::string text = "x=";
  append_hex(text, Bytes{0x12, 0xfe});
  CHECK(text == "x=12fe");
}

TEST_CASE("core/bytes: reads both cases of hex") {
  CHECK(from_hex("00aBFf09") == Bytes{0x00, 0xab, 0xff, 0x09});
  CHECK(from_hex("") == Bytes{});
}

TEST_CASE("core/bytes: every byte survives the round trip") {
  Bytes all(256);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = static_cast<std::uint8_t>(i);
  }
  CHECK(from_hex(to_hex(all)) == all);
}

TEST_CASE("core/bytes: refuses an odd number of digits") {
  CHECK(kind_of(from_hex("abc")) == Errc::malformed);
}

TEST_CASE("core/bytes: refuses all characters but hex digits, and names the position only") {
  for (int c = 0; c < 256; ++c) {
    const char character = static_cast<char>(c);
    if (std::string_view("0123456789abcdefABCDEF").find(character) != std::string_view::npos) {
      continue;
    }
    CAPTURE(c);
    CHECK(kind_of(from_hex(std::string("00") + character + "0")) == Errc::malformed);
    CHECK(kind_of(from_hex(std::string("000") + character)) == Errc::malformed);
  }
  const auto refused = from_hex("00112Q");
  REQUIRE(!refused);
  CHECK(refused.error().text.find("position 5") != std::string::npos);
  // A seed may be typed there, so nothing of it may reach a log.
  CHECK(refused.error().text.find('Q') == std::string::npos);
}

TEST_CASE("core/bytes: fills exactly the bytes that are asked for") {
  std::array<std::uint8_t, 2> two{};
  REQUIRE(from_hex("beef", two));
  CHECK(two == std::array<std::uint8_t, 2>{0xbe, 0xef});
  CHECK(kind_of(from_hex("be", two)) == Errc::malformed);
  CHECK(kind_of(from_hex("beefbe", two)) == Errc::malformed);
  CHECK(kind_of(from_hex("beeg", two)) == Errc::malformed);
}

}  // namespace
}  // namespace dcrvoter::core
