#include "vectors/vectors.hpp"
#include "wire/network.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

namespace dcrvoter::vectors {
namespace {

void check_agenda(const Object& one, const wire::Network& net, const wire::Agenda& agenda) {
  CHECK(agenda.vote_version == unsigned_integer(one, "vote_version"));
  CHECK((agenda.vote_version == net.vote_version) == boolean(one, "current"));
  CHECK(agenda.id == text(one, "id"));
  CHECK(agenda.mask == unsigned_integer(one, "mask"));
  CHECK(agenda.forced_choice == text(one, "forced_choice"));
  CHECK(agenda.start_time == unsigned_integer(one, "start_time"));
  CHECK(agenda.expire_time == unsigned_integer(one, "expire_time"));
  const auto& choices = array(one, "choices");
  REQUIRE(choices.size() == agenda.choices.size());
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const Object& choice = choices[i].as_object();
    CHECK(agenda.choices[i].id == text(choice, "id"));
    CHECK(agenda.choices[i].bits == unsigned_integer(choice, "bits"));
    CHECK((agenda.choices[i].id == "abstain") == boolean(choice, "is_abstain"));
    CHECK((agenda.choices[i].id == "no") == boolean(choice, "is_no"));
  }
}

TEST_CASE("vectors/agendas: our table is dcrd's, in its order, and holds nothing else") {
  std::map<wire::NetworkId, std::size_t> seen;
  for_each_case("agendas.json", [&seen](const Object& one) {
    const wire::Network& net = network(one);
    const std::size_t index = seen[net.id]++;
    REQUIRE(index < net.agendas.size());
    check_agenda(one, net, net.agendas[index]);
  });
  for (const auto& [id, count] : seen) {
    const wire::Network& net = wire::network(id);
    CHECK(count == net.agendas.size());
    CHECK(std::ranges::max(net.agendas, {}, &wire::Agenda::vote_version).vote_version == net.vote_version);
  }
  CHECK(seen.size() == 3);
}

}  // namespace
}  // namespace dcrvoter::vectors
