#include "wire/reader.hpp"

#include "hex.hpp"

namespace dcrvoter::wire {
namespace {

using core::Bytes;
using core::ByteView;
using core::Errc;
using testing::kind_of;
using testing::ok;
using testing::unhex;

Bytes written(const Writer& writer) {
  return {writer.view().begin(), writer.view().end()};
}

struct Varint {
  std::uint64_t value;
  const char* hex;
};
// dcrd: wire/common_test.go
constexpr Varint kVarints[] = {
    {0, "00"},
    {0xfc, "fc"},
    {0xfd, "fdfd00"},
    {0xffff, "fdffff"},
    {0x10000, "fe00000100"},
    {0xffffffff, "feffffffff"},
    {0x100000000, "ff0000000001000000"},
    {0xffffffffffffffff, "ffffffffffffffffff"},
};

TEST_CASE("wire/reader: variable-length integers, both directions") {
  for (const Varint& row : kVarints) {
    CAPTURE(row.hex);
    const Bytes bytes = unhex(row.hex);
    Reader reader(bytes);
    CHECK(reader.varint() == row.value);
    CHECK(reader.at_end());
    CHECK(written(Writer().varint(row.value)) == bytes);
    CHECK(varint_size(row.value) == bytes.size());
  }
}

TEST_CASE("wire/reader: a variable-length integer cut anywhere is truncated, and nothing is taken") {
  for (const Varint& row : kVarints) {
    const Bytes bytes = unhex(row.hex);
    for (std::size_t length = 0; length < bytes.size(); ++length) {
      CAPTURE(row.hex);
      CAPTURE(length);
      Reader reader(ByteView(bytes).first(length));
      CHECK(kind_of(reader.varint()) == Errc::truncated);
      CHECK(reader.offset() == 0);
    }
  }
}

TEST_CASE("wire/reader: refuses variable-length integers that are longer than needed") {
  for (const char* hex : {"fd0000", "fdfc00", "fe00000000", "fefc000000", "feffff0000", "ff0000000000000000",
                          "ffffffffff00000000", "ffff00000000000000"}) {
    CAPTURE(hex);
    const Bytes bytes = unhex(hex);
    Reader reader(bytes);
    CHECK(kind_of(reader.varint()) == Errc::non_canonical);
    CHECK(reader.offset() == 0);
  }
}

TEST_CASE("wire/reader: integers are little-endian") {
  const Bytes bytes = unhex(
      "01"
      "0302"
      "07060504"
      "0f0e0d0c0b0a0908"
      "feffffffffffffff");
  Reader reader(bytes);
  CHECK(reader.u8() == 0x01);
  CHECK(reader.u16() == 0x0203);
  CHECK(reader.u32() == 0x04050607U);
  CHECK(reader.u64() == 0x08090a0b0c0d0e0fULL);
  CHECK(reader.i64() == -2);
  CHECK(reader.at_end());
  CHECK(reader.end());
  CHECK(written(Writer().u8(0x01).u16(0x0203).u32(0x04050607).u64(0x08090a0b0c0d0e0f).i64(-2)) == bytes);
}

TEST_CASE("wire/reader: what does not fit is truncated, and the position stays") {
  const Bytes bytes(40, 0);
  const auto refuses = [&bytes](std::size_t length, auto read) {
    CAPTURE(length);
    Reader reader(ByteView(bytes).first(length + 1));
    (void)reader.u8();
    CHECK(kind_of(read(reader)) == Errc::truncated);
    CHECK(reader.offset() == 1);
    CHECK(reader.remaining() == length);
  };
  refuses(0, [](Reader& r) { return r.u8(); });
  refuses(1, [](Reader& r) { return r.u16(); });
  refuses(3, [](Reader& r) { return r.u32(); });
  refuses(7, [](Reader& r) { return r.u64(); });
  refuses(7, [](Reader& r) { return r.i64(); });
  refuses(31, [](Reader& r) { return r.hash(); });
  refuses(5, [](Reader& r) { return r.take(6); });
}

TEST_CASE("wire/reader: the error names the offset and both counts") {
  const Bytes bytes(5, 0);
  Reader reader(bytes);
  (void)reader.u16();
  const auto refused = reader.u32();
  REQUIRE(!refused);
  CHECK(refused.error().text == "4 bytes are needed at offset 2, but 3 remain");
}

TEST_CASE("wire/reader: bytes with their length") {
  const Bytes bytes = unhex("03aabbcc00");
  Reader reader(bytes);
  const ByteView first = ok(reader.var_bytes());
  CHECK(Bytes(first.begin(), first.end()) == unhex("aabbcc"));
  CHECK(ok(reader.var_bytes()).empty());
  CHECK(written(Writer().var_bytes(unhex("aabbcc")).var_bytes({})) == bytes);
}

TEST_CASE("wire/reader: a length above what remains takes nothing") {
  for (const char* hex : {"01", "03aabb", "fdfd00aa", "feffffffffaa", "ffffffffffffffffffaa"}) {
    CAPTURE(hex);
    const Bytes bytes = unhex(hex);
    Reader reader(bytes);
    CHECK(kind_of(reader.var_bytes()) == Errc::truncated);
    CHECK(reader.offset() == 0);
  }
}

TEST_CASE("wire/reader: a count is held against the bytes that remain") {
  const Bytes bytes = unhex(
      "03"
      "000000000000");
  Reader fits(bytes);
  CHECK(fits.count(2) == 3);
  Reader short_by_one(ByteView(bytes).first(6));
  CHECK(kind_of(short_by_one.count(2)) == Errc::truncated);
  CHECK(short_by_one.offset() == 0);
  const Bytes huge = unhex("ffffffffffffffffff");
  Reader reader(huge);
  CHECK(kind_of(reader.count(41)) == Errc::truncated);
}

TEST_CASE("wire/reader: takes hashes in internal order, and knows its end") {
  Bytes bytes(33, 0);
  bytes[0] = 0xab;
  Reader reader(bytes);
  CHECK(ok(reader.hash()).bytes[0] == 0xab);
  CHECK(kind_of(reader.end()) == Errc::trailing);
  (void)reader.u8();
  CHECK(reader.end());
}

}  // namespace
}  // namespace dcrvoter::wire
