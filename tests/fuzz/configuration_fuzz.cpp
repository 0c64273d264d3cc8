// The configuration file, read as `dcrvoter run` reads it, from a file in memory.
#include "app/configuration.hpp"
#include "app/split_configuration.hpp"
#include "fuzz.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

using namespace dcrvoter;

namespace {

int memory_file() {
  static const int file = memfd_create("configuration", 0);
  return file;
}

/// What a card's file becomes: without a secret the same, and with some again a file without any.
void check_split(std::string_view text) {
  const auto split = app::split_configuration(text);
  if (!split) {
    return;
  }
  if (split->secrets.empty()) {
    fuzz::require(text.ends_with(split->text));
    return;
  }
  const auto again = app::split_configuration(split->text);
  fuzz::require(again && again->secrets.empty() && again->text == split->text);
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
  fuzz::require(!loaded.usable() || !loaded.configuration.nodes.empty() || !loaded.problems.empty());
  check_split({reinterpret_cast<const char*>(data), size});  // NOLINT: bytes are text
  return 0;
}
