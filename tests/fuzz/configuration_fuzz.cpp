// The configuration file, read as `dcrvoter run` reads it, from a file in memory.
#include "app/configuration.hpp"
#include "fuzz.hpp"

#include <filesystem>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

using namespace dcrvoter;

namespace {

int memory_file() {
  static const int file = memfd_create("configuration", 0);
  return file;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = memory_file();
  fuzz::require(ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == static_cast<ssize_t>(size));
  const std::filesystem::path path = "/proc/self/fd/" + std::to_string(file);
  const auto loaded = app::load_configuration(path, {});
  for (const auto& problem : loaded.problems) {
    const auto line = app::to_string(path, problem);
    fuzz::require(!problem.text.empty() && line.find_first_of("\r\n") == std::string::npos);
  }
  fuzz::require(!loaded.usable() || !loaded.configuration.nodes.empty());
  return 0;
}
