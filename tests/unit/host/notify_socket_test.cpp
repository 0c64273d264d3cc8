#include "host/notify_socket.hpp"

#include "host/listener.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

using namespace dcrvoter::host;

using dcrvoter::testing::Listener;

TEST_CASE("host/notify_socket: tells a path and an abstract name") {
  const dcrvoter::testing::TemporaryFolder folder;
  const std::string abstract = "@dcrvoter-test-" + std::to_string(::getpid());
  for (const std::string& address : {(folder.path() / "notify").string(), abstract}) {
    const Listener systemd(address);
    const NotifySocket socket(address);
    REQUIRE(socket.is_open());
    CHECK(socket.tell("READY=1\nSTATUS=all is well"));
    CHECK(systemd.next() == "READY=1\nSTATUS=all is well");
  }
}

TEST_CASE("host/notify_socket: without anybody there nothing is told, and nothing breaks") {
  const std::string too_long = "/" + std::string(200, 'a');
  for (const char* address : {"", "@", "relative/path", "/there/is/no/such", too_long.c_str()}) {
    const NotifySocket socket(address);
    CHECK_FALSE(socket.is_open());
    CHECK_FALSE(socket.tell("READY=1"));
  }
}

TEST_CASE("host/notify_socket: who does not read holds up nobody") {
  const dcrvoter::testing::TemporaryFolder folder;
  const std::string address = (folder.path() / "notify").string();
  const Listener systemd(address);
  const NotifySocket socket(address);
  int told = 0;
  while (told < 100'000 && socket.tell("WATCHDOG=1")) {
    ++told;
  }
  CHECK(told < 100'000);
  CHECK(systemd.next() == "WATCHDOG=1");
  CHECK(socket.tell("WATCHDOG=1"));
}

TEST_CASE("host/notify_socket: a node's words cannot add assignments") {
  CHECK(status_assignment("not voting: a\nMAINPID=1\x7f") == "STATUS=not voting: a?MAINPID=1?");
  CHECK(status_assignment(std::string(9000, 'a')).size() < 500);
}

TEST_CASE("host/notify_socket: a reload tells its time") {
  using std::chrono::steady_clock;
  CHECK(reloading_assignment(steady_clock::time_point(std::chrono::milliseconds(5))) ==
        "RELOADING=1\nMONOTONIC_USEC=5000");
}

TEST_CASE("host/notify_socket: the watchdog's limit") {
  CHECK(watchdog_limit("30000000", "", 7) == std::chrono::seconds(30));
  CHECK(watchdog_limit("30000000", "7", 7) == std::chrono::seconds(30));
  CHECK_FALSE(watchdog_limit("30000000", "8", 7).has_value());
  for (const char* usec : {"", "0", "-5", "30s", " 30", "99999999999999999999"}) {
    CHECK_FALSE(watchdog_limit(usec, "", 7).has_value());
  }
}
