#include "app/show_command.hpp"

#include "app/exit_code.hpp"
#include "app/votes_command.hpp"
#include "status/control_server.hpp"
#include "status/json.hpp"
#include "status/text.hpp"
#include "store/store.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <future>
#include <memory>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace dcrvoter;
using namespace dcrvoter::app;
using status::Form;
using status::View;

namespace {

core::Hash filled(std::uint8_t byte) {
  core::Hash hash;
  hash.bytes.fill(byte);
  return hash;
}

vote::CallRecord call_at(std::uint32_t height) {
  vote::CallRecord call;
  call.block = filled(7);
  call.height = height;
  call.ticket = filled(8);
  call.outcome = vote::Outcome::missed;
  call.decided_in = filled(9);
  call.cause = vote::MissCause::box_off;
  return call;
}

/// A box with a state folder of its own: no service runs, nothing is kept.
struct Box {
  Box() {
    loaded.configuration.network = wire::NetworkId::simnet;
    loaded.configuration.state = folder.path();
    loaded.configuration.file = "c.toml";
  }

  [[nodiscard]] std::filesystem::path socket() const { return folder.path() / "control.sock"; }
  [[nodiscard]] const Configuration& configuration() const { return loaded.configuration; }

  int show(View view, Form form = Form::text) {
    clear();
    return app::show({{view, form}, socket(), loaded}, out, err);
  }
  int export_all() {
    clear();
    return export_calls(configuration(), out, err);
  }
  int import(const std::string& text, const std::string& source = "-") {
    clear();
    std::istringstream input(text);
    return import_calls(configuration(), socket(), source, input, err);
  }
  void keep(const vote::Changes& changes) const {
    auto store =
        store::Store::open(folder.path() / "store", wire::NetworkId::simnet, store::Mode::read_write);
    REQUIRE(store);
    REQUIRE((*store)->commit(changes));
  }
  void clear() {
    out.str("");
    err.str("");
  }
  [[nodiscard]] std::string not_running() const {
    return "dcrvoter: the service is not running: there is no " + socket().string() + "\n";
  }

  testing::TemporaryFolder folder;
  LoadedConfiguration loaded;
  std::ostringstream out, err;
};

/// The service of a box, as far as its control socket goes.
class Service {
 public:
  Service(const Box& box, status::AskSnapshot ask) : server_(settings(box, std::move(ask))) {
    server_.start();
    REQUIRE(open_.get_future().get());
  }

 private:
  status::ControlServerSettings settings(const Box& box, status::AskSnapshot ask) {
    status::ControlServerSettings settings;
    settings.path = box.socket();
    settings.ask = std::move(ask);
    settings.snapshot_time = std::chrono::milliseconds(500);
    settings.between_asks = std::chrono::milliseconds(0);
    settings.opened = [this](const core::Result<void>& opened) { open_.set_value(opened.has_value()); };
    return settings;
  }

  std::promise<bool> open_;
  status::ControlServer server_;
};

status::Snapshot snapshot() {
  status::Snapshot snapshot;
  snapshot.network = wire::NetworkId::simnet;
  snapshot.height = 500;
  snapshot.calls = {call_at(400)};
  return snapshot;
}

status::AskSnapshot at_once() {
  return
      [](const status::SnapshotReady& ready) { ready(std::make_shared<const status::Snapshot>(snapshot())); };
}

}  // namespace

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

TEST_CASE("app/votes_command: export, import and export again give the same bytes") {
  Box box;
  vote::Changes changes;
  for (std::uint32_t height = 1; height <= 2'500; ++height) {
    changes.calls.push_back(call_at(height));
    changes.calls.back().words = "words \xff \x1b " + std::to_string(height);
  }
  box.keep(changes);
  REQUIRE(box.export_all() == kExitOk);
  const std::string lines = box.out.str();
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 2'500);
  CHECK(lines.find("\"height\":1,") < lines.find("\"height\":2,"));

  Box other;
  CHECK(other.import(lines) == kExitOk);
  CHECK(other.err.str() == "Imported: 2500 calls.\n");
  REQUIRE(other.export_all() == kExitOk);
  CHECK(other.out.str() == lines);
  CHECK(other.import(lines) == kExitOk);  // once more changes nothing
  REQUIRE(other.export_all() == kExitOk);
  CHECK(other.out.str() == lines);
}

