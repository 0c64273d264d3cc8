#include "store/codec.hpp"

#include "core/digest.hpp"
#include "store/fields.hpp"
#include "store/records.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace dcrvoter;
using namespace dcrvoter::store;
using namespace dcrvoter::testing;

namespace {

constexpr std::size_t kChecksumSize = 8;

/// A hash's 32 bytes, or so many, all alike.
std::string repeated(const char* byte, std::size_t times = 32) {
  std::string hex;
  for (std::size_t i = 0; i < times; ++i) {
    hex += byte;
  }
  return hex;
}

/// The value of a record with its last field or version changed, and a checksum that fits.
core::Bytes resealed(const core::Bytes& key, core::Bytes fields) {
  const auto sum = core::Blake256().update(key).update(fields).finish();
  fields.insert(fields.end(), sum.bytes.begin(), sum.bytes.begin() + kChecksumSize);
  return fields;
}

core::Bytes fields_of(const Entry& entry) {
  return {entry.value.begin(), entry.value.end() - kChecksumSize};
}

/// Every record of one kind is read back, and nothing that differs in a byte is.
template <class Decode>
void check_damage(const Entry& entry, Decode decode) {
  REQUIRE(decode(entry.key, entry.value));
  for (std::size_t i = 0; i < entry.value.size(); ++i) {
    CAPTURE(i);
    CHECK_FALSE(decode(entry.key, core::ByteView(entry.value).first(i)));
    for (unsigned bit = 0; bit < 8; ++bit) {
      auto flipped = entry.value;
      flipped[i] = static_cast<std::uint8_t>(flipped[i] ^ (1U << bit));
      CHECK(kind_of(decode(entry.key, flipped)) == core::Errc::checksum);
    }
  }
  for (std::size_t i = 0; i < entry.key.size(); ++i) {
    auto flipped = entry.key;
    flipped[i] ^= 1U;
    CHECK(kind_of(decode(flipped, entry.value)) == core::Errc::checksum);
  }
  // Cut short or drawn out, with a checksum that fits.
  const auto fields = fields_of(entry);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto cut = resealed(entry.key, {fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(i)});
    CAPTURE(i);
    const auto read = decode(entry.key, cut);
    CHECK_FALSE(read);
  }
  auto longer = fields;
  longer.push_back(0);
  CHECK(kind_of(decode(entry.key, resealed(entry.key, longer))) == core::Errc::trailing);
}

template <class Decode>
void check_versions(const Entry& entry, Decode decode) {
  auto fields = fields_of(entry);
  fields[0] = 9;
  fields.insert(fields.end(), 40, 0xfe);
  CHECK(ok(decode(entry.key, resealed(entry.key, fields))) == ok(decode(entry.key, entry.value)));
  fields.resize(6);
  CHECK(kind_of(decode(entry.key, resealed(entry.key, fields))) == core::Errc::truncated);
  fields[0] = 0;
  CHECK(kind_of(decode(entry.key, resealed(entry.key, fields))) == core::Errc::malformed);
}

}  // namespace

TEST_CASE("store/codec: a call's bytes are known") {
  const auto entry = encode(full_call());
  CHECK(core::to_hex(entry.key) ==
        "63"
        "01020304" +
            repeated("01") + repeated("02"));
  const std::string sent = repeated("03") +
                           "000d"
                           "01" +
                           repeated("04") +
                           "02"
                           "000001a4";
  const std::string refused =
      "0003613a31"
      "04"
      "0000000000000007"
      "00000008"
      "00026e6f";
  const std::string accepted =
      "0003623a32"
      "01"
      "fffffffffffffff7"
      "0000000a"
      "0000";
  const std::string mined = repeated("03") +
                            "000d"
                            "01" +
                            repeated("04") +
                            "01"
                            "01";
  CHECK(core::to_hex(entry.value) ==
        "02"
        "07"
        "0000019b76daa41f"
        "00096e6f64653a39313039" +
            sent + "02" + refused + accepted + "02" + repeated("05") + mined +
            "08"
            "0003776879"
            "03"
            "00026e6f"
            "767c6144576dd739");
}

TEST_CASE("store/codec: a ticket's bytes are known") {
  const auto entry = encode(full_ticket());
  CHECK(core::to_hex(entry.key) == "74" + repeated("06"));
  const std::string commitment = "00" + repeated("08", 20) +
                                 "0000000000000063"
                                 "5800";
  CHECK(core::to_hex(entry.value) ==
        "02"
        "0102030405060708"
        "01" +
            repeated("07", 20) + "02" + commitment + commitment +
            "00000064"
            "00000063"
            "00000190"
            "01"
            "04" +
            repeated("09") + repeated("0a") +
            "01"
            "00000003"
            "00000001"
            "0000007b"
            "fc5e457a873c87df");
}

