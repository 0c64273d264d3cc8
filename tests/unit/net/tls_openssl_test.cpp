// TLS against an implementation that is not ours.
#include "net/deadline.hpp"
#include "net/dial.hpp"
#include "net/tls_stream.hpp"
#include "openssl_process.hpp"
#include "run_task.hpp"
#include "tls_pair.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <mbedtls/version.h>

namespace dcrvoter::net {
namespace {

using namespace testing;
using asio::ip::tcp;
using core::Errc;
using Stream = TlsStream<tcp::socket>;
constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);

/// What one line sent to the server brought back, or why there was none.
struct Exchange {
  std::string answer;
  std::string session;
  std::optional<core::Error> error;
};

Task<Exchange> exchange(std::uint16_t port, std::string host, Trust trust,
                        std::optional<ClientCertificate> client) {
  Endpoint endpoint{"127.0.0.1", port};
  auto socket = co_await dial(endpoint, kPatience);
  REQUIRE(socket);
  auto engine = client_engine(std::move(trust), host, std::move(client));
  Stream stream(std::move(*socket), std::move(engine));
  const Deadline patience(stream.get_executor(), kPatience, [&stream] { stream.next_layer().close(); });
  Exchange result;
  const auto [shaken] = co_await stream.async_handshake(kAwait);
  if (shaken) {
    result.error = stream.engine().explain_handshake(shaken);
    co_return result;
  }
  result.session = stream.engine().describe();
  const std::string line = "getbestblock\n";
  const auto [written, sent] = co_await asio::async_write(stream, asio::buffer(line), kAwait);
  const auto [read, size] =
      co_await asio::async_read_until(stream, asio::dynamic_buffer(result.answer), '\n', kAwait);
  if (written || read) {
    result.error = core::Error{Errc::closed, (written ? written : read).message()};
  }
  co_return result;
}

class Setup {
 public:
  [[nodiscard]] std::vector<std::string> server_arguments(const Identity& identity) const {
    return {"-cert", folder_.file("rpc.cert", identity.certificate_pem), "-key",
            folder_.file("rpc.key", identity.key_pem), "-rev"};
  }
  [[nodiscard]] Exchange ask(const Identity& identity, const std::vector<std::string>& more, Trust trust,
                             std::optional<ClientCertificate> client = std::nullopt) const {
    auto arguments = server_arguments(identity);
    arguments.insert(arguments.end(), more.begin(), more.end());
    const OpensslServer server(arguments);
    asio::io_context io;
    return run(io, exchange(server.port(), "localhost", std::move(trust), std::move(client)));
  }
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }

 private:
  TemporaryFolder folder_;
};

void check_answer(const Exchange& result) {
  CAPTURE((result.error ? result.error->text : std::string()));
  CHECK(result.answer == "kcolbtsebteg\n");
}

TEST_CASE("net/tls_stream with openssl: every kind of certificate that we can use") {
  const Setup setup;
  for (const auto& [name, wish] : {std::pair<const char*, Wish>{"P-256", {}},
                                   {"P-384", {.curve = MBEDTLS_ECP_DP_SECP384R1}},
                                   {"P-521", {.curve = MBEDTLS_ECP_DP_SECP521R1}},
                                   {"RSA", {.rsa_bits = 2048}}}) {
    INFO(std::string(name));
    const Identity identity = make_identity(wish);
    check_answer(setup.ask(identity, {}, trust_in(identity)));
    const Exchange old = setup.ask(identity, {"-tls1_2"}, {"", identity.fingerprint(), nullptr});
    check_answer(old);
    CHECK(old.session.starts_with("TLS 1.2, ECDHE-"));
  }
}

