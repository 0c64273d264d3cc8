#include "net/trust.hpp"

#include "test_pki.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::net {
namespace {

using namespace testing;
using core::Errc;

const std::string kDigits = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

TEST_CASE("net/trust: a pin is read in both spellings and written in one") {
  const auto pin = parse_pin("sha256:" + kDigits);
  REQUIRE(pin);
  CHECK((*pin)[1] == 0x11);
  CHECK((*pin)[31] == 0xff);
  CHECK(format_pin(*pin) == "sha256:" + kDigits);
  CHECK(parse_pin("sha256:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:"
                  "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF") == pin);
}

TEST_CASE("net/trust: what is no pin is refused") {
  const std::string with_dashes =
      "sha256:00-11-22-33-44-55-66-77-88-99-AA-BB-CC-DD-EE-FF-00-11-22-33-44-55-66-77-88-99-AA-BB-CC-DD-EE-"
      "FF";
  for (const std::string& text :
       {std::string(), kDigits, "sha256:" + kDigits + "00", "sha256:" + kDigits.substr(2),
        "sha256:" + kDigits.substr(1) + "g", "sha1:" + kDigits, with_dashes}) {
    CAPTURE(text);
    const auto pin = parse_pin(text);
    REQUIRE(!pin);
    CHECK(pin.error().kind == Errc::malformed);
    CHECK(pin.error().text.starts_with("a pin is \"sha256:\" and the 64 hex digits"));
  }
}

TEST_CASE("net/trust: fingerprints of a file, in order") {
  const Identity a = make_identity({});
  const Identity b = make_identity({});
  const auto both = certificate_fingerprints("rpc.cert of a\n" + a.certificate_pem + b.certificate_pem);
  REQUIRE(both);
  CHECK(*both == std::vector{a.fingerprint(), b.fingerprint()});
  CHECK(a.fingerprint() != b.fingerprint());
}

TEST_CASE("net/trust: what is no certificate is refused") {
  const std::string pem = node_identity().certificate_pem;
  for (const std::string& text : {std::string(), std::string("nonsense"), node_identity().key_pem,
                                  pem.substr(0, pem.size() / 2), std::string(pem).replace(100, 4, "!!!!")}) {
    const auto prints = certificate_fingerprints(text);
    REQUIRE(!prints);
    CHECK(prints.error().kind == Errc::malformed);
    CHECK(prints.error().text.starts_with("the certificate "));
  }
}

// openssl req -x509 -newkey ed25519, valid for ever: mbedTLS does not know the kind.
constexpr const char* kEd25519 =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBNDCB56ADAgECAhQknAf1/Bf6LyxIntOn7dkLEUuSYzAFBgMrZXAwDzENMAsG\n"
    "A1UEAwwEbm9kZTAgFw0yNjExMjMwNjUyMDVaGA8yMTI2MTAzMDA2NTIwNVowDzEN\n"
    "MAsGA1UEAwwEbm9kZTAqMAUGAytlcAMhAKjCONAUOqoWbTAElKfrmXz0RxIa8jxl\n"
    "a7GdP8ID2sLTo1MwUTAdBgNVHQ4EFgQUAJLnakLxKdnE8MGfR03Za3lQadMwHwYD\n"
    "VR0jBBgwFoAUAJLnakLxKdnE8MGfR03Za3lQadMwDwYDVR0TAQH/BAUwAwEB/zAF\n"
    "BgMrZXADQQDDSRjYQvm4UbqkMVdeA6NIjcYFh7S4j1dOemtBSvE1u6x3UsBKdLVH\n"
    "jb80OHUIZPmdLWZJWBCYI2O8z+u7npAD\n"
    "-----END CERTIFICATE-----\n";

TEST_CASE("net/trust: an Ed25519 certificate is told by name") {
  const auto prints = certificate_fingerprints(kEd25519);
  REQUIRE(!prints);
  CHECK(prints.error().kind == Errc::unsupported);
  CHECK(prints.error().text ==
        "the certificate is of a kind that TLS here cannot use, such as Ed25519; use ECDSA (P-256, P-384, "
        "P-521) or RSA");
}

TEST_CASE("net/trust: a client's certificate and key must belong together") {
  CHECK(check_client_certificate(node_identity().as_client()));
  CHECK(check_client_certificate(make_identity({.rsa_bits = 2048}).as_client()));
  struct Row {
    ClientCertificate client;
    const char* words;
  };
  const Identity& good = node_identity();
  for (const Row& row :
       {Row{{good.certificate_pem, make_identity({}).key_pem}, "is not the key of"},
        Row{{"", good.key_pem}, "the client certificate holds no"},
        Row{{good.certificate_pem, ""}, "the client key cannot be read"},
        Row{{good.certificate_pem, good.certificate_pem}, "the client key cannot be read"},
        Row{{good.certificate_pem, good.key_pem.substr(0, 90)}, "the client key cannot be read"}}) {
    const auto checked = check_client_certificate(row.client);
    REQUIRE(!checked);
    CHECK(checked.error().kind == Errc::malformed);
    CHECK(checked.error().text.find(row.words) != std::string::npos);
    CHECK(checked.error().text.find("PRIVATE") == std::string::npos);
  }
}

TEST_CASE("net/wiped_text: copies, moves and ends with a zero byte") {
  WipedText a = "secret";
  WipedText b = a;
  WipedText c = std::move(a);
  CHECK(a.empty());  // NOLINT(bugprone-use-after-move): a moved-from one is empty
  CHECK(b.view() == "secret");
  CHECK(std::string(c.c_str()) == "secret");
  b = std::string("other");
  CHECK(b.view() == "other");
  b = *&b;
  CHECK(b.view() == "other");
  CHECK(std::string(WipedText().c_str()).empty());
  std::string plain = "password";
  wipe(plain);
  CHECK(plain.empty());
}

}  // namespace
}  // namespace dcrvoter::net
