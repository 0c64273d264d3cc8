#include "simnode/subsidy.hpp"

#include "simnode/ticket.hpp"
#include "vectors/vectors.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

namespace dcrvoter::simnode {

TEST_CASE("simnode/subsidy: votes are worth what dcrd says") {
  vectors::for_each_case("subsidy.json", [](const vectors::Object& one) {
    const auto& network = vectors::network(one);
    const auto height = vectors::number<std::uint32_t>(one, "height");
    CHECK(full_subsidy(network, height) == vectors::integer(one, "full"));
    if (height != 0xffffffff) {
      CHECK(vote_subsidy(network, height, height + 1) == vectors::integer(one, "vote_subsidy"));
    }
  });
}

TEST_CASE("simnode/subsidy: getblocksubsidy answers what dcrd was recorded to answer") {
  std::size_t seen = 0;
  for (const auto& line : vectors::fixture_lines("rpc_ws.jsonl")) {
    if (!vectors::has(line, "request") || !vectors::has(line, "reply")) {
      continue;
    }
    const auto request = boost::json::parse(vectors::text(line, "request")).as_object();
    if (vectors::text(request, "method") != "getblocksubsidy") {
      continue;
    }
    const auto& params = vectors::array(request, "params");
    const auto reply = boost::json::parse(vectors::text(line, "reply")).as_object();
    const auto& result = vectors::object(reply, "result");
    const BlockSubsidy s = block_subsidy(wire::network(wire::NetworkId::simnet),
                                         static_cast<std::uint32_t>(params.at(0).as_int64()),
                                         static_cast<std::uint32_t>(params.at(1).as_int64()), 1010);
    CAPTURE(params.at(0).as_int64());
    CHECK(s.developer == vectors::integer(result, "developer"));
    CHECK(s.pos == vectors::integer(result, "pos"));
    CHECK(s.pow == vectors::integer(result, "pow"));
    ++seen;
  }
  CHECK(seen == 30);
}

TEST_CASE("simnode/subsidy: price and subsidy are divided as dcrd divides them") {
  vectors::for_each_case("rewards.json", [](const vectors::Object& one) {
    Ticket ticket;
    for (const auto& entry : vectors::array(one, "contributions")) {
      ticket.commitments.push_back({{}, entry.as_int64(), 0});
    }
    ticket.price = vectors::integer(one, "price");
    const auto paid = shares(ticket, ticket.price + vectors::integer(one, "subsidy"));
    const auto& expected = vectors::array(one, "payouts");
    REQUIRE(paid.size() == expected.size());
    for (std::size_t i = 0; i < paid.size(); ++i) {
      CHECK(paid[i] == expected.at(i).as_int64());
    }
  });
}

}  // namespace dcrvoter::simnode
