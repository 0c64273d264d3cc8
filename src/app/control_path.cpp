#include "app/control_path.hpp"

#include <cstdlib>

namespace dcrvoter::app {
namespace {

constexpr const char* kName = "control.sock";
constexpr const char* kPackagedState = "/var/lib/dcrvoter";
constexpr const char* kPackagedRuntime = "/run/dcrvoter";

}  // namespace

std::filesystem::path control_socket_path(const std::string& runtime_directory,
                                          const std::filesystem::path& state) {
  const std::filesystem::path runtime = runtime_directory.substr(0, runtime_directory.find(':'));
  if (!runtime.empty()) {
    return runtime / kName;
  }
  // "/var/lib/dcrvoter/" is the same folder.
  const std::filesystem::path folder = (state / "").lexically_normal();
  const bool packaged = folder == std::filesystem::path(kPackagedState) / "";
  return (packaged ? std::filesystem::path(kPackagedRuntime) : state) / kName;
}

std::filesystem::path control_socket_path(const std::filesystem::path& state) {
  const char* runtime = std::getenv("RUNTIME_DIRECTORY");
  return control_socket_path(runtime == nullptr ? "" : runtime, state);
}

}  // namespace dcrvoter::app
