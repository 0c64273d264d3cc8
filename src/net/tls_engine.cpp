#include "net/tls_engine.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/address.hpp>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_ciphersuites.h>
#include <mbedtls/version.h>
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
#include <psa/crypto.h>
#endif

#include "net/record_watch.hpp"
#include "net/server_certificate.hpp"
#include "net/tls_explain.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace dcrvoter::net {

namespace {

using core::Result;

constexpr std::size_t kInputSpace = std::size_t{17} * 1024;  // one full record and a little

// Forward secrecy and authenticated encryption only, which is what dcrd (Go) offers too. The other
// side chooses, and takes our first kind as a hint: mbedTLS computes ChaCha20 in three fifths of the
// time that it takes for AES in GCM, even where the processor has instructions for that.
constexpr std::array kCiphersuites {
#if defined(MBEDTLS_SSL_PROTO_TLS1_3)
  MBEDTLS_TLS1_3_CHACHA20_POLY1305_SHA256, MBEDTLS_TLS1_3_AES_128_GCM_SHA256,
      MBEDTLS_TLS1_3_AES_256_GCM_SHA384,
#endif
      MBEDTLS_TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
      MBEDTLS_TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
      MBEDTLS_TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, MBEDTLS_TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
      MBEDTLS_TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, 0,
};

#if MBEDTLS_VERSION_NUMBER >= 0x03000000
// Of its own accord mbedTLS names RSA-PSS before PKCS#1. OpenSSL as a TLS 1.2 server takes the first that
// it has, and mbedTLS then refuses its signature, since it knows PSS in TLS 1.3 only.
constexpr std::array<std::uint16_t, 10> kSignatures{
    MBEDTLS_TLS1_3_SIG_ECDSA_SECP256R1_SHA256, MBEDTLS_TLS1_3_SIG_ECDSA_SECP384R1_SHA384,
    MBEDTLS_TLS1_3_SIG_ECDSA_SECP521R1_SHA512, MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA256,
    MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA384,       MBEDTLS_TLS1_3_SIG_RSA_PKCS1_SHA512,
    MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA256,    MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA384,
    MBEDTLS_TLS1_3_SIG_RSA_PSS_RSAE_SHA512,    MBEDTLS_TLS1_3_SIG_NONE};
#endif

void must(int code, const char* what) {
  if (code != 0) {
    throw std::runtime_error(std::string(what) + ": " + mbedtls_text(code));
  }
}

}  // namespace

struct TlsEngine::State {
  State() {
    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&ssl);
    input.resize(kInputSpace);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    mbedtls_ssl_free(&ssl);  // keeps a pointer to the configuration
    mbedtls_ssl_config_free(&config);
  }

  Result<void> show(const std::string& certificate_pem, const WipedText& key_pem, const char* whose);
  void set_up(int endpoint);
  Step outcome(int code);

  static int receive(void* state, unsigned char* out, std::size_t size);
  static int send(void* state, const unsigned char* in, std::size_t size);

  std::string where;
  std::optional<ServerCertificateJudge> judge;  // for a client
  std::optional<Certificates> client_cas;       // for a server
  std::optional<Certificates> own_certificate;
  std::optional<PrivateKey> own_key;
  mbedtls_ssl_config config{};
  mbedtls_ssl_context ssl{};
  ErrorCode broken;  ///< after a fatal error mbedTLS must not be called again
  bool said_goodbye = false;

  core::Bytes input;
  std::size_t input_begin = 0;
  std::size_t input_end = 0;
  bool input_has_ended = false;
  RecordWatch watch;

  core::Bytes output;   ///< what mbedTLS has written
  core::Bytes leaving;  ///< what take_output() has lent out
};

int TlsEngine::State::receive(void* state, unsigned char* out, std::size_t size) {
  auto& self = *static_cast<State*>(state);
  const std::size_t there = self.input_end - self.input_begin;
  if (there == 0) {
    return self.input_has_ended ? 0 : MBEDTLS_ERR_SSL_WANT_READ;
  }
  const std::size_t taken = std::min(size, there);
  std::copy_n(self.input.data() + self.input_begin, taken, out);
  self.input_begin += taken;
  return static_cast<int>(taken);
}

// Takes everything, always: were it to refuse, an alert that the reading side left behind would be
// taken for the writing side's record (mbedtls_ssl_write flushes what is left and says "written").
// What piles up is bounded all the same: a writer first waits for earlier output to leave, and the
// alerts that one fill of the input can cause are few.
int TlsEngine::State::send(void* state, const unsigned char* in, std::size_t size) {
  auto& self = *static_cast<State*>(state);
  self.output.insert(self.output.end(), in, in + size);
  return static_cast<int>(size);
}

