#include "net/server_certificate.hpp"

#include "tls_pair.hpp"

#include <mbedtls/ssl.h>

namespace dcrvoter::net {
namespace {

using namespace testing;
using core::Errc;

/// What a client that is configured so makes of a server.
struct Verdict {
  std::optional<core::Error> error;
  std::vector<std::string> warnings;
};
Verdict judge(Trust trust, const std::string& host, const Identity& server) {
  Pair pair{client_engine(std::move(trust), host), server_engine(server)};
  const auto outcome = pair.handshake();
  if (outcome.client.error) {
    return {pair.client->explain_handshake(outcome.client.error), pair.client->warnings()};
  }
  CHECK(outcome.both_good());
  return {std::nullopt, pair.client->warnings()};
}

const Identity& authority() {
  static const Identity identity = make_identity({.name = "ca", .dns = {}, .addresses = {}});
  return identity;
}

Identity signed_by_authority(Wish wish) {
  wish.ca = false;
  wish.issuer = &authority();
  return make_identity(wish);
}

Trust with_clock(const Identity& identity, bool synchronised) {
  Trust trust = trust_in(identity);
  trust.clock_is_synchronised = [synchronised] { return synchronised; };
  return trust;
}

const Wish kExpired{.not_before = "20200101000000", .not_after = "20210101000000"};
const Wish kNotYet{.not_before = "20480101000000", .not_after = "20490101000000"};

TEST_CASE("net/server_certificate: the configured one is trusted without a word") {
  const Verdict verdict = judge(with_clock(node_identity(), true), "localhost", node_identity());
  CHECK(!verdict.error);
  CHECK(verdict.warnings.empty());
  CHECK(!judge(trust_in(node_identity()), "127.0.0.1", node_identity()).error);
}

TEST_CASE("net/server_certificate: the configured one warns of dates, and of names") {
  for (const Wish& wish : {kExpired, kNotYet}) {
    const Identity identity = make_identity(wish);
    CHECK(judge(with_clock(identity, false), "localhost", identity).warnings.empty());
    for (const Trust& trust : {with_clock(identity, true), trust_in(identity)}) {
      const Verdict verdict = judge(trust, "localhost", identity);
      CHECK(!verdict.error);
      REQUIRE(verdict.warnings.size() == 1);
      CHECK(verdict.warnings[0].find("which today is not by this machine's clock") != std::string::npos);
    }
  }
  const Verdict other = judge(trust_in(node_identity()), "10.0.0.7", node_identity());
  CHECK(!other.error);
  REQUIRE(other.warnings.size() == 1);
  CHECK(other.warnings[0] ==
        "the certificate of 10.0.0.7:9109 names localhost, 127.0.0.1, not 10.0.0.7; it is trusted all the "
        "same, "
        "being the configured one");
}

TEST_CASE("net/server_certificate: a pin needs no file") {
  Trust pinned{"", node_identity().fingerprint(), nullptr};
  CHECK(!judge(pinned, "localhost", node_identity()).error);
  CHECK(judge(pinned, "voter.example", node_identity()).warnings.size() == 1);

  const Identity other = make_identity({});
  const Verdict verdict = judge(pinned, "localhost", other);
  REQUIRE(verdict.error);
  CHECK(verdict.error->kind == Errc::untrusted);
  CHECK(verdict.error->text == "the certificate of localhost:9109 is not the pinned one (its SHA-256 is " +
                                   format_pin(other.fingerprint()) + "; expected " +
                                   format_pin(node_identity().fingerprint()) +
                                   "); if this is your node, copy its rpc.cert here again, or set pin = \"" +
                                   format_pin(other.fingerprint()) + "\"");

  Trust either = trust_in(node_identity());
  either.pin = other.fingerprint();
  CHECK(!judge(either, "localhost", node_identity()).error);
  CHECK(!judge(either, "localhost", other).error);
}

TEST_CASE("net/server_certificate: a pinned certificate may be signed by anybody, and weak") {
  const Identity leaf = signed_by_authority({});
  CHECK(!judge({"", leaf.fingerprint(), nullptr}, "localhost", leaf).error);
#if !defined(MBEDTLS_SSL_PROTO_TLS1_3)  // whose server does not sign with so short a key
  const Identity weak = make_identity({.rsa_bits = 1024});
  CHECK(!judge({"", weak.fingerprint(), nullptr}, "localhost", weak).error);
  CHECK(!judge(trust_in(weak), "localhost", weak).error);
#endif
}

TEST_CASE("net/server_certificate: another one is not trusted, and both are named") {
  const Identity other = make_identity({});
  const Verdict verdict = judge(trust_in(node_identity()), "localhost", other);
  REQUIRE(verdict.error);
  CHECK(verdict.error->kind == Errc::untrusted);
  CHECK(verdict.error->text.find("is not the configured one") != std::string::npos);
  CHECK(verdict.error->text.find(format_pin(other.fingerprint())) != std::string::npos);
  CHECK(verdict.error->text.find(format_pin(node_identity().fingerprint())) != std::string::npos);
}

TEST_CASE("net/server_certificate: one of several in the file suffices") {
  const Identity other = make_identity({});
  Trust both{other.certificate_pem + node_identity().certificate_pem, std::nullopt, nullptr};
  CHECK(!judge(both, "localhost", node_identity()).error);
  const Verdict verdict = judge(both, "localhost", make_identity({}));
  REQUIRE(verdict.error);
  CHECK(verdict.error->text.find("none of those in the file") != std::string::npos);
}

TEST_CASE("net/server_certificate: a chain must name the host") {
  const Identity leaf =
      signed_by_authority({.dns = {"node.example", "*.pool.example"}, .addresses = {"10.1.2.3", "fd00::7"}});
  for (const char* host :
       {"node.example", "NODE.example", "a.pool.example", "10.1.2.3", "fd00::7", "fd00:0:0::7"}) {
    CAPTURE(host);
    CHECK(!judge(trust_in(authority()), host, leaf).error);
  }
  for (const char* host :
       {"other.example", "pool.example", "a.b.pool.example", "10.1.2.4", "fd00::8", "localhost"}) {
    CAPTURE(host);
    const Verdict verdict = judge(trust_in(authority()), host, leaf);
    REQUIRE(verdict.error);
    CHECK(verdict.error->kind == Errc::untrusted);
    CHECK(verdict.error->text.find("names node.example, *.pool.example, 10.1.2.3, fd00::7, not ") !=
          std::string::npos);
  }
  const Verdict nameless =
      judge(trust_in(authority()), "localhost", signed_by_authority({.dns = {}, .addresses = {}}));
  REQUIRE(nameless.error);
  CHECK(nameless.error->text.find("names no names at all") != std::string::npos);
}

TEST_CASE("net/server_certificate: a chain's dates count when the clock is right") {
  for (Wish wish : {kExpired, kNotYet}) {
    const Identity leaf = signed_by_authority(wish);
    const Verdict unset = judge(with_clock(authority(), false), "localhost", leaf);
    CHECK(!unset.error);
    CHECK(unset.warnings.empty());
    const Verdict unknown = judge(trust_in(authority()), "localhost", leaf);
    CHECK(!unknown.error);
    REQUIRE(unknown.warnings.size() == 1);
    CHECK(unknown.warnings.front().find("outside its dates") != std::string::npos);
    const Verdict verdict = judge(with_clock(authority(), true), "localhost", leaf);
    REQUIRE(verdict.error);
    CHECK(verdict.error->kind == Errc::untrusted);
    CHECK(verdict.error->text.find("outside its dates") != std::string::npos);
  }
  CHECK(!judge(with_clock(authority(), true), "localhost", signed_by_authority({})).error);
}

TEST_CASE("net/server_certificate: an expired CA counts like an expired certificate") {
  Wish wish = kExpired;
  wish.name = "ca";
  const Identity old_authority = make_identity(wish);
  Wish leaf_wish;
  leaf_wish.ca = false;
  leaf_wish.issuer = &old_authority;
  const Identity leaf = make_identity(leaf_wish);
  CHECK(!judge(with_clock(old_authority, false), "localhost", leaf).error);
  CHECK(judge(with_clock(old_authority, true), "localhost", leaf).error);
}

TEST_CASE("net/server_certificate: a chain of weak keys, or made for clients, is refused") {
  const Verdict weak = judge(trust_in(authority()), "localhost", signed_by_authority({.rsa_bits = 1024}));
  REQUIRE(weak.error);
  CHECK(weak.error->text.find("too weak") != std::string::npos);
  // mbedTLS's own server would not show such a certificate.
  const Identity identity = signed_by_authority({.for_clients_only = true});
  const auto certificate = Certificates::parse(identity.certificate_pem, "it");
  auto client = ServerCertificateJudge::create(trust_in(authority()), "localhost", "localhost:9109");
  REQUIRE(certificate);
  REQUIRE(client);
  std::uint32_t flags = 0;
  CHECK(mbedtls_x509_crt_verify(certificate->get(), client->roots(), nullptr, nullptr, &flags,
                                &ServerCertificateJudge::on_certificate,
                                &*client) == MBEDTLS_ERR_X509_FATAL_ERROR);
  CHECK(!client->trusted());
  REQUIRE(client->failure());
  CHECK(client->failure()->kind == Errc::untrusted);
  CHECK(client->failure()->text.find("not made for a server") != std::string::npos);
}

TEST_CASE("net/server_certificate: signed by a certificate that is no CA is not signed") {
  const Identity no_ca = make_identity({.name = "ca", .ca = false});
  const Identity leaf = make_identity({.ca = false, .issuer = &no_ca});
  CHECK(judge(trust_in(no_ca), "localhost", leaf).error);
}

}  // namespace
}  // namespace dcrvoter::net
