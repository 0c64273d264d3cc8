#include "node/supervisor.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <random>
#include <tuple>
#include <utility>

namespace dcrvoter::node {

namespace asio = net::asio;
using core::Errc;
using core::Error;
using core::fail;
using core::Result;

namespace {

/// Tells whether the settings changed since the last try; the password takes part as a hash only.
std::size_t mark_of(const net::WebSocketOptions& options) {
  std::size_t mark = 17;
  const auto add = [&mark](std::string_view text) { mark = mark * 31 + std::hash<std::string_view>()(text); };
  add(options.user);
  add(options.password.view());
  add(options.trust.certificate_pem);
  if (options.client) {
    add(options.client->certificate_pem);
    add(options.client->key_pem.view());
  }
  return mark;
}

}  // namespace

bool is_synced(const BlockchainInfo& info, const wire::Network& network) noexcept {
  const bool downloading = info.initial_block_download && network.id != wire::NetworkId::simnet;
  return !downloading && info.blocks >= info.headers;
}

Result<void> check_version(const Version& version) {
  constexpr std::uint32_t kMajor = 8;
  constexpr std::uint32_t kMinor = 3;
  if (version.api_major == kMajor && version.api_minor >= kMinor) {
    return {};
  }
  return fail(
      Errc::unsupported,
      fmt::format("the node speaks JSON-RPC version {}.{}.{}, this program needs {}.{}.0 or a later {}.x: "
                  "update {}",
                  version.api_major, version.api_minor, version.api_patch, kMajor, kMinor, kMajor,
                  version.api_major > kMajor ? "dcrvoter" : "dcrd"));
}

Supervisor::Supervisor(asio::any_io_executor executor, NodeId id, const wire::Network& network,
                       NodeSettings settings, NodeListener& listener)
    : executor_(std::move(executor)),
      id_(id),
      network_(network),
      settings_(std::move(settings)),
      listener_(listener),
      retry_(executor_) {}

void Supervisor::stop() {
  stopping_ = true;
  retry_.cancel();
  give_up_dial_.emit(asio::cancellation_type::terminal);
  if (connection_) {
    connection_->fail(Error{Errc::cancelled, "stopping"});
  }
}

net::Task<Result<void>> Supervisor::identify(ConnectionPtr connection) {
  auto magic = co_await get_current_net(connection);
  if (!magic) {
    co_return std::unexpected(to_error(magic.error(), "getcurrentnet"));
  }
  if (*magic != network_.magic) {
    std::string_view other = "another network";
    for (const auto id : {wire::NetworkId::mainnet, wire::NetworkId::testnet3, wire::NetworkId::simnet}) {
      if (wire::network(id).magic == *magic) {
        other = wire::network(id).name;
      }
    }
    co_return fail(Errc::wrong_network,
                   fmt::format("the node is on {}, this voter on {}: correct 'network' or the node's address",
                               other, network_.name));
  }
  auto version = co_await get_version(connection);
  if (!version) {
    co_return std::unexpected(to_error(version.error(), "version"));
  }
  co_return check_version(*version);
}

net::Task<Result<std::unique_ptr<net::WebSocket>>> Supervisor::dial(net::WebSocketOptions options) {
  if (stopping_) {
    co_return fail(Errc::cancelled, "stopping");
  }
  auto [bug, socket] = co_await asio::co_spawn(
      executor_, net::WebSocket::connect(std::move(options)),
      asio::bind_cancellation_slot(give_up_dial_.slot(), asio::as_tuple(asio::use_awaitable)));
  if (stopping_) {  // then it was cancelled, which Asio may tell by an exception
    co_return fail(Errc::cancelled, "stopping");
  }
  net::rethrow(bug);
  co_return std::move(socket);
}

net::Task<Error> Supervisor::one_connection() {
  auto options = co_await settings_.options();
  if (!options) {
    co_return options.error();
  }
  options_mark_ = mark_of(*options);
  auto socket = co_await dial(std::move(*options));
  if (!socket) {
    co_return socket.error();
  }
  if ((*socket)->warnings() != last_warnings_) {
    last_warnings_ = (*socket)->warnings();
    for (const auto& warning : last_warnings_) {
      spdlog::warn("node {}: {}", settings_.name, warning);
    }
  }
  connection_ = std::make_shared<Connection>(executor_, std::move(*socket), settings_.timing,
                                             [this](Notification&& event, core::SteadyTime arrived) {
                                               listener_.on_notification(id_, std::move(event), arrived);
                                             });
  auto connection = connection_;  // outlives this coroutine's use of it
  connection->start();
  auto identified = co_await identify(connection);
  if (!identified) {
    connection->fail(identified.error());
    auto why = co_await connection->closed();
    if (why.kind == Errc::closed) {
      why.text += "; if this repeats, its rpcmaxwebsockets may be used up";
    }
    connection_.reset();
    co_return why;
  }
  const auto say_connected = [&] {
    spdlog::info("node {}: connected ({})", settings_.name, connection->socket().describe_tls());
  };
  // After a failure only once it is mended: a login that may not do enough connects well each time.
  const bool had_failed = !last_failure_.empty();
  if (!had_failed) {
    say_connected();
  }
  auto prepared = co_await listener_.on_connected(id_, connection);
  if (!prepared) {
    connection->fail(prepared.error());
  } else {
    if (had_failed) {
      say_connected();
    }
    last_failure_.clear();
    backoff_.reset();
  }
  auto why = co_await connection->closed();
  connection_.reset();
  listener_.on_disconnected(id_, why);
  co_return why;
}

void Supervisor::log_failure(const Error& why) {
  if (why.text != last_failure_) {
    // What comes from the net room mostly begins with the node's name.
    const bool named = why.text.starts_with(settings_.name);
    spdlog::warn("node {}{}{}", named ? "" : settings_.name, named ? "" : ": ", why.text);
    last_failure_ = why.text;
  }
}

net::Task<void> Supervisor::wait_before_retry(Error why) {
  const auto cause = net::Backoff::cause_of(why.kind);
  auto left = backoff_.next(cause, std::random_device()());
  while (!stopping_ && left.count() > 0) {
    const auto step = std::min(left, std::chrono::milliseconds(1000));
    retry_.expires_after(step);
    co_await retry_.async_wait(asio::as_tuple(asio::use_awaitable));
    left -= step;
    if (cause != net::Backoff::Cause::misconfigured || stopping_ || left.count() == 0) {
      continue;
    }
    // A wrong login or certificate is mended by changing a file: look whether one was.
    auto options = co_await settings_.options();
    if (options && mark_of(*options) != options_mark_) {
      backoff_.reset();
      break;
    }
  }
}

net::Task<void> Supervisor::run() {
  while (!stopping_) {
    auto why = co_await one_connection();
    if (stopping_) {
      break;
    }
    log_failure(why);
    co_await wait_before_retry(std::move(why));
  }
}

}  // namespace dcrvoter::node
