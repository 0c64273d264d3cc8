#include "net/dial.hpp"

#include "net/deadline.hpp"
#include "net/lookup.hpp"
#include "net/tls_error.hpp"
#include "run_task.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <latch>

namespace dcrvoter::net {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;
using asio::ip::tcp;
using core::Errc;

tcp::acceptor listen(asio::io_context& io, const char* address = "127.0.0.1") {
  return {io, {asio::ip::make_address(address), 0}};
}

TEST_CASE("net/lookup: an address is its own") {
  asio::io_context io;
  for (const char* text : {"127.0.0.1", "::1"}) {
    const auto found = run(io, lookup(text, 0s));
    REQUIRE(found);
    CHECK(*found == std::vector{asio::ip::make_address(text)});
  }
}

TEST_CASE("net/lookup: a name, known or not") {
  asio::io_context io;
  const auto found = run(io, lookup("localhost", kPatience));
  REQUIRE(found);
  CHECK(found->front().is_loopback());
  const auto none = run(io, lookup(std::string(64, 'a'), kPatience));  // fails without asking anybody
  REQUIRE(!none);
  CHECK(none.error().kind == Errc::not_found);
  CHECK(none.error().text.find("cannot be looked up") != std::string::npos);
}

std::latch* gate = nullptr;
std::atomic<int> asked = 0;
Addresses slow(const std::string& /*host*/) {
  ++asked;
  gate->wait();
  return std::vector<asio::ip::address>{asio::ip::make_address("192.0.2.7")};
}

TEST_CASE("net/lookup: one that hangs is left behind, and joined by the next") {
  std::latch opened(1);
  gate = &opened;
  asked = 0;
  asio::io_context io;
  const auto late = run(io, lookup("slow.example", 1ms, &slow));
  REQUIRE(!late);
  CHECK(late.error().kind == Errc::timed_out);
  const auto both = [&opened]() -> Task<bool> {
    const auto open = [](std::latch& latch) -> Task<bool> {
      latch.count_down();
      co_return true;
    };
    const auto [a, b, c] = co_await (lookup("slow.example", kPatience, &slow) &&
                                     lookup("slow.example", kPatience, &slow) && open(opened));
    co_return a&& a == b;
  };
  CHECK(run(io, both()));
  CHECK(asked == 1);
}

TEST_CASE("net/lookup: who waits may go while it hangs") {
  std::latch opened(1);
  gate = &opened;
  asked = 0;
  {
    asio::io_context io;
    const auto wait = []() -> Task<void> { co_await lookup("gone.example", kPatience, &slow); };
    start(io, wait());
    io.poll();
  }
  opened.count_down();
  asio::io_context io;
  CHECK(run(io, lookup("gone.example", kPatience, &slow)));  // after the first has answered nobody
}

TEST_CASE("net/dial: connects, and sends small messages at once") {
  asio::io_context io;
  auto acceptor = listen(io);
  const auto port = acceptor.local_endpoint().port();
  for (const char* host : {"127.0.0.1", "localhost"}) {  // a name may have ::1 first, where nobody listens
    auto socket = run(io, dial({host, port}, kPatience));
    REQUIRE(socket);
    tcp::no_delay option;
    socket->get_option(option);
    CHECK(option.value());
  }
}

TEST_CASE("net/dial: nobody listens") {
  asio::io_context io;
  auto acceptor = listen(io);
  const auto port = acceptor.local_endpoint().port();
  acceptor.close();
  const auto socket = run(io, dial({"127.0.0.1", port}, kPatience));
  REQUIRE(!socket);
  CHECK(socket.error().kind == Errc::refused);
  CHECK(socket.error().text.starts_with("127.0.0.1:" + std::to_string(port) + " refused the connection"));
}

TEST_CASE("net/dial: nobody answers") {
  asio::io_context io;
  tcp::acceptor acceptor(io, tcp::v4());
  acceptor.bind({asio::ip::address_v4::loopback(), 0});
  acceptor.listen(0);  // one waits to be accepted, the next ones' packets are dropped
  const auto port = acceptor.local_endpoint().port();
  std::vector<tcp::socket> fill;
  for (int i = 0; i < 4; ++i) {
    fill.emplace_back(io);
    fill.back().async_connect(acceptor.local_endpoint(), [](ErrorCode) {});
  }
  const auto socket = run(io, dial({"127.0.0.1", port}, 50ms));
  REQUIRE(!socket);
  CHECK(socket.error().kind == Errc::timed_out);
  CHECK(socket.error().text.find("does not answer") != std::string::npos);
}

TEST_CASE("net/dial: a name that does not exist") {
  asio::io_context io;
  const auto socket = run(io, dial({std::string(64, 'a'), 9109}, kPatience));
  REQUIRE(!socket);
  CHECK(socket.error().kind == Errc::not_found);
  CHECK(socket.error().text.find(":9109: the name") != std::string::npos);
}

TEST_CASE("net/deadline: calls once, unless it went before") {
  asio::io_context io;
  int calls = 0;
  {
    const Deadline gone(io.get_executor(), 0ms, [&calls] { ++calls; });
  }
  std::optional<Deadline> kept;
  kept.emplace(io.get_executor(), 1ms, [&calls] { calls += 10; });
  CHECK(!kept->expired());
  io.run();
  CHECK(calls == 10);
  CHECK(kept->expired());
}

}  // namespace
}  // namespace dcrvoter::net
