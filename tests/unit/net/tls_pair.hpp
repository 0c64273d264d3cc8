/// Two TLS engines that talk to each other in memory.
#pragma once

#include "net/tls_engine.hpp"
#include "test_pki.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string_view>

namespace dcrvoter::net::testing {

inline Trust trust_in(const Identity& identity) {
  return {identity.certificate_pem, std::nullopt, nullptr};
}

inline std::unique_ptr<TlsEngine> client_engine(Trust trust, std::string host = "localhost",
                                                std::optional<ClientCertificate> client = std::nullopt) {
  auto engine = TlsEngine::client({host, host + ":9109", std::move(trust), std::move(client)});
  if (!engine) {
    FAIL(engine.error().text);
  }
  return std::move(*engine);
}

inline std::unique_ptr<TlsEngine> server_engine(const Identity& identity, const std::string& client_ca = {}) {
  auto engine = TlsEngine::server({identity.certificate_pem, identity.key_pem, client_ca});
  if (!engine) {
    FAIL(engine.error().text);
  }
  return std::move(*engine);
}

inline core::ByteView bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Puts `bytes` into `to`, at most `piece` at a time.
inline void feed(TlsEngine& to, core::ByteView bytes) {
  while (!bytes.empty()) {
    const auto space = to.input_space();
    const std::size_t size = std::min(space.size(), bytes.size());
    REQUIRE(size > 0);
    std::copy_n(bytes.begin(), size, space.begin());
    to.input_arrived(size);
    bytes = bytes.subspan(size);
  }
}

/// A wire with a tap: what passes may be changed, cut or just counted.
using Tap = std::function<core::Bytes(core::Bytes)>;

struct Pair {
  std::unique_ptr<TlsEngine> client;
  std::unique_ptr<TlsEngine> server;
  Tap to_client = [](core::Bytes bytes) { return bytes; };
  Tap to_server = [](core::Bytes bytes) { return bytes; };

  /// Moves what `from` has written over to `to`; whether there was anything.
  static bool move(TlsEngine& from, TlsEngine& to, const Tap& tap) {
    if (!from.has_output()) {
      return false;
    }
    const auto output = from.take_output();
    feed(to, tap(core::Bytes(output.begin(), output.end())));
    from.output_sent();
    return true;
  }

  struct Outcome {
    TlsEngine::Step client;
    TlsEngine::Step server;
    [[nodiscard]] static bool good(const TlsEngine::Step& step) {
      return step.want == TlsEngine::Want::nothing && !step.error;
    }
    [[nodiscard]] bool both_good() const { return good(client) && good(server); }
  };
  /// Until neither can go on.
  Outcome handshake() {
    Outcome outcome;
    for (bool moved = true; moved;) {
      outcome.client = client->handshake();
      moved = move(*client, *server, to_server);
      outcome.server = server->handshake();
      moved = move(*server, *client, to_client) || moved;
    }
    return outcome;
  }
  void shake() {
    const Outcome outcome = handshake();
    if (!outcome.both_good()) {
      FAIL(client->explain_handshake(outcome.client.error).text);
    }
  }
};

inline Pair make_pair(const Identity& identity = node_identity()) {
  return {client_engine(trust_in(identity)), server_engine(identity)};
}

/// All that `engine` can read now, and the step that stopped it.
struct ReadAll {
  std::string text;
  TlsEngine::Step last;
};
inline ReadAll read_all(TlsEngine& engine) {
  ReadAll all;
  std::array<std::uint8_t, 20000> buffer{};
  for (;;) {
    all.last = engine.read(buffer);
    if (all.last.want != TlsEngine::Want::nothing || all.last.error) {
      return all;
    }
    all.text.append(reinterpret_cast<const char*>(buffer.data()), all.last.bytes);
  }
}

/// Writes all of `text` in as many records as it takes.
inline void write_all(TlsEngine& engine, std::string_view text) {
  while (!text.empty()) {
    const auto step = engine.write(bytes_of(text));
    REQUIRE(step.want == TlsEngine::Want::nothing);
    REQUIRE(!step.error);
    text.remove_prefix(step.bytes);
  }
}

}  // namespace dcrvoter::net::testing
