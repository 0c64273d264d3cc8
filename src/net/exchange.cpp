#include "net/exchange.hpp"

#include "net/deadline.hpp"
#include "net/dial.hpp"
#include "net/tls_engine.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <functional>
#include <memory>
#include <utility>

namespace dcrvoter::net {

namespace {

using asio::ip::tcp;
using core::Errc;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
using Step = TlsEngine::Step;
using Verb = std::function<Step(TlsEngine&)>;

/// A socket, with TLS or without.
struct Line {
  tcp::socket socket;
  std::unique_ptr<TlsEngine> tls;  ///< null: without

  void drop() noexcept {
    ErrorCode ignored;
    socket.close(ignored);
  }
};

Task<ErrorCode> send(Line* line, core::ByteView bytes) {
  const auto [error, size] =
      co_await asio::async_write(line->socket, asio::buffer(bytes.data(), bytes.size()), kAwait);
  co_return error;
}

/// Does what the engine wants until the verb is done.
Task<Step> drive(Line* line, Verb verb) {
  for (;;) {
    Step step = verb(*line->tls);
    while (line->tls->has_output()) {
      const ErrorCode error = co_await send(line, line->tls->take_output());
      line->tls->output_sent();
      if (error) {
        co_return Step{.error = step.error ? step.error : error};
      }
    }
    if (step.error || step.want == TlsEngine::Want::nothing) {
      co_return step;
    }
    if (step.want == TlsEngine::Want::input) {
      const auto space = line->tls->input_space();
      const auto [error, size] =
          co_await line->socket.async_read_some(asio::buffer(space.data(), space.size()), kAwait);
      if (error == asio::error::eof) {
        line->tls->input_ended();
      } else if (error) {
        co_return Step{.error = error};
      } else {
        line->tls->input_arrived(size);
      }
    }
  }
}

Task<ErrorCode> write_all(Line* line, core::ByteView bytes) {
  if (!line->tls) {
    co_return co_await send(line, bytes);
  }
  while (!bytes.empty()) {
    const Step step = co_await drive(line, [bytes](TlsEngine& tls) { return tls.write(bytes); });
    if (step.error) {
      co_return step.error;
    }
    bytes = bytes.subspan(step.bytes);
  }
  co_return ErrorCode();
}

Task<Step> read_some(Line* line, std::span<std::uint8_t> space) {
  if (line->tls) {
    co_return co_await drive(line, [space](TlsEngine& tls) { return tls.read(space); });
  }
  const auto [error, size] =
      co_await line->socket.async_read_some(asio::buffer(space.data(), space.size()), kAwait);
  co_return Step{.bytes = size, .error = error};
}

/// All that can fail once there is a connection; a handshake's sentence is its own.
Task<core::Result<std::string>> converse(Line* line, const Exchange* exchange, std::string where) {
  if (line->tls) {
    const Step step = co_await drive(line, [](TlsEngine& tls) { return tls.handshake(); });
    if (step.error) {
      co_return std::unexpected(line->tls->explain_handshake(step.error));
    }
  }
  const std::string& question = exchange->question;
  ErrorCode error =
      co_await write_all(line, {reinterpret_cast<const std::uint8_t*>(question.data()), question.size()});
  std::string answer;
  std::array<std::uint8_t, 2048> part{};
  while (!error) {
    const Step step = co_await read_some(line, part);
    answer.append(reinterpret_cast<const char*>(part.data()), step.bytes);
    if (answer.find(exchange->answer_end) != std::string::npos) {
      co_return answer;
    }
    if (answer.size() > exchange->answer_limit) {
      co_return core::fail(Errc::too_large, where + " answered at too great length");
    }
    error = step.error;
  }
  const bool ended = error == asio::error::eof || error == tls_truncated();
  co_return core::fail(ended ? Errc::closed : Errc::io,
                       where + (ended ? " closed the connection" : ": " + error.message()));
}

}  // namespace

Task<core::Result<std::string>> ask_once(Exchange exchange) {
  const auto executor = co_await asio::this_coro::executor;
  const auto end = std::chrono::steady_clock::now() + exchange.deadline;
  const std::string where = to_string(exchange.to);
  Line line{tcp::socket(executor), nullptr};
  if (exchange.trust) {
    auto engine = TlsEngine::client({exchange.to.host, where, *exchange.trust, std::nullopt});
    if (!engine) {
      co_return std::unexpected(engine.error());
    }
    line.tls = std::move(*engine);
  }
  auto socket = co_await dial(exchange.to, exchange.deadline);
  if (!socket) {
    co_return std::unexpected(socket.error());
  }
  line.socket = std::move(*socket);
  const Deadline limit(executor, end - std::chrono::steady_clock::now(), [&line] { line.drop(); });
  auto answer = co_await converse(&line, &exchange, where);
  if (!answer && limit.expired()) {
    co_return core::fail(Errc::timed_out, where + " did not answer in time");
  }
  co_return answer;
}

}  // namespace dcrvoter::net
