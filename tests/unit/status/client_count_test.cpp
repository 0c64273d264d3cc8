#include "status/client_count.hpp"

#include <doctest/doctest.h>

using boost::asio::ip::make_address;
using dcrvoter::status::ClientCount;

TEST_CASE("status/client_count: so many in all, and so many of one address") {
  ClientCount count(4, 2);
  const auto a = make_address("192.0.2.1");
  const auto b = make_address("2001:db8::1");
  const auto c = make_address("192.0.2.3");
  CHECK(count.enter(a));
  CHECK(count.enter(a));
  CHECK_FALSE(count.enter(a));
  CHECK(count.enter(b));
  CHECK(count.enter(c));
  CHECK(count.size() == 4);
  CHECK_FALSE(count.enter(b));  // there is no room in all
  count.leave(a);
  CHECK(count.enter(b));
  CHECK_FALSE(count.enter(a));
  for (const auto& address : {a, b, b, c}) {
    count.leave(address);
  }
  CHECK(count.size() == 0);
  count.leave(a);  // was never there
  CHECK(count.size() == 0);
  CHECK(count.enter(a));
}
