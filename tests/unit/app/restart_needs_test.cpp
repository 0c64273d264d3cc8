#include "app/restart_needs.hpp"

#include <doctest/doctest.h>

#include <functional>

namespace dcrvoter::app {
namespace {

Configuration example() {
  Configuration configuration;
  configuration.nodes.resize(2);
  configuration.nodes[1].password.text = "secret";
  return configuration;
}

TEST_CASE("app/restart_needs: names what a reload leaves as it is, and nothing else") {
  struct Row {
    const char* parts;
    std::function<void(Configuration&)> change;
  };
  const Row rows[] = {
      {"", [](Configuration&) {}},
      {"", [](Configuration& c) { c.choices.general.agendas["maxtreasuryspend"] = "yes"; }},
      {"", [](Configuration& c) { c.alert.webhook_url = "https://example.org"; }},
      {"", [](Configuration& c) { c.backup_waived = true; }},
      {"", [](Configuration& c) { c.nodes[0].line = 40; }},
      {"state", [](Configuration& c) { c.state = "/elsewhere"; }},
      {"[[node]]", [](Configuration& c) { c.nodes.pop_back(); }},
      {"[[node]]", [](Configuration& c) { c.nodes[0].address.port = 9109; }},
      {"", [](Configuration& c) { c.nodes[0].user = "voter"; }},
      {"", [](Configuration& c) { c.nodes[0].pin.emplace(); }},
      {"", [](Configuration& c) { c.nodes[1].password.text = "another"; }},
      {"", [](Configuration& c) { c.nodes[0].certificate.file = "/rpc.cert"; }},
      {"", [](Configuration& c) { c.nodes[0].client_certificate.file = "/client.cert"; }},
      {"", [](Configuration& c) { c.nodes[0].client_key.file = "/client.key"; }},
      {"[keys]", [](Configuration& c) { c.first_index = 5000; }},
      {"[keys]", [](Configuration& c) { c.voting_key = "/credential"; }},
      {"[page]", [](Configuration& c) { c.page.show = PageConfiguration::Show::health; }},
      {"state, [page]",
       [](Configuration& c) {
         c.state = "/elsewhere";
         c.page.names = {"box.lan"};
       }},
  };
  for (const auto& row : rows) {
    CAPTURE(row.parts);
    auto read = example();
    row.change(read);
    CHECK(restart_needs(example(), read) == row.parts);
  }
}

}  // namespace
}  // namespace dcrvoter::app
