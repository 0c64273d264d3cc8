#include "node/connection.hpp"

#include "net/websocket_ends.hpp"

namespace dcrvoter::node {
namespace {

using namespace net::testing;
using namespace std::chrono_literals;
using core::Errc;

/// More than what the system takes in for a peer that reads nothing.
constexpr std::size_t kLong = std::size_t{24} << 20U;

/// A connection to a server that reads nothing any more, in the middle of a long call.
core::Error end_of_stuck_call(Timing timing, std::chrono::milliseconds deadline) {
  net::asio::io_context io;
  ScriptedServer server(io);
  auto ends = net::testing::connect(io, server);
  const auto stuck = std::make_shared<Connection>(io.get_executor(), std::move(ends.client), timing,
                                                  [](Notification&&, core::SteadyTime) {});
  stuck->start();
  stuck->request("loadtxfilter", '"' + std::string(kLong, 'a') + '"', deadline, [](const ReplyView&) {});
  return run(io, stuck->closed());
}

TEST_CASE("node/connection: a ping that waits behind a call stops neither silence nor deadlines") {
  SUBCASE("silence") {
    const auto why = end_of_stuck_call({.ping_every = 20ms, .silence = 300ms}, 100s);
    CHECK(why.kind == Errc::timed_out);
    CHECK(why.text.starts_with("the node was silent for"));
  }
  SUBCASE("a call's deadline") {
    const auto why = end_of_stuck_call({.ping_every = 20ms, .silence = 100s}, 300ms);
    CHECK(why.kind == Errc::timed_out);
    CHECK(why.text.starts_with("the node did not answer 'loadtxfilter' in time; "));
  }
}

}  // namespace
}  // namespace dcrvoter::node
