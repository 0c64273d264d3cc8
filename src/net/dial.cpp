#include "net/dial.hpp"

#include "net/deadline.hpp"
#include "net/lookup.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace dcrvoter::net {

namespace {

using boost::system::error_code;
using core::Errc;
using core::Error;
using std::chrono::steady_clock;

Error not_reached(const std::string& where, const error_code& error, bool timed_out) {
  if (timed_out || error == asio::error::timed_out) {
    return {Errc::timed_out,
            where + " does not answer; is the machine on, and the port let through its firewall?"};
  }
  if (error == asio::error::connection_refused) {
    return {Errc::refused,
            where + " refused the connection; is the node running, and listening there (dcrd: rpclisten)?"};
  }
  if (error == asio::error::operation_aborted) {
    return {Errc::cancelled, "the connection to " + where + " was given up"};
  }
  return {Errc::io, where + " cannot be reached: " + error.message()};
}

}  // namespace

Task<core::Result<asio::ip::tcp::socket>> dial(Endpoint endpoint, steady_clock::duration deadline) {
  const auto executor = co_await asio::this_coro::executor;
  const std::string where = to_string(endpoint);
  const auto end = steady_clock::now() + deadline;
  auto addresses = co_await lookup(endpoint.host, deadline);
  if (!addresses) {
    co_return std::unexpected(Error{addresses.error().kind, where + ": " + addresses.error().text});
  }
  Error last{Errc::timed_out, where + " does not answer"};
  for (std::size_t i = 0; i < addresses->size(); ++i) {
    const auto share = (end - steady_clock::now()) / static_cast<int>(addresses->size() - i);
    asio::ip::tcp::socket socket(executor);
    const asio::ip::tcp::endpoint target((*addresses)[i], endpoint.port);
    const Deadline limit(executor, share, [&socket] {
      error_code ignored;
      socket.close(ignored);
    });
    const auto [error] = co_await socket.async_connect(target, asio::as_tuple(asio::use_awaitable));
    if (!error && socket.is_open()) {
      error_code ignored;
      socket.set_option(asio::ip::tcp::no_delay(true), ignored);
      co_return std::move(socket);
    }
    last = not_reached(where, error, limit.expired());
    if (last.kind == Errc::cancelled) {
      break;
    }
  }
  co_return std::unexpected(last);
}

}  // namespace dcrvoter::net
