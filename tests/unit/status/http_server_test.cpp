
#include "door.hpp"
#include "samples.hpp"
#include "status/json.hpp"
#include "status/socket_path.hpp"
#include "status/text.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sys/stat.h>

using namespace dcrvoter;
using namespace dcrvoter::status;
using core::Errc;
using testing::ask_raw;
using testing::at_once;
using testing::Door;
using testing::kGet;
using testing::RawClient;
using testing::status_of;
using testing::TemporaryFolder;

TEST_CASE("status/http_server: serves every route") {
  const TemporaryFolder folder;
  const Door door(folder.path(), at_once());
  REQUIRE(door.result());
  const Snapshot snapshot = samples::full();
  CHECK(testing::ok(door.get("/api/v1/status")).body == status_json(snapshot));
  CHECK(testing::ok(door.get("/api/v1/tickets")).body == tickets_json(snapshot));
  CHECK(testing::ok(door.get("/api/v1/votes")).body == votes_json(snapshot));
  CHECK(testing::ok(door.get("/api/v1/choices")).body == choices_json(snapshot));
  CHECK(testing::ok(door.get("/api/v1/votes.txt")).body == votes_text(snapshot));
  CHECK(testing::ok(door.get("/api/v1/votes.csv?x=1")).body == votes_csv(snapshot));
  CHECK(testing::ok(door.get("/")).status == 200);
}

TEST_CASE("status/http_server: HEAD has the length and no body") {
  const TemporaryFolder folder;
  const Door door(folder.path(), at_once());
  const RawClient client(door.path());
  client.send("HEAD /api/v1/status HTTP/1.1\r\nHost: x\r\n\r\n");
  client.send_no_more();
  const std::string answer = client.read();
  CHECK(status_of(answer) == 200);
  CHECK(answer.ends_with("\r\n\r\n"));
  CHECK(answer.find("Content-Length: " + std::to_string(status_json(samples::full()).size()) + "\r\n") !=
        std::string::npos);
  CHECK(answer.find("Connection: close\r\n") != std::string::npos);
}

TEST_CASE("status/http_server: the socket is for user and group, and goes with the server") {
  const TemporaryFolder folder;
  Door door(folder.path(), at_once());
  struct stat file {};
  REQUIRE(::stat(door.path().c_str(), &file) == 0);
  CHECK(S_ISSOCK(file.st_mode));
  CHECK((file.st_mode & 07777) == 0660);
  door.stop();
  CHECK_FALSE(std::filesystem::exists(door.path()));
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK(testing::kind_of(door.get("/api/v1/status")) == Errc::not_found);
}

TEST_CASE("status/http_server: a stale socket file is replaced") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "control.sock";
  {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto socket = SocketPath::of(path);
    REQUIRE(socket);
    REQUIRE(::bind(fd, socket->address(), SocketPath::size()) == 0);
    ::close(fd);
  }
  CHECK(testing::kind_of(control_get(path, "/api/v1/status")) == Errc::closed);
  const Door door(folder.path(), at_once());
  CHECK(door.result());
  CHECK(testing::ok(door.get("/api/v1/status")).status == 200);
}

TEST_CASE("status/http_server: a live socket and other files are left alone") {
  const TemporaryFolder folder;
  const Door first(folder.path(), at_once());
  {
    const Door second(folder.path(), at_once());
    REQUIRE_FALSE(second.result());
    CHECK(second.result().error().kind == Errc::refused);
    CHECK(second.result().error().text == "another dcrvoter answers on " + first.path().string());
  }
  CHECK(testing::ok(first.get("/api/v1/status")).status == 200);

  const auto file = folder.path() / "file";
  std::ofstream(file) << "mine";
  const Door third(HttpServerSettings{.control = file, .ask = at_once()});
  REQUIRE_FALSE(third.result());
  CHECK(third.result().error().text == file.string() + " is there and is no socket; move it away");
  CHECK(std::filesystem::file_size(file) == 4);
}