TEST_CASE("net/tls_stream with openssl: every cipher suite that we offer") {
  const Setup setup;
  for (const char* suite :
       {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"}) {
    CAPTURE(suite);
    check_answer(setup.ask(node_identity(), {"-tls1_2", "-cipher", suite}, trust_in(node_identity())));
  }
}

TEST_CASE("net/tls_stream with openssl: TLS 1.3 where mbedTLS has it, and nothing before 1.2") {
  const Setup setup;
  const Exchange newest = setup.ask(node_identity(), {"-tls1_3"}, trust_in(node_identity()));
#if MBEDTLS_VERSION_NUMBER >= 0x03060000
  check_answer(newest);
  CHECK(newest.session.starts_with("TLS 1.3, "));
#else
  REQUIRE(newest.error);
  CHECK(newest.error->kind == Errc::unsupported);
#endif
  const Exchange oldest =
      setup.ask(node_identity(), {"-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"}, trust_in(node_identity()));
  REQUIRE(oldest.error);
  CHECK(oldest.error->kind == Errc::unsupported);
  CHECK(oldest.error->text.find("1.2") != std::string::npos);
}

TEST_CASE("net/tls_stream with openssl: certificates that are not what they should be") {
  const Setup setup;
  const Identity expired = make_identity({.not_before = "20200101000000", .not_after = "20210101000000"});
  check_answer(setup.ask(expired, {}, trust_in(expired)));
  const Exchange wrong = setup.ask(node_identity(), {}, trust_in(expired));
  REQUIRE(wrong.error);
  CHECK(wrong.error->kind == Errc::untrusted);
  const Identity authority = make_identity({.name = "ca"});
  const Identity elsewhere = make_identity({.dns = {"node.example"}, .ca = false, .issuer = &authority});
  const Exchange other_host = setup.ask(elsewhere, {}, trust_in(authority));
  REQUIRE(other_host.error);
  CHECK(other_host.error->text.find("names node.example, 127.0.0.1, not localhost") != std::string::npos);
}

TEST_CASE("net/tls_stream with openssl: a server with an Ed25519 certificate has nothing in common with us") {
  const TemporaryFolder folder;
  OpensslProcess maker({"req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=localhost", "-keyout",
                        folder.path("key"), "-out", folder.path("cert")});
  while (!maker.line().empty()) {
  }
  const OpensslServer server({"-cert", folder.path("cert"), "-key", folder.path("key")});
  asio::io_context io;
  const Exchange result = run(
      io, exchange(server.port(), "localhost", {"", node_identity().fingerprint(), nullptr}, std::nullopt));
  REQUIRE(result.error);
  CHECK(result.error->kind == Errc::unsupported);
  CHECK(result.error->text.find("if its certificate is Ed25519") != std::string::npos);
}

TEST_CASE("net/tls_stream with openssl: login by client certificate") {
  const Setup setup;
  const Identity authority = make_identity({.name = "ca"});
  const Identity voter = make_identity({.name = "voter", .ca = false, .issuer = &authority});
  const Identity rsa = make_identity({.name = "voter", .rsa_bits = 2048, .ca = false, .issuer = &authority});
  const std::vector<std::string> asks{"-Verify", "1", "-verify_return_error", "-CAfile",
                                      setup.folder().file("clients.pem", authority.certificate_pem)};
  check_answer(setup.ask(node_identity(), asks, trust_in(node_identity()), voter.as_client()));
  check_answer(setup.ask(node_identity(), asks, trust_in(node_identity()), rsa.as_client()));

  auto asks_old = asks;
  asks_old.emplace_back("-tls1_2");  // in TLS 1.3 the refusal comes after the handshake
  const Exchange none = setup.ask(node_identity(), asks_old, trust_in(node_identity()));
  REQUIRE(none.error);
  const Exchange stranger = setup.ask(node_identity(), asks_old, trust_in(node_identity()),
                                      make_identity({.name = "x"}).as_client());
  REQUIRE(stranger.error);
  CHECK(stranger.error->kind == Errc::untrusted);
  CHECK(stranger.error->text.find("did not accept our client certificate") != std::string::npos);
}

TEST_CASE("net/tls_stream with openssl: a request to negotiate anew is declined") {
  const Setup setup;
  auto arguments = setup.server_arguments(node_identity());
  arguments.pop_back();  // it must listen to what is typed
  arguments.insert(arguments.end(), {"-tls1_2", "-legacy_renegotiation"});
  OpensslServer server(arguments);
  asio::io_context io;
  const auto session = [](OpensslServer& s) -> Task<bool> {
    Endpoint endpoint{"127.0.0.1", s.port()};
    auto socket = co_await dial(endpoint, kPatience);
    REQUIRE(socket);
    Stream stream(std::move(*socket), client_engine(trust_in(node_identity())));
    const auto [shaken] = co_await stream.async_handshake(kAwait);
    REQUIRE(!shaken);
    s.process().up_to_line("Secure Renegotiation");
    s.process().type("r\n");
    std::string answer;
    const auto [read, size] =
        co_await asio::async_read_until(stream, asio::dynamic_buffer(answer), '\n', kAwait);
    co_return read.failed();  // OpenSSL takes a no for an offence; all that matters is that we end
  };
  CHECK(run(io, session(server)));
}

TEST_CASE("net/tls_stream with openssl: our server's side with s_client") {
  asio::io_context io;
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  const TemporaryFolder folder;
  const Identity& node = node_identity();
  OpensslProcess client({"s_client", "-connect",
                         "127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()), "-CAfile",
                         folder.file("rpc.cert", node.certificate_pem), "-verify_return_error",
                         "-verify_hostname", "localhost", "-quiet"});
  client.type("hello\n");
  const auto serve = [](tcp::acceptor& a, const Identity& identity) -> Task<std::string> {
    auto [error, socket] = co_await a.async_accept(kAwait);
    REQUIRE(!error);
    Stream stream(std::move(socket), server_engine(identity));
    const auto [shaken] = co_await stream.async_handshake(kAwait);
    REQUIRE(!shaken);
    std::string line;
    const auto [read, size] =
        co_await asio::async_read_until(stream, asio::dynamic_buffer(line), '\n', kAwait);
    CHECK(!read);
    const std::string answer = "world\n";
    co_await asio::async_write(stream, asio::buffer(answer), kAwait);
    co_await stream.async_shutdown(kAwait);
    co_return line;
  };
  CHECK(run(io, serve(acceptor, node)) == "hello\n");
  CHECK(client.up_to_line("world").ends_with("world\n"));
}

}  // namespace
}  // namespace dcrvoter::net
