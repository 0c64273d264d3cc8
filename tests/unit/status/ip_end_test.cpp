#include "status/ip_end.hpp"

#include "hex.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;
using boost::asio::ip::make_address;

namespace {

bool holds(std::initializer_list<const char*> networks, const char* address) {
  std::vector<IpNetwork> list;
  for (const char* network : networks) {
    list.push_back(testing::ok(parse_network(network)));
  }
  return is_allowed(list, testing::ok(parse_address(address)));
}

}  // namespace

TEST_CASE("status/ip_end: ends of connections") {
  using Tcp = boost::asio::ip::tcp::endpoint;
  CHECK(ip_end(Tcp(make_address("192.0.2.1"), 80)) == IpEnd{make_address("192.0.2.1"), 80});
  CHECK(ip_end(Tcp(make_address("2001:db8::1"), 8042)) == IpEnd{make_address("2001:db8::1"), 8042});
  CHECK(ip_end(Tcp(make_address("::ffff:192.0.2.1"), 80)) == IpEnd{make_address("192.0.2.1"), 80});
  CHECK(ip_end(Tcp(make_address("fe80::1%1"), 80)) == IpEnd{make_address("fe80::1"), 80});
  CHECK(ip_end(boost::asio::local::stream_protocol::endpoint("/x")) == IpEnd{});
}

TEST_CASE("status/ip_end: addresses and networks") {
  CHECK(testing::ok(parse_address("::ffff:192.0.2.1")) == make_address("192.0.2.1"));
  for (const char* wrong : {"", "x", "192.0.2", "192.0.2.1 ", "fe80::1%eth0", "[::1]", "1.2.3.4.5"}) {
    CAPTURE(wrong);
    CHECK(testing::kind_of(parse_address(wrong)) == core::Errc::malformed);
  }
  for (const char* wrong :
       {"192.168.1.0/33", "192.168.1.0/", "192.168.1.0/x", "fd00::/129", "/8", "192.168.1.0/-1"}) {
    CAPTURE(wrong);
    CHECK(testing::kind_of(parse_network(wrong)) == core::Errc::malformed);
  }
}

TEST_CASE("status/ip_end: who is allowed") {
  CHECK(is_allowed({}, make_address("203.0.113.9")));
  CHECK(holds({"192.168.1.0/24"}, "192.168.1.255"));
  CHECK_FALSE(holds({"192.168.1.0/24"}, "192.168.2.0"));
  CHECK(holds({"192.168.1.77/24"}, "192.168.1.1"));  // the bits behind the prefix do not matter
  CHECK(holds({"192.168.1.77"}, "192.168.1.77"));
  CHECK_FALSE(holds({"192.168.1.77"}, "192.168.1.78"));
  CHECK(holds({"10.0.0.0/8", "fd00::/8"}, "fd12::1"));
  CHECK_FALSE(holds({"10.0.0.0/8", "fd00::/8"}, "fe80::1"));
  CHECK(holds({"192.168.1.0/24"}, "::ffff:192.168.1.9"));
  CHECK(holds({"0.0.0.0/0"}, "203.0.113.9"));
  CHECK_FALSE(holds({"0.0.0.0/0"}, "2001:db8::1"));
  CHECK(holds({"::/0"}, "2001:db8::1"));
}
