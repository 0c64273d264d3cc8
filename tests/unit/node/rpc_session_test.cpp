#include "node/rpc_session.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <vector>

using dcrvoter::core::Errc;
using dcrvoter::core::SteadyTime;
using dcrvoter::node::CallError;
using dcrvoter::node::Notification;
using dcrvoter::node::ReplyView;
using dcrvoter::node::RpcSession;
using dcrvoter::node::WinningTickets;
using std::chrono::seconds;

namespace {

const SteadyTime kNow{};

/// A session and all that came out of it.
struct Talk {
  RpcSession session;
  std::vector<Notification> notices;
  std::vector<std::string> answers;

  std::string ask(std::string_view method, SteadyTime deadline = kNow + seconds(10)) {
    return session.request(method, "[]", deadline, [this](const ReplyView& reply) {
      answers.push_back(reply ? boost::json::serialize(**reply)
                              : std::to_string(reply.error().code) + " " + reply.error().text);
    });
  }
  dcrvoter::core::Result<void> hear(std::string_view text) {
    return session.on_message(text, [this](Notification&& event) { notices.push_back(std::move(event)); });
  }
};

constexpr std::string_view kWinners =
    R"({"jsonrpc":"1.0","method":"winningtickets","params":["6b0d900cad3d75eb161ce8baa6d9d09b7baf0525deb2e7e63586881384ea0faf",)"
    R"(144,{"0":"ef445bbc3b52f56b9d3a99dcf6b4a6ef8d553e8a4714c6d94e73408c58b22266"}],"id":null})";

}  // namespace

TEST_CASE("node/rpc_session: writes requests as dcrd reads them") {
  Talk talk;
  CHECK(talk.ask("version") == R"({"jsonrpc":"1.0","id":1,"method":"version","params":[]})");
  CHECK(talk.ask("getinfo") == R"({"jsonrpc":"1.0","id":2,"method":"getinfo","params":[]})");
  CHECK(talk.session.pending() == 2);
}

TEST_CASE("node/rpc_session: replies in any order, with notifications between") {
  Talk talk;
  (void)talk.ask("a");
  (void)talk.ask("b");
  REQUIRE(talk.hear(R"({"jsonrpc":"1.0","result":2,"error":null,"id":2})"));
  REQUIRE(talk.hear(kWinners));
  REQUIRE(talk.hear(
      R"({"jsonrpc":"1.0","result":null,"error":{"code":-40,"message":"again"},"id":1,"new":{"x":[1]}})"));
  CHECK(talk.answers == std::vector<std::string>{"2", "-40 again"});
  REQUIRE(talk.notices.size() == 1);
  const auto& winners = std::get<WinningTickets>(talk.notices[0]);
  CHECK(winners.height == 144);
  CHECK(winners.tickets.at(0).to_string() ==
        "ef445bbc3b52f56b9d3a99dcf6b4a6ef8d553e8a4714c6d94e73408c58b22266");
  CHECK(talk.session.pending() == 0);
}

TEST_CASE("node/rpc_session: answers in a batch") {
  Talk talk;
  (void)talk.ask("a");
  (void)talk.ask("b");
  REQUIRE(talk.hear(R"([{"result":[],"error":null,"id":2},{"result":1,"error":null,"id":1}])"));
  CHECK(talk.answers == std::vector<std::string>{"[]", "1"});
}

TEST_CASE("node/rpc_session: no node batches what it tells unasked, so that one message is one event") {
  Talk talk;
  const auto heard = talk.hear("[" + std::string(kWinners) + "," + std::string(kWinners) + "]");
  REQUIRE_FALSE(heard);
  CHECK(heard.error().kind == Errc::malformed);
  CHECK(heard.error().text.find("notification") != std::string::npos);
  CHECK(talk.notices.empty());
}

TEST_CASE("node/rpc_session: passes over what it does not know") {
  Talk talk;
  (void)talk.ask("a");
  CHECK(talk.hear(R"({"result":1,"error":null,"id":99})"));
  CHECK(talk.hear(R"({"result":1,"error":null,"id":"1"})"));
  CHECK(talk.hear(R"({"result":1,"error":null,"id":1.5})"));
  CHECK(talk.hear(R"({"result":1,"error":null,"id":-1})"));
  CHECK(talk.hear(R"({"jsonrpc":"1.0","method":"mixmessage","params":[1,2],"id":null})"));
  CHECK(talk.answers.empty());
  CHECK(talk.notices.empty());
}