TEST_CASE("status/http_server: a door that cannot be opened is said, and no more") {
  const TemporaryFolder folder;
  const Door missing(folder.path() / "nowhere", at_once());
  REQUIRE_FALSE(missing.result());
  CHECK(missing.result().error().kind == Errc::io);
  const Door long_name(
      HttpServerSettings{.control = folder.path() / std::string(120, 'x'), .ask = at_once()});
  REQUIRE_FALSE(long_name.result());
  CHECK(long_name.result().error().kind == Errc::io);
  CHECK(long_name.result().error().text.ends_with(" cannot be made: File name too long"));
}

TEST_CASE("status/http_server: a folder deeper than a socket's address has room for") {
  const TemporaryFolder folder;
  const auto deep = folder.path() / std::string(60, 'a') / std::string(60, 'b');
  CHECK(testing::kind_of(control_get(deep / "control.sock", "/api/v1/status")) == Errc::not_found);
  std::filesystem::create_directories(deep);
  CHECK(testing::kind_of(control_get(deep / "control.sock", "/api/v1/status")) == Errc::not_found);
  {
    const Door door(deep, at_once());
    CHECK(door.result());
    CHECK(testing::ok(door.get("/api/v1/status")).status == 200);
    const Door second(deep, at_once());
    REQUIRE_FALSE(second.result());
    CHECK(second.result().error().text == "another dcrvoter answers on " + door.path().string());
  }
  CHECK(std::filesystem::is_empty(deep));
}

TEST_CASE("status/http_server: wrong requests are refused, each with its status") {
  const TemporaryFolder folder;
  const Door door(folder.path(), at_once());
  const std::string end = " HTTP/1.1\r\nHost: x\r\n\r\n";
  CHECK(ask_raw(door, "POST /api/v1/status" + end) == 405);
  CHECK(ask_raw(door, "DELETE /api/v1/votes" + end) == 405);
  CHECK(ask_raw(door, "POST /api/v1/status HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc") == 405);
  CHECK(ask_raw(door, "GET /api/v1/status HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc") == 413);
  CHECK(ask_raw(door, "GET /api/v1/status HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 413);
  CHECK(ask_raw(door, "GET /api/v1/status HTTP/1.1\r\nX: " + std::string(8192, 'a') + "\r\n\r\n") == 431);
  CHECK(ask_raw(door, std::string(100'000, 'a')) == 431);
  CHECK(ask_raw(door, "GET\r\n\r\n") == 400);
  CHECK(ask_raw(door, "GET / HTTP/9.9\r\n\r\n") == 400);
  CHECK(ask_raw(door, std::string("GET /\0x HTTP/1.1\r\n\r\n", 20)) == 400);
  CHECK(ask_raw(door, "\x16\x03\x01\x02\r\n\r\n") == 400);
  for (const char* path : {"/api/v1/", "/api/v1/status/", "/api/v1//status", "//api/v1/status",
                           "/api/v1/../v1/status", "/api/v1/%73tatus", "/API/v1/status", "/api/v1/status.csv",
                           "/etc/passwd", "../../etc/passwd", "*", "http://x/api/v1/status"}) {
    CAPTURE(path);
    CHECK(ask_raw(door, "GET " + std::string(path) + end) == 404);
  }
  CHECK(ask_raw(door, kGet) == 200);
}

TEST_CASE("status/http_server: a request that ends anywhere is refused, and one in pieces is not") {
  const TemporaryFolder folder;
  const Door door(folder.path(), at_once());
  for (std::size_t length = 0; length < kGet.size(); ++length) {
    CAPTURE(length);
    CHECK(ask_raw(door, kGet.substr(0, length)) == 400);
  }
  const RawClient client(door.path());
  for (const char byte : kGet) {
    client.send(std::string(1, byte));
  }
  CHECK(status_of(client.read()) == 200);
}
