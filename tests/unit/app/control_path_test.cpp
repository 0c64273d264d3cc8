#include "app/control_path.hpp"

#include <doctest/doctest.h>

using dcrvoter::app::control_socket_path;

TEST_CASE("app/control_path: the runtime folder, the packaged one, or the state folder") {
  CHECK(control_socket_path("/run/x", "/var/lib/dcrvoter") == "/run/x/control.sock");
  CHECK(control_socket_path("/run/x:/run/y", "/srv/state") == "/run/x/control.sock");
  CHECK(control_socket_path("", "/var/lib/dcrvoter") == "/run/dcrvoter/control.sock");
  CHECK(control_socket_path("", "/var/lib/dcrvoter/") == "/run/dcrvoter/control.sock");
  CHECK(control_socket_path("", "/var/lib/../lib/dcrvoter") == "/run/dcrvoter/control.sock");
  CHECK(control_socket_path("", "/srv/state") == "/srv/state/control.sock");
  CHECK(control_socket_path("", "/var/lib/dcrvoter2") == "/var/lib/dcrvoter2/control.sock");
  CHECK(control_socket_path("", "/var/lib") == "/var/lib/control.sock");
}
