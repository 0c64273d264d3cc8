#include "node/calls.hpp"

#include "net/websocket_ends.hpp"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace dcrvoter::node {
namespace {

using namespace net::testing;
using namespace net::asio::experimental::awaitable_operators;
using core::Errc;

std::string agenda(const std::string& id, const std::string& description) {
  return R"({"id":")" + id + R"(","description":")" + description + R"(","status":"started"})";
}

/// getvoteinfo, answered with these agendas.
CallResult<VoteInfo> told(const std::vector<std::string>& agendas) {
  net::asio::io_context io;
  ScriptedServer server(io);
  auto ends = net::testing::connect(io, server);
  const auto node = std::make_shared<Connection>(io.get_executor(), std::move(ends.client), Timing{},
                                                 [](Notification&&, core::SteadyTime) {});
  node->start();
  std::string list;
  for (const auto& one : agendas) {
    list += (list.empty() ? "" : ",") + one;
  }
  const auto answer = [](net::testing::Connection& s, std::string listed) -> net::Task<bool> {
    const auto request = boost::json::parse((co_await s.next_frame()).payload).as_object();
    co_return co_await s.send(
        frame(Opcode::text, R"({"result":{"currentheight":5,"voteversion":11,"agendas":[)" + listed +
                                R"(]},"error":null,"id":)" + boost::json::serialize(request.at("id")) + "}"));
  };
  const auto both = [&](const auto& reply) -> net::Task<CallResult<VoteInfo>> {
    auto [info, sent] = co_await (get_vote_info(node, 11) && reply(*ends.server, list));
    node->fail({Errc::cancelled, "over"});
    co_return std::move(info);
  };
  return run(io, both(answer));
}

TEST_CASE("node/calls: agendas as a node lists them") {
  const auto info = told({agenda("one", "the first"), agenda("two", "the second")});
  REQUIRE(info);
  CHECK(info->current_height == 5);
  REQUIRE(info->agendas.size() == 2);
  CHECK(info->agendas[1].id == "two");
  CHECK(info->agendas[1].description == "the second");
  CHECK(info->agendas[1].status == "started");
}

TEST_CASE("node/calls: more agendas than votes have bits for are refused") {
  const std::vector<std::string> most(kMaxAgendas, agenda("one", ""));
  CHECK(told(most));
  auto more = most;
  more.push_back(more.front());
  const auto info = told(more);
  REQUIRE_FALSE(info);
  CHECK(info.error().kind == Errc::malformed);
}

TEST_CASE("node/calls: of an agenda's texts only so much is kept") {
  const auto info = told({agenda(std::string(100'000, 'i'), std::string(500'000, 'd'))});
  REQUIRE(info);
  CHECK(info->agendas.at(0).id.size() == kMaxAgendaText);
  CHECK(info->agendas.at(0).description.size() == kMaxAgendaText);
}

}  // namespace
}  // namespace dcrvoter::node
