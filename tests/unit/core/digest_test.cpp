#include "core/digest.hpp"

#include "hex.hpp"

#include <algorithm>

namespace dcrvoter::core {
namespace {

using testing::unhex;

ByteView view(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string blake256_hex(ByteView data) {
  return to_hex(blake256(data).bytes);
}

// dcrd: crypto/blake256/hasher_test.go, and the borders of the padding.
TEST_CASE("core/digest: BLAKE-256 known answers, texts") {
  CHECK(blake256_hex({}) == "716f6e863f744b9ac22c97ec7b76ea5f5908bc5b2f67c61510bfc4751384ea7a");
  CHECK(blake256_hex(view("BLAKE")) == "07663e00cf96fbc136cf7b1ee099c95346ba3920893d18cc8851f22ee2e36aa6");
  CHECK(blake256_hex(view("The quick brown fox jumps over the lazy dog")) ==
        "7576698ee9cad30173080678e5965916adbb11cb5245d386bf1ffda1cb26c9d7");
}

TEST_CASE("core/digest: BLAKE-256 known answers, one byte repeated") {
  struct Row {
    std::size_t length;
    std::uint8_t byte;
    const char* digest;
  };
  const Row rows[] = {
      {1, 0x00, "0ce8d4ef4dd7cd8d62dfded9d4edb0a774ae6a41929a74da23109e8f11139c87"},
      {72, 0x00, "d419bad32d504fb7d44d460c42c5593fe544fa4c135dec31e21bd9abdcc22d41"},
      {54, 0xff, "a4391221d360dfebe984848d8e6cb81802d9a56a1b10c5bcbe0cdb3812efb322"},
      {55, 0x01, "b7d949165810b1a2f018c37392c633031bde4d45e453a3d5e62f2ba73fbf9769"},
      {127, 0x03, "9adc25ef2bd7129e6e5d9fb5dc93b91f9b33453b61b5085fbc40b0e44fe69eea"},
      {56, 0x00, "26ae7c289ebb79c9f3af2285023ab1037a9a6db63f0d6b6c6bbd199ab1627508"},
      {63, 0x00, "254b522be8c966d8a2c44a2bffce8469f8223ea3371e14e6387d60fc790361f1"},
      {64, 0x00, "6d994042954f8dc5633626cd50b2bc66d733a313d67fd9702c5a8149a8028c98"},
      {65, 0x00, "081e5d10c8f46e140db4587366c4718462709d000419c1b00ca05a5763cab5cc"},
      {119, 0x00, "62485b9374ed4f0a788a49ad6e6498173678ad2d4d4d2748539ad42921375ef3"},
      {120, 0x00, "a48187b6556da878712df64af27acc800b0e0c492c9f82cd9ecf9354acfac0d7"},
      {128, 0x00, "4c8ed99ae2cfdd5bdaba9f19848fcd98b4c60e122096a47ea565c410a1d567ce"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.length);
    CHECK(blake256_hex(Bytes(row.length, row.byte)) == row.digest);
  }
}

TEST_CASE("core/digest: BLAKE-256 does not see where the message was cut") {
  Bytes message(200);
  for (std::size_t i = 0; i < message.size(); ++i) {
    message[i] = static_cast<std::uint8_t>(31 * i + 7);
  }
  const ByteView whole = message;
  const Hash expected = blake256(whole);
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    CAPTURE(cut);
    CHECK(Blake256().update(whole.first(cut)).update(whole.subspan(cut)).finish() == expected);
  }
  for (std::size_t step = 1; step <= 70; ++step) {
    CAPTURE(step);
    Blake256 hasher;
    for (std::size_t at = 0; at < whole.size(); at += step) {
      hasher.update(whole.subspan(at, std::min(step, whole.size() - at)));
    }
    CHECK(hasher.finish() == expected);
  }
}

TEST_CASE("core/digest: a BLAKE-256 that is reset begins anew") {
  Blake256 hasher;
  hasher.update(view("something else"));
  (void)hasher.finish();
  hasher.reset();
  CHECK(hasher.update(view("BLAKE")).finish() == blake256(view("BLAKE")));
}

TEST_CASE("core/digest: the digests of mbedTLS, known answers") {
  CHECK(to_hex(ripemd160(view("abc"))) == "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
  CHECK(to_hex(ripemd160({})) == "9c1185a5c5e9fc54612808977ee8f548b2258d31");
  CHECK(to_hex(sha256(view("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("core/digest: HMAC-SHA-512 as in RFC 4231") {
  std::array<std::uint8_t, 64> out{};
  hmac_sha512(view("Jefe"), view("what do ya want for nothing?"), out);
  CHECK(to_hex(out) ==
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
  hmac_sha512(Bytes(131, 0xaa), view("Test Using Larger Than Block-Size Key - Hash Key First"), out);
  CHECK(to_hex(out) ==
        "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
        "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598");
}

TEST_CASE("core/digest: HMAC-SHA-256 as in RFC 4231") {
  std::array<std::uint8_t, 32> out{};
  hmac_sha256(view("Jefe"), view("what do ya want for nothing?"), out);
  CHECK(to_hex(out) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  hmac_sha256(Bytes(131, 0xaa), view("Test Using Larger Than Block-Size Key - Hash Key First"), out);
  CHECK(to_hex(out) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("core/digest: hash160 of a public key and of a redeem script") {
  CHECK(to_hex(hash160(unhex("02d0de0aaeaefad02b8bdc8a01a1b8b11c696bd3d66a2c5f10780d95b7df42645c")).bytes) ==
        "f51906cda67ae249b90a78dc3ae4fe2f227a0162");
  CHECK(to_hex(hash160(unhex("512103aa43f0a6c15730d886cc1f0342046d20175483d90d7ccb657f90c489111d794c51ae"))
                   .bytes) == "f0b4e85100aee1a996f22915eb3c3f764d53779a");
}

}  // namespace
}  // namespace dcrvoter::core
