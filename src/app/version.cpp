#include "app/version.hpp"

#include "app/document.hpp"
#include "app/text_file.hpp"
#include "net/tls_library.hpp"

#include <CLI/Version.hpp>
#include <boost/version.hpp>
#include <spdlog/version.h>

#include <qrencode.h>
#include <sys/utsname.h>

namespace dcrvoter::app {
namespace {

std::string dotted(int major, int minor, int patch) {
  return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

// The device tree names single-board computers, DMI (there for everybody to read) names others.
std::string board() {
  for (const char* path : {"/proc/device-tree/model", "/sys/class/dmi/id/product_name"}) {
    if (const auto file = read_text_file(path, 256)) {
      std::string_view name = file->text.view();
      name = name.substr(0, name.find_first_of(std::string_view("\0\n", 2)));
      if (!name.empty()) {
        return std::string(name);
      }
    }
  }
  return "unknown";
}

}  // namespace

std::string program_version() {
  return DCRVOTER_VERSION;
}

std::string version_text() {
  utsname system{};
  ::uname(&system);
  std::string text = "dcrvoter " + program_version() + '\n';
  text +=
      "libraries: Boost " + dotted(BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100);
  text += ", " + net::tls_library() + ", libsecp256k1 " DCRVOTER_SECP256K1_VERSION ", " + toml_library();
  text += ", CLI11 " CLI11_VERSION ", spdlog " + dotted(SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH);
  text += std::string(", libqrencode ") + QRcode_APIVersionString() + '\n';
  text += std::string("system: ") + system.sysname + ' ' + system.release + ", " + system.machine + '\n';
  text += "board: " + board() + '\n';
  return text;
}

}  // namespace dcrvoter::app
