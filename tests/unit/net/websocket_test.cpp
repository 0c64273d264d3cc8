#include "net/websocket.hpp"

#include "websocket_ends.hpp"

#include <boost/asio/steady_timer.hpp>

namespace dcrvoter::net {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;
using core::Errc;

core::Error read_error(asio::io_context& io, WebSocket& client) {
  const auto read = run(io, client.read());
  REQUIRE(!read);
  return read.error();
}

TEST_CASE("net/websocket: messages both ways, one frame each, in the order they come") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  for (const std::size_t size : {0U, 1U, 125U, 126U, 4000U, 16'000U, 70'000U, 500'000U}) {
    CAPTURE(size);
    const std::string text(size, 'j');
    const auto there = [](Ends& e, std::string message) -> Task<bool> {
      const auto [written, got] = co_await (e.client->write(message) && e.server->next_frame());
      co_return written&& got.opcode == Opcode::text&& got.last&& got.payload == message;
    };
    CHECK(run(io, there(ends, text)));
    const auto back = [](Ends& e, std::string message) -> Task<bool> {
      const auto [sent, got] = co_await (e.server->send(frame(Opcode::text, message)) && e.client->read());
      co_return sent&& got&&* got == message;
    };
    CHECK(run(io, back(ends, text)));
  }
  run(io, ends.server->send(frame(Opcode::text, "one") + frame(Opcode::text, "two") +
                            frame(Opcode::text, "three")));
  for (const char* expected : {"one", "two", "three"}) {
    const auto got = run(io, ends.client->read());
    REQUIRE(got);
    CHECK(*got == expected);
  }
}

TEST_CASE("net/websocket: messages that belong together are frames of their own") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  const auto before = ends.client->last_sent_time();
  const auto all = [](Ends& e) -> Task<bool> {
    const bool written = co_await e.client->write("one", WebSocket::More::yes) &&
                         co_await e.client->write("two", WebSocket::More::yes) &&
                         co_await e.client->write("three");
    const std::string texts = (co_await e.server->next_frame()).payload + " " +
                              (co_await e.server->next_frame()).payload + " " +
                              (co_await e.server->next_frame()).payload;
    co_return written&& texts == "one two three";
  };
  CHECK(run(io, all(ends)));
  CHECK(ends.client->last_sent_time() > before);
}

