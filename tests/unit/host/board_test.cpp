#include "host/board.hpp"

#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>

using dcrvoter::host::board_model;
using dcrvoter::host::read_board;

namespace {

/// A machine's /proc and /sys.
class Machine {
 public:
  Machine& file(const std::string& name, const std::string& text) {
    const auto path = folder_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return *this;
  }
  [[nodiscard]] const std::filesystem::path& root() const { return folder_.path(); }

 private:
  dcrvoter::testing::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("host/board: a Raspberry Pi") {
  Machine pi;
  pi.file("proc/device-tree/model", std::string("Raspberry Pi 4 Model B Rev 1.4\0", 31))
      .file("proc/meminfo", "MemTotal:        3884256 kB\nMemFree:  100 kB\nMemAvailable:    3500000 kB\n")
      .file("proc/self/status", "Name:\tdcrvoter\nVmRSS:\t   11000 kB\n")
      .file("proc/uptime", "86400.25 340000.10\n")
      .file("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n")
      .file("sys/class/thermal/thermal_zone0/temp", "48312\n")
      .file("sys/class/hwmon/hwmon0/name", "cpu_thermal\n")
      .file("sys/class/hwmon/hwmon1/name", "rpi_volt\n")
      .file("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
  const auto view = read_board(pi.root(), pi.root());
  CHECK(view.model == "Raspberry Pi 4 Model B Rev 1.4");
  CHECK(view.temperature == doctest::Approx(48.312));
  CHECK(view.undervoltage == true);
  CHECK(view.memory_size == 3884256ULL * 1024);
  CHECK(view.memory_available == 3500000ULL * 1024);
  CHECK(view.memory_used == 11000ULL * 1024);
  CHECK(view.uptime == 86400);
  REQUIRE(view.storage_size.has_value());
  CHECK(view.storage_free <= view.storage_size);
  CHECK_FALSE(view.host.empty());
  pi.file("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "0\n");
  CHECK(read_board(pi.root(), pi.root()).undervoltage == false);
}

TEST_CASE("host/board: a PC has its name from DMI, and several sensors") {
  Machine pc;
  pc.file("sys/class/dmi/id/product_name", "ThinkCentre M720q\n")
      .file("sys/class/thermal/thermal_zone0/type", "acpitz\n")
      .file("sys/class/thermal/thermal_zone0/temp", "27800\n")
      .file("sys/class/thermal/thermal_zone1/type", "x86_pkg_temp\n")
      .file("sys/class/thermal/thermal_zone1/temp", "-1500\n")
      .file("sys/class/thermal/cooling_device0/type", "Processor\n");
  CHECK(board_model(pc.root()) == "ThinkCentre M720q");
  CHECK(read_board(pc.root(), pc.root()).temperature == doctest::Approx(-1.5));
  pc.file("sys/class/thermal/thermal_zone1/temp", "");
  CHECK(read_board(pc.root(), pc.root()).temperature == doctest::Approx(27.8));
}

TEST_CASE("host/board: what is not there, or makes no sense, is empty") {
  Machine none;
  auto view = read_board(none.root(), none.root() / "no such folder");
  CHECK(view.model.empty());
  CHECK_FALSE(view.temperature.has_value());
  CHECK_FALSE(view.undervoltage.has_value());
  CHECK_FALSE(view.storage_size.has_value());
  CHECK_FALSE(view.memory_size.has_value());
  CHECK_FALSE(view.memory_available.has_value());
  CHECK_FALSE(view.uptime.has_value());
  none.file("proc/meminfo", "MemTotal: many kB\nMemAvailable")
      .file("proc/uptime", "-3\n")
      .file("sys/class/hwmon/hwmon0/name", "rpi_volt\n")
      .file("sys/class/hwmon/hwmon0/in0_lcrit_alarm", "yes\n")
      .file("sys/class/thermal/thermal_zone0/temp", "warm\n");
  view = read_board(none.root(), none.root());
  CHECK_FALSE(view.memory_size.has_value());
  CHECK_FALSE(view.memory_available.has_value());
  CHECK_FALSE(view.undervoltage.has_value());
  CHECK_FALSE(view.temperature.has_value());
  CHECK_FALSE(view.uptime.has_value());
}