TEST_CASE("store/codec: an event's and the meta record's bytes are known") {
  const auto entry = encode(full_event(), 3);
  CHECK(core::to_hex(entry.key) ==
        "65"
        "80000000000003e8"
        "00000003");
  CHECK(core::to_hex(entry.value) ==
        "01"
        "04"
        "0003613a31"
        "0000000b"
        "0004676f6e65"
        "81445ec0960cf4a5");
  const auto meta = encode(Meta{.schema = 1, .network = 0xd9b400f9});
  CHECK(core::to_hex(meta.key) == "6d");
  CHECK(core::to_hex(meta.value) ==
        "00000001"
        "d9b400f9"
        "2f5cbf962da2ee8f");
}

TEST_CASE("store/codec: what was written is read back") {
  for (const auto& call :
       {full_call(), small_call(0), small_call(std::numeric_limits<std::uint32_t>::max())}) {
    const auto entry = encode(call);
    CHECK(ok(decode_call(entry.key, entry.value)) == call);
  }
  for (const auto& ticket : {full_ticket(), vote::TicketRecord{}}) {
    const auto entry = encode(ticket);
    CHECK(ok(decode_ticket(entry.key, entry.value)) == ticket);
  }
  for (const vote::UnixMillis at : {std::numeric_limits<vote::UnixMillis>::min(), vote::UnixMillis{-1},
                                    vote::UnixMillis{0}, std::numeric_limits<vote::UnixMillis>::max()}) {
    const auto entry = encode(full_event(at), 7);
    CHECK(ok(decode_event(entry.key, entry.value)) == full_event(at));
  }
}

TEST_CASE("store/codec: a flipped bit, an end too early and one too late are found") {
  check_damage(encode(full_call()), decode_call);
  check_damage(encode(full_ticket()), decode_ticket);
  check_damage(encode(full_event(), 1), decode_event);
}

TEST_CASE("store/codec: of a newer record what is known is read, and one of version 0 never was") {
  check_versions(encode(full_call()), decode_call);
  check_versions(encode(full_ticket()), decode_ticket);
  check_versions(encode(full_event(), 1), decode_event);
}

TEST_CASE("store/codec: records of version 1 are read, as far as they say") {
  auto ticket = full_ticket();
  auto entry = encode(ticket);
  auto fields = fields_of(entry);
  fields[0] = 1;
  fields.resize(fields.size() - 77);
  ticket.block = ticket.spent_in = {};
  ticket.place.reset();
  CHECK(ok(decode_ticket(entry.key, resealed(entry.key, fields))) == ticket);

  auto call = full_call();
  entry = encode(call);
  fields = fields_of(entry);
  fields[0] = 1;
  fields.resize(fields.size() - 5);
  call.late = call.was_unknown = false;
  call.fault.clear();
  CHECK(ok(decode_call(entry.key, resealed(entry.key, fields))) == call);
}

TEST_CASE("store/codec: a number that stands for nothing is refused") {
  auto ticket = full_ticket();
  ticket.place.reset();
  const auto entry = encode(ticket);
  auto fields = fields_of(entry);
  const auto end = fields.size() - 66;
  fields[end] = 5;  // TicketEnd
  CHECK(kind_of(decode_ticket(entry.key, resealed(entry.key, fields))) == core::Errc::malformed);
  fields[end] = 4;
  fields[end - 1] = 2;  // mined
  CHECK(kind_of(decode_ticket(entry.key, resealed(entry.key, fields))) == core::Errc::malformed);
}

TEST_CASE("store/codec: a record of another kind is refused") {
  const auto entry = encode(full_ticket());
  CHECK(kind_of(decode_call(entry.key, entry.value)) == core::Errc::malformed);
  CHECK(kind_of(decode_event(entry.key, entry.value)) == core::Errc::malformed);
}

TEST_CASE("store/codec: long texts are cut, long lists too") {
  auto call = small_call(1);
  call.words.assign(kLongestText + 1, 'x');
  call.answers.resize(kMostItems + 1);
  const auto entry = encode(call);
  const auto read = ok(decode_call(entry.key, entry.value));
  CHECK(read.words == std::string(kLongestText, 'x'));
  CHECK(read.answers.size() == kMostItems);
}

TEST_CASE("store/codec: keys sort by height and by time") {
  CHECK(call_key(small_call(255)) < call_key(small_call(256)));
  CHECK(call_key(small_call(256, 1)) < call_key(small_call(256, 2)));
  CHECK(event_key(-1, 5) < event_key(0, 0));
  CHECK(event_key(0, 0) < event_key(0, 1));
  CHECK(event_key(0, 1) < event_key(1, 0));
}

TEST_CASE("store/codec: the meta record of a later schema, with more in it, still tells its schema") {
  auto fields = fields_of(encode(Meta{.schema = 9, .network = 1}));
  fields.push_back(77);
  CHECK(ok(decode_meta(resealed(meta_key(), fields))).schema == 9);
  CHECK(kind_of(decode_meta(resealed(meta_key(), {0, 0, 0}))) == core::Errc::truncated);
  CHECK(kind_of(decode_meta({})) == core::Errc::truncated);
}