TlsEngine::Step TlsEngine::State::outcome(int code) {
  switch (code) {
    case MBEDTLS_ERR_SSL_WANT_READ: return {Want::input, 0, {}};
    case MBEDTLS_ERR_SSL_WANT_WRITE: return {Want::output, 0, {}};
    case MBEDTLS_ERR_SSL_ASYNC_IN_PROGRESS:
    case MBEDTLS_ERR_SSL_CRYPTO_IN_PROGRESS: return {Want::again, 0, {}};
    case MBEDTLS_ERR_SSL_PEER_CLOSE_NOTIFY:
      said_goodbye = true;
      return {Want::nothing, 0, boost::asio::error::eof};
    default: break;
  }
  if (code >= 0) {
    return {Want::nothing, static_cast<std::size_t>(code), {}};
  }
  broken = tls_error(code);
  return {Want::nothing, 0, broken};
}

Result<void> TlsEngine::State::show(const std::string& certificate_pem, const WipedText& key_pem,
                                    const char* whose) {
  auto certificate = Certificates::parse(certificate_pem, std::string("the ") + whose + " certificate");
  if (!certificate) {
    return std::unexpected(certificate.error());
  }
  auto key = PrivateKey::parse(key_pem, std::string("the ") + whose + " key");
  if (!key) {
    return std::unexpected(key.error());
  }
  if (!key->belongs_to(*certificate->get())) {
    return core::fail(core::Errc::malformed,
                      std::string("the ") + whose + " key is not the key of the " + whose + " certificate");
  }
  own_certificate = std::move(*certificate);
  own_key = std::move(*key);
  must(mbedtls_ssl_conf_own_cert(&config, own_certificate->get(), own_key->get()), "own certificate");
  return {};
}

