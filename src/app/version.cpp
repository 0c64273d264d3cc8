#include "app/version.hpp"

#include "app/document.hpp"
#include "host/board.hpp"
#include "net/tls_library.hpp"
#include "store/store.hpp"

#include <CLI/Version.hpp>
#include <boost/version.hpp>
#include <spdlog/fmt/fmt.h>
#include <spdlog/version.h>

#include <qrencode.h>
#include <sys/utsname.h>

namespace dcrvoter::app {
namespace {

std::string dotted(int major, int minor, int patch) {
  return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
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
  text += ", fmt " + dotted(FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
  text += ", " + store::library();
  text += std::string(", libqrencode ") + QRcode_APIVersionString() + '\n';
  text += std::string("system: ") + system.sysname + ' ' + system.release + ", " + system.machine + '\n';
  const std::string board = host::board_model("/");
  text += "board: " + (board.empty() ? "unknown" : board) + '\n';
  return text;
}

}  // namespace dcrvoter::app
