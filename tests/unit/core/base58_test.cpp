#include "core/base58.hpp"

#include "hex.hpp"

#include <algorithm>
#include <array>

namespace dcrvoter::core {
namespace {

using testing::kind_of;
using testing::ok;
using testing::unhex;

constexpr std::string_view kAddress = "DsUZxxoHJSty8DCfwfartwTYbuhmVct7tJu";
constexpr std::string_view kAddressData = "073f2789d58cfa0957d206f025c2af056fc8a77cebb0";

/// Bytes that look random and are the same in every run.
Bytes noise(std::size_t length, std::uint32_t seed) {
  Bytes data(length);
  for (std::uint8_t& byte : data) {
    seed = seed * 1664525U + 1013904223U;
    byte = static_cast<std::uint8_t>(seed >> 24U);
  }
  return data;
}

TEST_CASE("core/base58: known answers") {
  struct Row {
    const char *hex, *text;
  };
  const Row rows[] = {
      {"", ""},
      {"00", "1"},
      {"39", "z"},
      {"3a", "21"},
      {"e4", "4w"},
      {"0000a569", "11Db6"},
      {"ffffffff", "7YXq9G"},
      {"0100000000", "7YXq9H"},
      {"57d0803114fcb5", "4L1dhinj6L"},
      {"00a8a0b99f0d266d", "17PdmL3KfdW"},
      {"000000000000000000", "111111111"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(base58_encode(unhex(row.hex)) == row.text);
    CHECK(base58_decode(row.text) == unhex(row.hex));
  }
}

TEST_CASE("core/base58: round trip of every length, with and without leading zeros") {
  for (std::size_t length = 0; length <= 180; ++length) {
    CAPTURE(length);
    Bytes data = noise(length, static_cast<std::uint32_t>(length));
    CHECK(base58_decode(base58_encode(data)) == data);
    std::fill_n(data.begin(), length / 3, std::uint8_t{0});
    CHECK(base58_decode(base58_encode(data)) == data);
    std::fill(data.begin(), data.end(), std::uint8_t{0xff});
    CHECK(base58_decode(base58_encode(data)) == data);
  }
}

TEST_CASE("core/base58: into the caller's memory: the same text, and no longer than the room for it") {
  for (std::size_t length = 0; length <= 180; ++length) {
    CAPTURE(length);
    for (const Bytes& data : {noise(length, 5), Bytes(length, 0xff), Bytes(length, 0)}) {
      std::string text(base58_room(length), '?');
      text.resize(base58_encode(data, text));
      CHECK(text == base58_encode(data));
      Bytes back(length);
      CHECK(base58_decode(text, back) == length);
      CHECK(back == data);
      if (length > 0) {
        back.pop_back();
        CHECK(kind_of(base58_decode(text, back)) == Errc::too_large);
      }
    }
  }
  Bytes none;
  CHECK(kind_of(base58_decode("0", none)) == Errc::malformed);
}

TEST_CASE("core/base58: refuses every character outside the alphabet, at its position") {
  constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  for (int c = 0; c < 256; ++c) {
    CAPTURE(c);
    const std::string text = std::string("2222222") + static_cast<char>(c) + "222";
    const auto decoded = base58_decode(text);
    if (kAlphabet.find(static_cast<char>(c)) != std::string_view::npos) {
      CHECK(decoded);
      continue;
    }
    REQUIRE(!decoded);
    CHECK(decoded.error().kind == Errc::malformed);
    CHECK(decoded.error().text.find("position 7 ") != std::string::npos);
  }
}

TEST_CASE("core/base58: at most 256 characters") {
  CHECK(ok(base58_decode(std::string(256, 'z'))).size() == 188);
  CHECK(ok(base58_decode(std::string(256, '1'))).size() == 256);
  CHECK(kind_of(base58_decode(std::string(257, '1'))) == Errc::too_large);
  CHECK(kind_of(base58check_decode(std::string(257, '1'))) == Errc::too_large);
}

TEST_CASE("core/base58: base58check known answer and round trip") {
  CHECK(base58check_encode(unhex(kAddressData)) == kAddress);
  CHECK(base58check_decode(kAddress) == unhex(kAddressData));
  for (std::size_t length = 2; length <= 100; ++length) {
    CAPTURE(length);
    const Bytes data = noise(length, 77);
    CHECK(base58check_decode(base58check_encode(data)) == data);
  }
}

TEST_CASE("core/base58: base58check notices each changed, lost or added character") {
  for (std::size_t i = 0; i < kAddress.size(); ++i) {
    CAPTURE(i);
    std::string changed(kAddress);
    changed[i] = changed[i] == 'x' ? 'y' : 'x';
    CHECK(kind_of(base58check_decode(changed)) == Errc::checksum);
    std::string lost(kAddress);
    lost.erase(i, 1);
    if (lost != kAddress) {
      CHECK(kind_of(base58check_decode(lost)) == Errc::checksum);
    }
    std::string added(kAddress);
    added.insert(i, 1, '7');
    CHECK(kind_of(base58check_decode(added)) == Errc::checksum);
  }
}

TEST_CASE("core/base58: base58check needs room for a prefix and the checksum") {
  for (std::size_t length = 0; length < 6; ++length) {
    CAPTURE(length);
    CHECK(kind_of(base58check_decode(base58_encode(Bytes(length, 1)))) == Errc::truncated);
  }
  CHECK(kind_of(base58check_decode(base58_encode(Bytes(6, 1)))) == Errc::checksum);
}

TEST_CASE("core/base58: decodes into the caller's memory, if it is large enough") {
  std::array<std::uint8_t, 22> exact{};
  REQUIRE(base58check_decode(kAddress, exact) == exact.size());
  CHECK(Bytes(exact.begin(), exact.end()) == unhex(kAddressData));
  std::array<std::uint8_t, 30> roomy{};
  CHECK(base58check_decode(kAddress, roomy) == exact.size());
  std::array<std::uint8_t, 21> small{};
  CHECK(kind_of(base58check_decode(kAddress, small)) == Errc::too_large);
  CHECK(small == std::array<std::uint8_t, 21>{});
  CHECK(kind_of(base58check_decode("1111111", roomy)) == Errc::checksum);
}

}  // namespace
}  // namespace dcrvoter::core
