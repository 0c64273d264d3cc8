#include "vectors/vectors.hpp"
#include "vote/builder.hpp"
#include "vote/choices.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::vectors {
namespace {

const core::Hash kTicket =
    from_hash_string("76acab1ca28a1c215d144b40c26eaa0e0160a34c533211a8e46a488e6e91f21f");

vote::ChoiceTable table(const boost::json::array& choices) {
  vote::ChoiceTable out;
  for (const auto& choice : choices) {
    const Object& fields = choice.as_object();
    out.agendas.emplace(text(fields, "agenda"), text(fields, "choice"));
  }
  return out;
}

/// The vote bits output of a vote with this content.
core::Bytes bits_output(const wire::Network& net, std::uint16_t bits, std::uint32_t version) {
  const vote::Ticket ticket{kTicket, 100, {}, {vote::Commitment{{}, 100, 0}}};
  const auto decided =
      vote::decide_vote(net, ticket, {kTicket, net.stake_validation_height}, {bits, version, {}});
  REQUIRE(decided);
  return decided->transaction().outputs.at(1).script;
}

void check_encoding(const Object& one, const vote::Choices& choices) {
  const wire::Network& net = network(one);
  const auto version = number<std::uint32_t>(one, "vote_version");
  const std::uint16_t bits = vote::vote_bits(net, version, choices, kTicket);
  CHECK(bits == unsigned_integer(one, "vote_bits"));
  CHECK(bits_output(net, bits, version) == bytes(one, "script"));
}

void check_decoding(const Object& one) {
  const auto bits = number<std::uint16_t>(one, "vote_bits");
  const auto decoded = vote::decode_vote_bits(network(one), number<std::uint32_t>(one, "vote_version"), bits);
  CHECK(((bits & 1U) != 0) == boolean(one, "block_valid"));
  const auto& expected = array(one, "choices");
  REQUIRE(decoded.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Object& choice = expected[i].as_object();
    CHECK(decoded[i].agenda == text(choice, "agenda"));
    CHECK(decoded[i].choice == text(choice, "choice"));
    CHECK(decoded[i].invalid == boolean(choice, "invalid"));
  }
}

TEST_CASE("vectors/votebits: choices to bits and back, ticket before wallet") {
  for_each_case("votebits.json", [](const Object& one) {
    const std::string kind = text(one, "kind");
    if (kind == "decode") {
      check_decoding(one);
    } else if (kind == "encode") {
      check_encoding(one, {table(array(one, "choices")), {}});
      check_encoding(one, {{}, {{kTicket, table(array(one, "choices"))}}});
    } else {
      REQUIRE(kind == "precedence");
      check_encoding(one,
                     {table(array(one, "wallet_choices")), {{kTicket, table(array(one, "ticket_choices"))}}});
    }
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
