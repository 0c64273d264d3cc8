// The door to the network: who is let in, and what happens to those who are too many.
#include "lan_door.hpp"
#include "status/json.hpp"
#include "status/listening.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <sys/resource.h>

using namespace dcrvoter;
using namespace dcrvoter::status;
using testing::Lan;
using testing::RawClient;
using testing::status_of;
using namespace std::chrono_literals;

namespace {

HttpServerSettings patient() {
  HttpServerSettings settings;
  settings.request_time = 1h;
  return settings;
}

std::string get_request_of(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
}

}  // namespace

TEST_CASE("status/http_server: the network's door answers under the box's own names alone") {
  const Lan lan(LanDoor{.names = {"voter.example.org"}});
  const std::string port = ":" + std::to_string(lan.port());
  const std::string answer = lan.get("/api/v1/status");
  CHECK(status_of(answer) == 200);
  CHECK(answer.ends_with("\r\n\r\n" + status_json(samples::full())));
  CHECK(status_of(lan.get("/readyz", "127.0.0.1" + port)) == 200);
  CHECK(status_of(lan.get("/readyz", "Voter.Example.ORG" + port)) == 200);
  for (const char* target : {"/", "/api/v1/status", "/api/v1/votes.csv", "/healthz", "/readyz", "/nowhere"}) {
    CAPTURE(target);
    CHECK(status_of(lan.get(target, "attacker.example")) == 421);
    CHECK(status_of(lan.ask("GET " + std::string(target) + " HTTP/1.1\r\n\r\n")) == 400);
  }
  CHECK(status_of(lan.ask("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n\r\n")) == 400);
  CHECK(status_of(lan.ask("POST / HTTP/1.1\r\nHost: attacker.example\r\n\r\n")) == 421);
  CHECK(status_of(lan.ask("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")) == 405);
  CHECK(status_of(lan.ask("GET http://127.0.0.1/readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")) == 404);
}

TEST_CASE("status/http_server: every answer of the network's door is guarded") {
  const Lan lan;
  for (const std::string& answer :
       {lan.get("/"), lan.get("/api/v1/status"), lan.get("/x"), lan.get("/", "evil"), lan.ask("\r\n\r\n")}) {
    for (const char* field :
         {"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff",
          "X-Frame-Options: DENY", "Referrer-Policy: no-referrer", "Cache-Control: no-store",
          "frame-ancestors 'none'"}) {
      CAPTURE(field);
      CHECK(answer.find(field) != std::string::npos);
    }
    CHECK(answer.find("Set-Cookie") == std::string::npos);
    CHECK(answer.find("Access-Control") == std::string::npos);
  }
}

TEST_CASE("status/http_server: networks that are not allowed are not let in") {
  const Lan lan(LanDoor{.allow = {"127.0.0.2/32", "no network"}});
  const std::string no = lan.get("/api/v1/status");
  CHECK(status_of(no) == 403);
  CHECK(no.find("allow in [page]") != std::string::npos);
  CHECK(status_of(lan.ask(get_request_of("/readyz"), "127.0.0.2")) == 200);
}

TEST_CASE("status/http_server: only health, to the network alone") {
  const testing::TemporaryFolder folder;
  HttpServerSettings settings;
  settings.control = folder.path() / "control.sock";
  settings.lan.show = Show::health;
  const Lan lan(std::move(settings));
  for (const char* target :
       {"/api/v1/tickets", "/api/v1/tickets.txt", "/api/v1/votes", "/api/v1/votes.csv"}) {
    CAPTURE(target);
    CHECK(status_of(lan.get(target)) == 403);
    CHECK(testing::ok(control_get(folder.path() / "control.sock", target)).status == 200);
  }
  CHECK(status_of(lan.get("/api/v1/status")) == 200);
}

TEST_CASE("status/http_server: who keeps it waiting makes room for who comes") {
  const struct {
    std::vector<const char*> full;  // addresses with as many clients as one may have
    const char* from;
    std::size_t victim;
  } rows[] = {{{"127.0.0.1"}, "127.0.0.1", 0},
              {{"127.0.0.1", "127.0.0.2"}, "127.0.0.2", HttpServer::kMostClientsOfOneAddress},
              {{"127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"}, "127.0.0.9", 0}};
  for (const auto& row : rows) {
    CAPTURE(row.from);
    Lan lan(patient());
    std::vector<RawClient> waiting;
    for (const char* from : row.full) {
      for (std::size_t i = 0; i < HttpServer::kMostClientsOfOneAddress; ++i) {
        waiting.emplace_back(lan.port(), from);
        waiting.back().send("GET /");
      }
    }
    CHECK(status_of(lan.ask(get_request_of("/readyz"), row.from)) == 200);
    CHECK(waiting[row.victim].read().empty());
    for (std::size_t i = 0; i < waiting.size(); ++i) {
      CAPTURE(i);
      CHECK((i == row.victim || !waiting[i].hears_within(0ms)));
    }
    lan.stop();
    CHECK(waiting.back().read().empty());
  }
}

