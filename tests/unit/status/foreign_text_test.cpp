#include "status/foreign_text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace dcrvoter::status;

TEST_CASE("status/foreign_text: valid UTF-8 stays") {
  for (const char* text : {"", "plain", "quotes \" \\ and\ttabs\n", "é ß … € 𝄞 \u00a0 \uffff \U0010ffff"}) {
    CHECK(valid_utf8(text) == text);
  }
}

TEST_CASE("status/foreign_text: what is none becomes U+FFFD, byte by byte") {
  const std::string no = "\uFFFD";
  const struct {
    std::string text, clean;
  } rows[] = {{"a\x80z", "a" + no + "z"},
              {"\xff\xfe", no + no},
              {"\xc0\xaf", no + no},
              {"\xc1\xbf", no + no},
              {"\xe0\x80\xaf", no + no + no},
              {"\xed\xa0\x80", no + no + no},
              {"\xf0\x80\x80\xaf", no + no + no + no},
              {"\xf4\x90\x80\x80", no + no + no + no},
              {"\xf5\x80\x80\x80", no + no + no + no},
              {"\xe2\x82", no + no},
              {"\xf0\x9d\x84", no + no + no},
              {"\xc3", no},
              {"\xc3(", no + "("},
              {"\x7f", no},
              {"\xc2\x9b", no + no},
              {"\xc2\x85x", no + no + "x"}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(valid_utf8(row.text) == row.clean);
    CHECK(valid_utf8(row.clean) == row.clean);
  }
}

TEST_CASE("status/foreign_text: nothing but printable ASCII reaches a terminal") {
  CHECK(printable("orphan block 5") == "orphan block 5");
  CHECK(printable("\x1b[31mred\x1b]0;title\x07") == "?[31mred?]0;title?");
  CHECK(printable("a\r\nb\tc\x7f") == "a??b?c?");
  CHECK(printable("\xc2\x9b") == "??");
  CHECK(printable("\u202e") == "???");
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    all += static_cast<char>(byte);
  }
  for (const char c : printable(all, 1000)) {
    CHECK(c >= ' ');
    CHECK(c <= '~');
  }
}

TEST_CASE("status/foreign_text: long texts are cut") {
  CHECK(printable("12345", 5) == "12345");
  CHECK(printable("123456", 5) == "1234…");
  CHECK(printable(std::string(100'000, 'x')).size() < 210);
}
