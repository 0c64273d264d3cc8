#include "app/handed_sockets.hpp"

#include <doctest/doctest.h>

using dcrvoter::app::handed_sockets;

TEST_CASE("app/handed_sockets: descriptors from 3 on, for this process") {
  CHECK(handed_sockets("77", "2", 77) == std::vector<int>{3, 4});
  CHECK(handed_sockets("77", "0", 77).empty());
  CHECK(handed_sockets("78", "2", 77).empty());
  CHECK(handed_sockets("", "", 77).empty());
  for (const char* count : {"-1", "x", "2x", " 2", "1000", "99999999999999999999"}) {
    CAPTURE(count);
    CHECK(handed_sockets("77", count, 77).empty());
  }
}