TEST_CASE("status/http_server: when all are being answered the next is turned away") {
  HttpServerSettings settings = patient();
  settings.snapshot_time = 1h;
  settings.ask = [](const SnapshotReady& /*never*/) {};
  const Lan lan(std::move(settings));
  std::vector<RawClient> asking;
  const auto ask = [&](const char* from) {
    asking.emplace_back(lan.port(), from);
    asking.back().send(get_request_of("/readyz"));
  };
  for (std::size_t i = 0; i < HttpServer::kMostClientsOfOneAddress; ++i) {
    ask("127.0.0.1");
  }
  const auto is_turned_away = [&](const char* from) {
    const std::string answer = RawClient(lan.port(), from).read();  // unasked
    return status_of(answer) == 503 && answer.find("Retry-After: 5\r\n") != std::string::npos &&
           answer.find("\r\nDate: ") != std::string::npos;
  };
  while (!is_turned_away("127.0.0.1")) {  // until the last of those has been read
    ask("127.0.0.1");
  }
  CHECK(status_of(lan.ask("GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "127.0.0.2")) == 404);
  CHECK(is_turned_away("127.0.0.1"));
}

TEST_CASE("status/http_server: the doors have room of their own") {
  const testing::TemporaryFolder folder;
  HttpServerSettings settings = patient();
  settings.control = folder.path() / "control.sock";
  const Lan lan(std::move(settings));
  std::vector<RawClient> idle;
  for (const char* from : {"127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4"}) {
    for (std::size_t i = 0; i < HttpServer::kMostClientsOfOneAddress; ++i) {
      idle.emplace_back(lan.port(), from);
    }
  }
  CHECK(testing::ok(control_get(folder.path() / "control.sock", "/readyz")).status == 200);
}

TEST_CASE("status/http_server: a door that cannot be opened is said, and tried again") {
  const Lan first;
  const Lan second(LanDoor{.listen = {{"127.0.0.1", first.port()}, {"192.0.2.77", 8042}, {"127.0.0.1", 0}}});
  CHECK(second.open().size() == 1);
  REQUIRE(second.problems().size() == 2);
  CHECK(second.problems()[0] ==
        "127.0.0.1:" + std::to_string(first.port()) + " is in use by another program");
  CHECK(second.problems()[1] == "192.0.2.77:8042 is no address of this machine at present");
  CHECK(status_of(second.get("/readyz")) == 200);

  std::promise<void> opened;
  Lan third;
  HttpServerSettings settings;
  settings.ask = testing::at_once();
  settings.between_tries = 5ms;
  settings.lan.listen = {{"127.0.0.1", third.port()}};
  settings.lan_opened = [&opened](const std::vector<std::string>& open, const std::vector<std::string>&) {
    if (!open.empty()) {
      opened.set_value();
    }
  };
  HttpServer fourth(std::move(settings));
  fourth.start();
  third.stop();
  opened.get_future().get();
}

TEST_CASE("status/http_server: both kinds of all addresses go together") {
  const Lan four(LanDoor{.listen = {{"0.0.0.0", 0}}});
  const Lan six(LanDoor{.listen = {{"::", four.port()}, {"127.0.0.9", 0}}});
  CHECK(six.problems().empty());
}

TEST_CASE("status/http_server: sockets that were handed over") {
  boost::asio::io_context context;
  Acceptor acceptor =
      testing::ok(listen_tcp(context.get_executor(), {boost::asio::ip::make_address("127.0.0.1"), 0}));
  const int listening = ::dup(acceptor.native_handle());
  const int none = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  acceptor.close();
  const Lan lan(LanDoor{.listen = {{"192.0.2.77", 8042}}, .handed_over = {listening, none}});
  CHECK(lan.open().size() == 1);
  REQUIRE(lan.problems().size() == 1);
  CHECK(lan.problems()[0].find("is no TCP socket that listens") != std::string::npos);
  CHECK(status_of(lan.get("/readyz")) == 200);
}

TEST_CASE("status/http_server: the network's door lives through a lack of descriptors") {
  const Lan lan;
  REQUIRE(status_of(lan.get("/readyz")) == 200);
  const RawClient client("127.0.0.1");
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit none{.rlim_cur = 3, .rlim_max = before.rlim_max};  // those of every process
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  client.connect(lan.port());
  client.send(get_request_of("/readyz"));
  CHECK_FALSE(client.hears_within(150ms));
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  client.send_no_more();
  CHECK(status_of(client.read()) == 200);
}

TEST_CASE("status/http_server: large answers wait for each other, and hold up no small one") {
  auto large = std::make_shared<Snapshot>(samples::ready());
  large->nodes.front().problem.assign(std::size_t{12} << 20, 'x');  // more than the system takes for a client
  HttpServerSettings settings = patient();
  settings.ask = [large](const SnapshotReady& ready) { ready(large); };
  const testing::TemporaryFolder folder;
  settings.control = folder.path() / "control.sock";
  const Lan lan(std::move(settings));
  {
    const RawClient lazy(lan.port());
    lazy.send(get_request_of("/api/v1/status"));
    CHECK(lazy.hears_within(60s));
    CHECK(status_of(lan.get("/api/v1/status")) == 503);
    CHECK(status_of(lan.get("/healthz")) == 200);
    CHECK(testing::ok(control_get(folder.path() / "control.sock", "/api/v1/status", 60s)).status == 200);
  }
  std::string answer;
  do {  // the server hears of the end when it hears of it
    answer = lan.get("/api/v1/status");
  } while (status_of(answer) == 503);
  CHECK(answer.size() > large->nodes.front().problem.size());
}

TEST_CASE("status/http_server: an answer has its time to be read in, and no more") {
  HttpServerSettings settings;
  settings.request_time = 200ms;
  const Lan lan(std::move(settings));
  const RawClient lazy(lan.port());
  lazy.send(get_request_of("/api/v1/status"));
  CHECK(status_of(lazy.read()) == 200);  // ends by itself
}
