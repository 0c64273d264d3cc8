#include "net/tls_engine.hpp"

#include "tls_pair.hpp"

#include <boost/asio/error.hpp>
#include <mbedtls/version.h>

#include <algorithm>

namespace dcrvoter::net {
namespace {

using namespace testing;
using core::Errc;
using Want = TlsEngine::Want;

std::string long_text(std::size_t size) {
  std::string text(size, ' ');
  for (std::size_t i = 0; i < size; ++i) {
    text[i] = static_cast<char>('a' + i * 7 % 23);
  }
  return text;
}

TEST_CASE("net/tls_engine: the node's own certificate, both ways, farewell") {
  std::array<std::uint8_t, 8> space{};
  Pair pair = make_pair();
  pair.shake();
  CHECK(pair.client->warnings().empty());
  CHECK(pair.client->describe().starts_with("TLS 1."));
  CHECK(pair.client->describe().find("TLS-") == std::string::npos);

  write_all(*pair.client, "ping");
  CHECK(Pair::move(*pair.client, *pair.server, pair.to_server));
  CHECK(read_all(*pair.server).text == "ping");

  const std::string answer = long_text(100'000);
  std::string got;
  for (std::size_t at = 0; at < answer.size();) {
    const auto step = pair.server->write(bytes_of(answer).subspan(at));
    REQUIRE(step.bytes > 0);
    CHECK(step.bytes <= 16384);
    at += step.bytes;
    Pair::move(*pair.server, *pair.client, pair.to_client);
    got += read_all(*pair.client).text;
  }
  CHECK(got == answer);

  REQUIRE(!pair.server->close_notify().error);
  Pair::move(*pair.server, *pair.client, pair.to_client);
  CHECK(pair.client->read(space).error == boost::asio::error::eof);
  CHECK(pair.client->read(space).error == boost::asio::error::eof);
}

TEST_CASE("net/tls_engine: P-521, P-384 and RSA certificates") {
  for (const auto& [name, wish] : {std::pair<const char*, Wish>{"P-521", {.curve = MBEDTLS_ECP_DP_SECP521R1}},
                                   {"P-384", {.curve = MBEDTLS_ECP_DP_SECP384R1}},
                                   {"RSA", {.rsa_bits = 2048}}}) {
    CAPTURE(name);
    const Identity identity = make_identity(wish);
    Pair pair = make_pair(identity);
    pair.shake();
    CHECK(pair.client->warnings().empty());
  }
}

TEST_CASE("net/tls_engine: bytes may come one at a time") {
  Pair pair = make_pair();
  const auto one_by_one = [](TlsEngine& from, TlsEngine& to, auto&& act) {
    if (!from.has_output()) {
      return false;
    }
    const auto output = from.take_output();
    for (const std::uint8_t byte : output) {
      feed(to, {&byte, 1});
      act();
    }
    from.output_sent();
    return true;
  };
  TlsEngine::Step client = pair.client->handshake();
  TlsEngine::Step server;
  while (one_by_one(*pair.client, *pair.server, [&] { server = pair.server->handshake(); }) |
         one_by_one(*pair.server, *pair.client, [&] { client = pair.client->handshake(); })) {
  }
  CHECK(Pair::Outcome{client, server}.both_good());
  write_all(*pair.server, "winningtickets");
  std::string got;
  one_by_one(*pair.server, *pair.client, [&] { got += read_all(*pair.client).text; });
  CHECK(got == "winningtickets");
}

/// How many bytes a whole session sends to the client: handshake, two messages, farewell.
constexpr std::string_view kFirst = "first message";
constexpr std::string_view kSecond = "second message";

struct Session {
  std::string read;
  ErrorCode ended;
  bool shaken = false;
};
Session run_session(Pair& pair) {
  Session session;
  auto outcome = pair.handshake();
  if (outcome.client.want == Want::input) {  // the tap has cut
    pair.client->input_ended();
    outcome.client = pair.client->handshake();
  }
  session.ended = outcome.client.error;
  if (!outcome.both_good()) {
    session.shaken = Pair::Outcome::good(outcome.client);
    return session;
  }
  session.shaken = true;
  write_all(*pair.server, kFirst);
  Pair::move(*pair.server, *pair.client, pair.to_client);
  write_all(*pair.server, kSecond);
  Pair::move(*pair.server, *pair.client, pair.to_client);
  REQUIRE(!pair.server->close_notify().error);
  Pair::move(*pair.server, *pair.client, pair.to_client);
  pair.client->input_ended();
  const ReadAll all = read_all(*pair.client);
  session.read = all.text;
  session.ended = all.last.error;
  CHECK(all.last.want == Want::nothing);
  return session;
}

TEST_CASE("net/tls_engine: cut at every byte, it says so, and gives nothing that did not come whole") {
  std::size_t total = 0;
  {
    Pair pair = make_pair();
    pair.to_client = [&total](core::Bytes bytes) {
      total += bytes.size();
      return bytes;
    };
    const Session session = run_session(pair);
    REQUIRE(session.read == std::string(kFirst) + std::string(kSecond));
    REQUIRE(session.ended == boost::asio::error::eof);
  }
  std::size_t shaken = 0;
  // An ECDSA signature's length varies by some bytes, and TLS 1.3 pads records to multiples of 16.
  constexpr std::size_t kVaries = 16 + 8;
  for (std::size_t cut = 0; cut + kVaries < total; ++cut) {
    CAPTURE(cut);
    Pair pair = make_pair();
    std::size_t passed = 0;
    bool is_cut = false;
    pair.to_client = [&](core::Bytes bytes) {
      if (passed + bytes.size() > cut) {
        bytes.resize(cut - passed);
        is_cut = true;
      }
      passed += bytes.size();
      return bytes;
    };
    const Session session = run_session(pair);
    CHECK(is_cut);
    CHECK(session.ended == tls_truncated());
    const bool whole_messages = session.read.empty() || session.read == kFirst ||
                                session.read == std::string(kFirst) + std::string(kSecond);
    CHECK(whole_messages);
    CHECK((session.shaken || pair.client->explain_handshake(session.ended).kind == Errc::closed));
    shaken += session.shaken ? 1 : 0;
  }
  CHECK(shaken > kFirst.size() + kSecond.size());
}

TEST_CASE("net/tls_engine: a byte changed anywhere is never taken for the truth") {
  std::size_t total = 0;
  {
    Pair pair = make_pair();
    pair.to_client = [&total](core::Bytes bytes) {
      total += bytes.size();
      return bytes;
    };
    run_session(pair);
  }
  for (std::size_t at = 0; at < total; at += 3) {
    CAPTURE(at);
    Pair pair = make_pair();
    std::size_t passed = 0;
    pair.to_client = [&](core::Bytes bytes) {
      if (at >= passed && at < passed + bytes.size()) {
        bytes[at - passed] ^= static_cast<std::uint8_t>(1U << at % 8);
      }
      passed += bytes.size();
      return bytes;
    };
    const Session session = run_session(pair);
    const bool right = session.read.empty() || session.read == kFirst ||
                       session.read == std::string(kFirst) + std::string(kSecond);
    CHECK(right);
    if (!session.shaken) {
      CHECK(!pair.client->explain_handshake(session.ended).text.empty());
    }
  }
}

TEST_CASE("net/tls_engine: after a fatal error it stays broken") {
  std::array<std::uint8_t, 8> space{};
  Pair pair = make_pair();
  pair.shake();
  feed(*pair.client, bytes_of(std::string_view("\x17\x03\x03\x00\x20"
                                               "this is no record of this session",
                                               5 + 32)));
  const auto first = pair.client->read(space);
  CHECK(first.error);
  CHECK(pair.client->read(space).error == first.error);
  CHECK(pair.client->write(bytes_of("x")).error == first.error);
  CHECK(pair.client->close_notify().error == first.error);
}

TEST_CASE("net/tls_engine: a record that is too long is called so") {
  std::array<std::uint8_t, 8> space{};
  Pair pair = make_pair();
  pair.shake();
  feed(*pair.client, bytes_of(std::string_view("\x17\x03\x03\xff\xff", 5)));
  const auto error = pair.client->read(space).error;
  CHECK(error);
  CAPTURE(error.message());
  CHECK(error.message().find("record") != std::string::npos);
}

TEST_CASE("net/tls_engine: output lent out stays put while more is written") {
  Pair pair = make_pair();
  pair.shake();
  write_all(*pair.client, "one");
  const auto leaving = pair.client->take_output();
  const core::Bytes before(leaving.begin(), leaving.end());
  write_all(*pair.client, long_text(50'000));
  CHECK(std::ranges::equal(before, leaving));
  CHECK(pair.client->has_output());
  feed(*pair.server, leaving);
  pair.client->output_sent();
  CHECK(read_all(*pair.server).text == "one");
}

TEST_CASE("net/tls_engine: client certificates") {
  const Identity ca = make_identity({.name = "ca"});
  const Identity good = make_identity({.name = "voter", .ca = false, .issuer = &ca});
  const Identity stranger = make_identity({.name = "stranger"});
  const Identity& node = node_identity();
  SUBCASE("shown and accepted") {
    Pair pair{client_engine(trust_in(node), "localhost", good.as_client()),
              server_engine(node, ca.certificate_pem)};
    CHECK(pair.handshake().both_good());
  }
  SUBCASE("none shown") {
    Pair pair{client_engine(trust_in(node)), server_engine(node, ca.certificate_pem)};
    const auto outcome = pair.handshake();
    CHECK(outcome.server.error);
  }
  SUBCASE("not the one the server wants") {
    Pair pair{client_engine(trust_in(node), "localhost", stranger.as_client()),
              server_engine(node, ca.certificate_pem)};
    const auto outcome = pair.handshake();
    CHECK(outcome.server.error);
#if MBEDTLS_VERSION_NUMBER < 0x03000000  // in TLS 1.3 the client has finished by then
    REQUIRE(outcome.client.error == tls_fatal_alert());
    const auto error = pair.client->explain_handshake(outcome.client.error);
    CHECK(error.kind == Errc::untrusted);
    CHECK(error.text ==
          "localhost:9109 did not accept our client certificate; add it to the node's clients.pem");
#endif
  }
}

TEST_CASE("net/tls_engine: what is no TLS is told apart") {
  auto client = client_engine(trust_in(node_identity()));
  REQUIRE(client->handshake().want == Want::input);
  SUBCASE("HTTP") {
    feed(*client, bytes_of("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const auto step = client->handshake();
    REQUIRE(step.error);
    CHECK(client->explain_handshake(step.error).text ==
          "localhost:9109 answers without TLS; let the node use TLS (dcrd: no notls), or check the port");
  }
  SUBCASE("something else") {
    feed(*client, bytes_of("220 mail.example.org ESMTP\r\n"));
    const auto step = client->handshake();
    REQUIRE(step.error);
    CHECK(client->explain_handshake(step.error).kind == Errc::malformed);
  }
  SUBCASE("no common algorithm") {
    feed(*client, bytes_of(std::string_view("\x15\x03\x03\x00\x02\x02\x28", 7)));
    const auto step = client->handshake();
    REQUIRE(step.error);
    CHECK(client->explain_handshake(step.error).kind == Errc::unsupported);
    CHECK(client->explain_handshake(step.error).text.find("Ed25519") != std::string::npos);
  }
}

TEST_CASE("net/tls_engine: what is configured wrong is said before connecting") {
  const auto refused = [](Trust trust, std::optional<ClientCertificate> client) {
    auto engine = TlsEngine::client({"localhost", "localhost:9109", std::move(trust), std::move(client)});
    REQUIRE(!engine);
    return engine.error();
  };
  CHECK(refused({}, std::nullopt).kind == Errc::untrusted);
  CHECK(refused({"nonsense", std::nullopt, nullptr}, std::nullopt).kind == Errc::malformed);
  const auto mixed = refused(trust_in(node_identity()),
                             ClientCertificate{node_identity().certificate_pem, make_identity({}).key_pem});
  CHECK(mixed.kind == Errc::malformed);
  CHECK(mixed.text == "the client key is not the key of the client certificate");
}

}  // namespace
}  // namespace dcrvoter::net