TEST_CASE("net/websocket: reads while it writes") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  const auto all = [](Ends& e) -> Task<bool> {
    const std::string up(3'000'000, 'u');
    const auto consume = [](Connection& c) -> Task<std::size_t> {
      const Frame got = co_await c.next_frame();
      co_return got.payload.size();
    };
    const auto [got, written, sent, size] =
        co_await (e.client->read() && e.client->write(up) &&
                  e.server->send(frame(Opcode::text, std::string(900'000, 'd'))) && consume(*e.server));
    co_return got && got->size() == 900'000 && written&& sent&& size == up.size();
  };
  CHECK(run(io, all(ends)));
}

TEST_CASE("net/websocket: fragments are joined, pings in between are answered") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  run(io, ends.server->send(frame(Opcode::text, "win", false) + frame(Opcode::ping, "are you there") +
                            frame(Opcode::more, "ning", false) + frame(Opcode::more, "tickets")));
  const auto got = run(io, ends.client->read());
  REQUIRE(got);
  CHECK(*got == "winningtickets");
  const Frame pong = run(io, ends.server->next_frame());
  CHECK(pong.opcode == Opcode::pong);
  CHECK(pong.payload == "are you there");
}

TEST_CASE("net/websocket: its own ping shows in the time of the last byte") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  const auto before = ends.client->last_byte_time();
  CHECK(run(io, ends.client->ping()));
  CHECK(run(io, ends.server->next_frame()).opcode == Opcode::ping);
  CHECK(ends.client->last_byte_time() == before);
  run(io, ends.server->send(frame(Opcode::pong, "")));
  bool read_ended = false;
  const auto reading = [](WebSocket& client, bool& ended) -> Task<void> {
    co_await client.read();
    ended = true;
  };
  start(io, reading(*ends.client, read_ended));
  io.restart();
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (ends.client->last_byte_time() == before && io.run_one_until(end) > 0) {
  }
  CHECK(ends.client->last_byte_time() > before);
  CHECK(!read_ended);
  ends.client.reset();  // with a read still pending
  io.run_for(kPatience);
  CHECK(read_ended);
}

TEST_CASE("net/websocket: frames that break the protocol end the connection") {
  struct Row {
    const char* name;
    std::string bytes;
    Errc kind;
  };
  const std::string huge("\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10);
  for (const Row& row :
       {Row{"reserved bit", std::string("\xc1\x01x", 3), Errc::malformed},
        Row{"unknown opcode", std::string("\x83\x01x", 3), Errc::malformed},
        Row{"masked by the server",
            std::string("\x81\x81"
                        "abcdx",
                        7),
            Errc::malformed},
        Row{"continues nothing", frame(Opcode::more, "x"), Errc::malformed},
        Row{"fragmented ping", frame(Opcode::ping, "x", false), Errc::malformed},
        Row{"long ping", frame(Opcode::ping, std::string(126, 'x')), Errc::malformed},
        Row{"close with one byte", frame(Opcode::close, "x"), Errc::malformed},
        Row{"no UTF-8", frame(Opcode::text, "\xff\xfe"), Errc::malformed},
        Row{"binary", frame(Opcode::binary, "x"), Errc::malformed},
        Row{"above the limit", frame(Opcode::text, std::string(1'000'001, 'x')), Errc::too_large},
        Row{"announces exabytes", huge, Errc::too_large},
        Row{"above the limit in pieces",
            frame(Opcode::text, std::string(600'000, 'x'), false) +
                frame(Opcode::more, std::string(600'000, 'x')),
            Errc::too_large}}) {
    CAPTURE(row.name);
    asio::io_context io;
    ScriptedServer server(io);
    Ends ends = connect(io, server);
    const auto both = [](Ends& e, std::string bytes) -> Task<core::Error> {
      const auto send_then_cut = [](Connection& c, std::string what) -> Task<bool> {
        co_await c.send(std::move(what));
        co_return true;
      };
      const auto [sent, got] = co_await (send_then_cut(*e.server, std::move(bytes)) && e.client->read());
      REQUIRE(!got);
      co_return got.error();
    };
    const auto error = run(io, both(ends, row.bytes));
    CHECK(error.kind == row.kind);
    CHECK(error.text.starts_with(server.where() + " "));
    const auto late = run(io, ends.client->write("too late"));
    REQUIRE(!late);
    CHECK(late.error() == error);
  }
}

TEST_CASE("net/websocket: the longest message allowed passes") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  const auto back = [](Ends& e) -> Task<bool> {
    const auto [sent, got] =
        co_await (e.server->send(frame(Opcode::text, std::string(1'000'000, 'x'))) && e.client->read());
    co_return sent&& got && got->size() == 1'000'000;
  };
  CHECK(run(io, back(ends)));
}

TEST_CASE("net/websocket: the other side ends it") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  SUBCASE("with a farewell") {
    run(io, ends.server->send(frame(Opcode::close, std::string("\x03\xe9", 2) + "going\naway")));
    const auto error = read_error(io, *ends.client);
    CHECK(error.kind == Errc::closed);
    CHECK(error.text == server.where() + " closed the connection (code 1001: going?away)");
  }
  SUBCASE("within a frame") {
    run(io, ends.server->send(frame(Opcode::text, "winningtickets").substr(0, 9)));
    ends.server->cut();
    CHECK(read_error(io, *ends.client).kind == Errc::closed);
  }
  SUBCASE("at once") {
    ends.server.reset();
    const auto error = read_error(io, *ends.client);
    CHECK(error.kind == Errc::closed);
    CHECK(error.text == server.where() + " closed the connection");
  }
  const auto late = run(io, ends.client->write("too late"));
  REQUIRE(!late);
  CHECK(late.error().kind == Errc::closed);
  CHECK(read_error(io, *ends.client) == late.error());
}

TEST_CASE("net/websocket: abort ends what is pending, at once") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  const auto abort_soon = [](WebSocket& client) -> Task<bool> {
    client.abort();
    co_return true;
  };
  const auto both = [&abort_soon](WebSocket& client) -> Task<Errc> {
    const auto [got, done] = co_await (client.read() && abort_soon(client));
    REQUIRE(!got);
    co_return got.error().kind;
  };
  CHECK(run(io, both(*ends.client)) == Errc::cancelled);
  CHECK(read_error(io, *ends.client).kind == Errc::cancelled);
}

TEST_CASE("net/websocket: a timer beside it cancels a read") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  const auto race = [](WebSocket& client) -> Task<bool> {
    asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
    const auto won = co_await (client.read() || timer.async_wait(asio::as_tuple(asio::use_awaitable)));
    co_return won.index() == 1;
  };
  CHECK(run(io, race(*ends.client)));
}

TEST_CASE("net/websocket: closes with a farewell") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  const auto serve = [](Connection& c) -> Task<bool> {
    const Frame got = co_await c.next_frame();
    CHECK(got.opcode == Opcode::close);
    CHECK(got.payload == std::string("\x03\xe8", 2));
    co_await c.send(frame(Opcode::close, got.payload));
    const std::string rest = co_await c.receive(1);
    co_return rest.empty();
  };
  const auto farewell = [](WebSocket& client) -> Task<bool> {
    co_await client.close(kPatience);
    co_return true;
  };
  SUBCASE("and nothing pending") {
    const auto both = [&](Ends& e) -> Task<bool> {
      const auto [a, b] = co_await (farewell(*e.client) && serve(*e.server));
      co_return a&& b;
    };
    CHECK(run(io, both(ends)));
    CHECK(read_error(io, *ends.client).kind == Errc::closed);
  }
  SUBCASE("and a read pending") {
    const auto all = [&](Ends& e) -> Task<bool> {
      const auto [got, a, b] = co_await (e.client->read() && farewell(*e.client) && serve(*e.server));
      co_return !got && got.error().kind == Errc::closed && a && b;
    };
    CHECK(run(io, all(ends)));
  }
}

TEST_CASE("net/websocket: a server that ignores the farewell is left within the deadline") {
  asio::io_context io;
  ScriptedServer server(io);
  Ends ends = connect(io, server);
  const auto begin = std::chrono::steady_clock::now();
  run(io, ends.client->close(20ms));
  CHECK(std::chrono::steady_clock::now() - begin < kPatience / 2);
}

}  // namespace
}  // namespace dcrvoter::net