void TlsEngine::State::set_up(int endpoint) {
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
  // TLS 1.3 computes through PSA; every call after the first does nothing.
  must(psa_crypto_init(), "PSA");
#endif
  must(mbedtls_ssl_config_defaults(&config, endpoint, MBEDTLS_SSL_TRANSPORT_STREAM,
                                   MBEDTLS_SSL_PRESET_DEFAULT),
       "TLS configuration");
#if MBEDTLS_VERSION_NUMBER >= 0x03020000
  mbedtls_ssl_conf_min_tls_version(&config, MBEDTLS_SSL_VERSION_TLS1_2);
#else
  mbedtls_ssl_conf_min_version(&config, MBEDTLS_SSL_MAJOR_VERSION_3, MBEDTLS_SSL_MINOR_VERSION_3);
#endif
  mbedtls_ssl_conf_ciphersuites(&config, kCiphersuites.data());
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
  mbedtls_ssl_conf_sig_algs(&config, kSignatures.data());
#endif
  mbedtls_ssl_conf_rng(&config, &system_random, nullptr);
#if defined(MBEDTLS_SSL_SESSION_TICKETS)
  mbedtls_ssl_conf_session_tickets(&config, MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
#endif
}

TlsEngine::TlsEngine(std::unique_ptr<State> state) : state_(std::move(state)) {}
TlsEngine::~TlsEngine() = default;

Result<std::unique_ptr<TlsEngine>> TlsEngine::client(TlsClientOptions options) {
  auto state = std::make_unique<State>();
  state->where = options.where;
  auto judge =
      ServerCertificateJudge::create(std::move(options.trust), options.host, std::move(options.where));
  if (!judge) {
    return std::unexpected(judge.error());
  }
  state->judge.emplace(std::move(*judge));
  state->set_up(MBEDTLS_SSL_IS_CLIENT);
  // "Optional", because mbedTLS insists on CAs otherwise, which a pin has none of. The judge ends
  // the handshake in this mode too, and handshake() asks that it has judged.
  mbedtls_ssl_conf_authmode(&state->config, MBEDTLS_SSL_VERIFY_OPTIONAL);
  mbedtls_ssl_conf_verify(&state->config, &ServerCertificateJudge::on_certificate, &*state->judge);
  mbedtls_ssl_conf_ca_chain(&state->config, state->judge->roots(), nullptr);
  if (options.client) {
    if (auto shown = state->show(options.client->certificate_pem, options.client->key_pem, "client");
        !shown) {
      return std::unexpected(shown.error());
    }
  }
  must(mbedtls_ssl_setup(&state->ssl, &state->config), "TLS");
  ErrorCode no_address;
  boost::asio::ip::make_address(options.host, no_address);
  // An address is no SNI (RFC 6066, 3); 3.6 wants to be told that there is none.
  must(mbedtls_ssl_set_hostname(&state->ssl, no_address ? options.host.c_str() : nullptr), "host name");
  mbedtls_ssl_set_bio(&state->ssl, state.get(), &State::send, &State::receive, nullptr);
  return std::unique_ptr<TlsEngine>(new TlsEngine(std::move(state)));
}

Result<std::unique_ptr<TlsEngine>> TlsEngine::server(const TlsServerOptions& options) {
  auto state = std::make_unique<State>();
  state->where = "the client";
  state->set_up(MBEDTLS_SSL_IS_SERVER);
  if (auto shown = state->show(options.certificate_pem, options.key_pem, "server"); !shown) {
    return std::unexpected(shown.error());
  }
  if (!options.client_ca_pem.empty()) {
    auto cas = Certificates::parse(options.client_ca_pem, "the file of client certificates");
    if (!cas) {
      return std::unexpected(cas.error());
    }
    state->client_cas = std::move(*cas);
    mbedtls_ssl_conf_ca_chain(&state->config, state->client_cas->get(), nullptr);
    mbedtls_ssl_conf_authmode(&state->config, MBEDTLS_SSL_VERIFY_REQUIRED);
  }
  must(mbedtls_ssl_setup(&state->ssl, &state->config), "TLS");
  mbedtls_ssl_set_bio(&state->ssl, state.get(), &State::send, &State::receive, nullptr);
  return std::unique_ptr<TlsEngine>(new TlsEngine(std::move(state)));
}

TlsEngine::Step TlsEngine::handshake() {
  if (state_->broken) {
    return {Want::nothing, 0, state_->broken};
  }
  Step step = state_->outcome(mbedtls_ssl_handshake(&state_->ssl));
  if (step.want == Want::nothing && !step.error && state_->judge && !state_->judge->trusted()) {
    state_->broken = tls_error(MBEDTLS_ERR_X509_CERT_VERIFY_FAILED);
    step.error = state_->broken;
  }
  return step;
}

TlsEngine::Step TlsEngine::read(std::span<std::uint8_t> out) {
  for (;;) {
    if (state_->broken) {
      return {Want::nothing, 0, state_->broken};
    }
    if (state_->said_goodbye) {
      return {Want::nothing, 0, boost::asio::error::eof};
    }
    const int code = mbedtls_ssl_read(&state_->ssl, out.data(), out.size());
#if defined(MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET)
    if (code == MBEDTLS_ERR_SSL_RECEIVED_NEW_SESSION_TICKET) {
      continue;  // TLS 1.3; we never resume
    }
#endif
    if (code == 0 && !out.empty()) {
      // Either the end, or empty records.
      if (state_->input_has_ended && state_->input_begin == state_->input_end) {
        return state_->outcome(MBEDTLS_ERR_SSL_CONN_EOF);
      }
      continue;
    }
    return state_->outcome(code);
  }
}

TlsEngine::Step TlsEngine::write(core::ByteView in) {
  if (state_->broken) {
    return {Want::nothing, 0, state_->broken};
  }
  return state_->outcome(mbedtls_ssl_write(&state_->ssl, in.data(), in.size()));
}

TlsEngine::Step TlsEngine::close_notify() {
  if (state_->broken) {
    return {Want::nothing, 0, state_->broken};
  }
  return state_->outcome(mbedtls_ssl_close_notify(&state_->ssl));
}

std::span<std::uint8_t> TlsEngine::input_space() noexcept {
  State& state = *state_;
  if (state.input_begin == state.input_end) {
    state.input_begin = state.input_end = 0;
  }
  return std::span(state.input).subspan(state.input_end);
}

void TlsEngine::input_arrived(std::size_t size) noexcept {
  state_->watch.saw(core::ByteView(state_->input).subspan(state_->input_end, size));
  state_->input_end += size;
}

void TlsEngine::input_ended() noexcept {
  state_->input_has_ended = true;
}
bool TlsEngine::has_output() const noexcept {
  return !state_->output.empty();
}
std::size_t TlsEngine::output_size() const noexcept {
  return state_->output.size();
}

core::ByteView TlsEngine::take_output() {
  std::swap(state_->output, state_->leaving);
  state_->output.clear();
  return state_->leaving;
}

void TlsEngine::output_sent() noexcept {
  state_->leaving.clear();
}

const std::vector<std::string>& TlsEngine::warnings() const noexcept {
  static const std::vector<std::string> kNone;
  return state_->judge ? state_->judge->warnings() : kNone;
}

std::string TlsEngine::describe() const {
  const std::string version = mbedtls_ssl_get_version(&state_->ssl);  // "TLSv1.2"
  const char* suite = mbedtls_ssl_get_ciphersuite(&state_->ssl);      // "TLS-ECDHE-…-WITH-…"
  return describe_session(version, suite == nullptr ? "" : suite);
}

core::Error TlsEngine::explain_handshake(ErrorCode error) const {
  if (state_->judge && state_->judge->failure()) {
    return *state_->judge->failure();
  }
  return explain_handshake_error({.where = state_->where,
                                  .error = error,
                                  .alert = state_->watch.alert(),
                                  .agreed = state_->watch.saw_handshake(),
                                  .speaks_http = state_->watch.saw_http(),
                                  .showed_certificate = state_->own_certificate.has_value()});
}

}  // namespace dcrvoter::net