TEST_CASE("app/votes_command: a file, with line ends of others and empty lines") {
  Box box;
  box.keep({.calls = {call_at(5)}, .tickets = {}, .forgotten = {}, .events = {}});
  REQUIRE(box.export_all() == kExitOk);
  std::string line = box.out.str();
  line.pop_back();
  const auto file = box.folder.path() / "calls.jsonl";
  std::ofstream(file, std::ios::binary) << "\r\n" << line << "\r\n\n" << line;
  Box other;
  CHECK(other.import("", file.string()) == kExitOk);
  CHECK(other.err.str() == "Imported: 2 calls.\n");
  REQUIRE(other.export_all() == kExitOk);
  CHECK(other.out.str() == line + "\n");
}

TEST_CASE("app/votes_command: one wrong line, and nothing is imported") {
  Box box;
  box.keep({.calls = {call_at(5)}, .tickets = {}, .forgotten = {}, .events = {}});
  REQUIRE(box.export_all() == kExitOk);
  const std::string good = box.out.str();
  std::string wrong = good;
  wrong.replace(wrong.find("\"height\":5"), 10, "\"height\":x");
  Box other;
  CHECK(other.import(good + wrong) == kExitData);
  CHECK(other.err.str().starts_with("dcrvoter: nothing was imported: standard input, line 2: is no JSON: "));
  wrong = good;
  wrong.replace(wrong.find("box off"), 7, "bad luck");
  CHECK(other.import(good + good + wrong + good) == kExitData);
  CHECK(other.err.str().starts_with(
      "dcrvoter: nothing was imported: standard input, line 3: cause: \"bad luck\" is none of \"box off\","));
  CHECK(other.import(std::string(std::size_t{2} << 20, 'x')) == kExitData);
  CHECK(other.err.str() ==
        "dcrvoter: nothing was imported: standard input, line 1: is longer than 1024 KiB\n");
  CHECK_FALSE(std::filesystem::exists(other.folder.path() / "store"));
  CHECK(other.import("", "/nowhere/x") == kExitUnavailable);
  CHECK(other.err.str() == "dcrvoter: nothing was imported: /nowhere/x cannot be opened\n");
  CHECK(other.import("", other.folder.path().string()) == kExitUnavailable);
}

TEST_CASE("app/votes_command: no import while the service runs") {
  Box box;
  const Service service(box, at_once());
  CHECK(box.import("") == kExitUnavailable);
  CHECK(box.err.str() ==
        "dcrvoter: nothing was imported: the service is running; stop it, import, and start it again\n");
  CHECK_FALSE(std::filesystem::exists(box.folder.path() / "store"));
}

TEST_CASE("app/votes_command: a store that is none is said, and stays") {
  Box box;
  std::filesystem::create_directory(box.folder.path() / "store");
  std::ofstream(box.folder.path() / "store" / "data.mdb") << std::string(100'000, 'x');
  CHECK(box.export_all() == kExitUnavailable);
  CHECK(box.err.str().find("is damaged") != std::string::npos);
  CHECK(box.show(View::votes) == kExitUnavailable);
  CHECK(box.import("") == kExitCannotCreate);
  CHECK(std::filesystem::file_size(box.folder.path() / "store" / "data.mdb") == 100'000);
}

TEST_CASE("app/votes_command: what root makes belongs to the state folder's owner") {
  if (::geteuid() != 0) {
    return;
  }
  Box box;
  constexpr uid_t kService = 4711;
  REQUIRE(::chown(box.folder.path().c_str(), kService, kService) == 0);
  REQUIRE(box.import("") == kExitOk);
  for (const char* name : {"store", "store/data.mdb", "store/lock.mdb"}) {
    CAPTURE(name);
    struct stat file {};
    REQUIRE(::stat((box.folder.path() / name).c_str(), &file) == 0);
    CHECK(file.st_uid == kService);
  }
}
