#include "status/host_check.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

IpEnd end(const char* address, std::uint16_t port) {
  return {boost::asio::ip::make_address(address), port};
}

/// The status of the refusal; 0: let in.
unsigned check(std::optional<std::string> host, const IpEnd& here, std::string_view machine = "kitchen") {
  const std::string names[] = {"voter.example.org", "dcrvoter.local"};
  const auto no = refuse_host(host, here, machine, names);
  return no ? no->status : 0;
}

}  // namespace

TEST_CASE("status/host_check: the box's own names") {
  const IpEnd here = end("192.168.1.20", 8042);
  for (const char* host : {"192.168.1.20", "192.168.1.20:8042", "kitchen", "KITCHEN:8042", "kitchen.local",
                           "Kitchen.Local:8042", "voter.example.org", "dcrvoter.local:8042"}) {
    CAPTURE(std::string(host));
    CHECK(check(host, here) == 0);
  }
  const IpEnd six = end("2001:db8::1", 80);
  for (const char* host : {"[2001:db8::1]", "[2001:db8::1]:80", "[2001:DB8:0::1]", "kitchen:80"}) {
    CAPTURE(std::string(host));
    CHECK(check(host, six) == 0);
  }
  CHECK(check("box", here, "box.example.org") == 421);
  CHECK(check("box.local", here, "box.example.org") == 0);
  CHECK(check("box.example.org", here, "box.example.org") == 0);
  CHECK_FALSE(machine_name().empty());
}

TEST_CASE("status/host_check: the name that mDNS gives a second box of the same name") {
  const IpEnd here = end("192.168.1.20", 80);
  for (const char* host : {"kitchen-2.local", "KITCHEN-17.local:80", "kitchen-999.local", "kitchen2.local",
                           "Kitchen17.local:80", "kitchen999.local"}) {
    CAPTURE(std::string(host));
    CHECK(check(host, here) == 0);
  }
  CHECK(check("box-3.local", here, "box.example.org") == 0);
  for (const char* host :
       {"kitchen-1.local", "kitchen-0.local", "kitchen-02.local", "kitchen-1000.local", "kitchen-.local",
        "kitchen1.local", "kitchen02.local", "kitchen1000.local", "kitchen2x.local", "kitchen-2-3.local",
        "kitchen-x.local", "kitchen--2.local", "kitchen-2", "kitchen-2.example.org",
        "kitchen-2.local.evil.example", "kitchen-2..local"}) {
    CAPTURE(std::string(host));
    CHECK(check(host, here) == 421);
  }
}

TEST_CASE("status/host_check: any other name is misdirected") {
  const IpEnd here = end("192.168.1.20", 8042);
  for (const char* host : {"attacker.example",
                           "192.168.1.21",
                           "192.168.1.20:80",
                           "192.168.1.20:8042:8042",
                           "192.168.1.20.",
                           "[192.168.1.20]",
                           "[::ffff:192.168.1.20]",
                           "::ffff:192.168.1.20",
                           "3232235796",
                           "0xc0a80114",
                           "192.168.276",
                           "localhost",
                           "127.0.0.1",
                           "kitchen.",
                           "kitchen.local.evil.example",
                           "evil-kitchen.local",
                           "kitchen.local ",
                           "user@kitchen.local",
                           "kitchen.local:",
                           ":8042",
                           "*",
                           "[",
                           "[]",
                           "kitchen.local:8042/",
                           "%6bitchen.local"}) {
    CAPTURE(std::string(host));
    CHECK(check(host, here) == 421);
  }
  CHECK(check(std::string("192.168.1.20\0.evil.example", 26), here) == 421);
  for (const char* host : {"2001:db8::1", "[2001:db8::1%25eth0]", "[2001:db8::1", "[2001:db8::180]"}) {
    CAPTURE(std::string(host));
    CHECK(check(host, end("2001:db8::1", 80)) == 421);
  }
  CHECK(check(".local", here, "") == 421);
}

TEST_CASE("status/host_check: a request without a name") {
  CHECK(check(std::nullopt, end("192.168.1.20", 80)) == 400);
  CHECK(check("", end("192.168.1.20", 80)) == 400);
}