TEST_CASE("node/rpc_session: a handler may ask again") {
  RpcSession session;
  int answered = 0;
  (void)session.request("a", "[]", kNow, [&](const ReplyView&) {
    ++answered;
    (void)session.request("b", "[]", kNow, [&](const ReplyView&) { ++answered; });
  });
  REQUIRE(session.on_message(R"({"result":1,"error":null,"id":1})", [](Notification&&) {}));
  REQUIRE(session.on_message(R"({"result":1,"error":null,"id":2})", [](Notification&&) {}));
  CHECK(answered == 2);
}

TEST_CASE("node/rpc_session: refuses garbage with a reason") {
  struct Row {
    std::string_view text;
    Errc kind;
  };
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  const Row rows[] = {
      {"", Errc::malformed},
      {"nonsense", Errc::malformed},
      {R"({"result":1,"error":null,"id":1)", Errc::malformed},
      {"17", Errc::malformed},
      {"[17]", Errc::malformed},
      {"{}", Errc::malformed},
      {R"({"method":5,"params":[]})", Errc::malformed},
      {R"({"method":"winningtickets"})", Errc::malformed},
      {R"({"method":"winningtickets","params":[]})", Errc::malformed},
      {R"({"method":"winningtickets","params":["00",1,{}]})", Errc::malformed},
      {deep, Errc::malformed},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    Talk talk;
    const auto heard = talk.hear(row.text);
    REQUIRE_FALSE(heard);
    CHECK(heard.error().kind == row.kind);
    CHECK_FALSE(heard.error().text.empty());
  }
}

TEST_CASE("node/rpc_session: a notice of winning tickets that is cut anywhere is refused") {
  for (std::size_t length = 0; length < kWinners.size(); ++length) {
    CAPTURE(length);
    Talk talk;
    CHECK_FALSE(talk.hear(kWinners.substr(0, length)));
    CHECK(talk.notices.empty());
  }
}

TEST_CASE("node/rpc_session: a message that would fill the memory is refused") {
  for (const int count : {800'000, 3'000'000}) {  // while it is read, and what would be left of it
    CAPTURE(count);
    Talk talk;
    std::string zeros = "[";
    for (int i = 0; i < count; ++i) {
      zeros += "0,";
    }
    zeros += "0]";
    const auto heard = talk.hear(R"({"result":)" + zeros + R"(,"error":null,"id":1})");
    REQUIRE_FALSE(heard);
    CHECK(heard.error().kind == Errc::too_large);
  }
}

TEST_CASE("node/rpc_session: more winners than a block can draw are refused") {
  std::string text =
      R"({"method":"winningtickets","params":["6b0d900cad3d75eb161ce8baa6d9d09b7baf0525deb2e7e63586881384ea0faf",144,{)";
  for (std::size_t i = 0; i <= dcrvoter::node::kMaxWinners; ++i) {
    text += (i == 0 ? "\"" : ",\"") + std::to_string(i) +
            R"(":"ef445bbc3b52f56b9d3a99dcf6b4a6ef8d553e8a4714c6d94e73408c58b22266")";
  }
  Talk talk;
  const auto heard = talk.hear(text + "}]}");
  REQUIRE_FALSE(heard);
  CHECK(heard.error().kind == Errc::too_large);
}

TEST_CASE("node/rpc_session: deadlines and the end") {
  Talk talk;
  CHECK(talk.session.first_deadline() == SteadyTime::max());
  (void)talk.ask("slow", kNow + seconds(5));
  (void)talk.ask("slower", kNow + seconds(7));
  CHECK(talk.session.first_deadline() == kNow + seconds(5));
  CHECK_FALSE(talk.session.expired(kNow + seconds(4)));
  CHECK(talk.session.expired(kNow + seconds(5)));
  CHECK(talk.session.expired_method(kNow + seconds(5)) == "slow");
  talk.session.fail_all(CallError{.kind = Errc::closed, .code = 0, .text = "gone"});
  CHECK(talk.answers == std::vector<std::string>{"0 gone", "0 gone"});
  CHECK_FALSE(talk.session.expired(kNow + seconds(9)));
}

TEST_CASE("node/rpc_session: does not open calls without bound") {
  Talk talk;
  for (std::size_t i = 0; i < RpcSession::kMaxPending; ++i) {
    REQUIRE_FALSE(talk.ask("a").empty());
  }
  CHECK(talk.ask("one too many").empty());
  REQUIRE(talk.answers.size() == 1);
  CHECK(talk.session.pending() == RpcSession::kMaxPending);
}
