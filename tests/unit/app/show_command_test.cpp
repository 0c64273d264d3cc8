#include "app/shown_box.hpp"
#include "status/json.hpp"
#include "status/text.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;
using status::Form;
using status::View;

TEST_CASE("app/show_command: what the running service says, as it is") {
  Box box;
  const Service service(box, at_once());
  CHECK(box.show(View::status) == kExitOk);
  CHECK(box.out.str() == status::status_text(snapshot()));
  CHECK(box.show(View::votes, Form::json) == kExitOk);
  CHECK(box.out.str() == status::votes_json(snapshot()));
  CHECK(box.show(View::votes, Form::csv) == kExitOk);
  CHECK(box.out.str() == status::votes_csv(snapshot()));
  CHECK(box.err.str().empty());
}

TEST_CASE("app/show_command: a service that does not answer is no empty answer") {
  Box box;
  const Service service(box, [](const status::SnapshotReady&) {});
  CHECK(box.show(View::votes) == kExitUnavailable);
  CHECK(box.out.str().empty());
  CHECK(box.err.str() == "dcrvoter: the service answers: the voting thread did not answer in time\n");
}

TEST_CASE("app/show_command: without a service there is no status, and nothing was kept yet") {
  Box box;
  CHECK(box.show(View::status) == kExitUnavailable);
  CHECK(box.err.str() == box.not_running());
  CHECK(box.show(View::votes) == kExitUnavailable);
  CHECK(box.err.str() == box.not_running() + "dcrvoter: nothing was kept yet: there is no store in " +
                             (box.folder.path() / "store").string() + "\n");
  CHECK(box.export_all() == kExitUnavailable);
  CHECK(box.out.str().empty());
}

TEST_CASE("app/show_command: without a service the store tells of votes and tickets") {
  Box box;
  vote::TicketRecord ticket;
  ticket.ticket.txid = filled(1);
  ticket.ticket.price = 2'000'000'000;
  ticket.ticket.commitments = {{{}, 2'000'000'000, 0}};
  ticket.height = 100;
  ticket.seen = 101;
  vote::TicketRecord unmined = ticket;
  unmined.ticket.txid = filled(2);
  unmined.height = 0;
  vote::Changes changes;
  changes.calls = {call_at(120), call_at(110)};
  changes.tickets = {unmined, ticket};
  box.keep(changes);

  CHECK(box.show(View::tickets) == kExitOk);
  CHECK(box.err.str() == box.not_running() + "dcrvoter: this is what the store held last, up to block 120\n");
  CHECK(box.out.str() ==
        "2 tickets: 1 live, 1 in the mempool; block 120 of simnet\n\n"
        "ticket     block  price (DCR)  state\n"
        "01010101…  100    20.00000000  live until block 499\n"
        "02020202…  -      20.00000000  in the mempool\n");
  CHECK(box.show(View::votes) == kExitOk);
  CHECK(box.out.str().find("-             120    08080808…  -           -      missed: box off\n") !=
        std::string::npos);
  CHECK(box.show(View::votes, Form::json) == kExitOk);
  CHECK(box.out.str().find("\"height\":120,\"votes\":[{\"block\":\"0707") != std::string::npos);
}

TEST_CASE("app/show_command: without a service the configuration tells of choices, unless they are wrong") {
  Box box;
  box.loaded.configuration.choices.general.agendas = {{"maxtreasuryspend", "yes"}};
  box.loaded.problems = {{Problem::Level::error, 3, "node[1].address", "is missing"}};
  CHECK(box.show(View::choices) == kExitOk);
  CHECK(box.err.str() == box.not_running() + "dcrvoter: these are the choices of c.toml\n");
  CHECK(box.out.str().find("maxtreasuryspend: yes; status not known") != std::string::npos);
  box.loaded.problems.push_back({Problem::Level::error, 9, "choices.agendas.maxtreasuryspend", "is 5"});
  CHECK(box.show(View::choices) == kExitConfiguration);
  CHECK(box.out.str().empty());
  CHECK(box.err.str() == box.not_running() + "dcrvoter: c.toml:9: choices.agendas.maxtreasuryspend: is 5\n");
}
