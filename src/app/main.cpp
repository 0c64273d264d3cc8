#include "app/main.hpp"

#include "app/command_line.hpp"
#include "app/configuration.hpp"
#include "app/exit_code.hpp"
#include "app/hardening.hpp"
#include "app/logging.hpp"
#include "app/version.hpp"

#include <spdlog/spdlog.h>

#include <cstdio>
#include <exception>
#include <string>
#include <utility>

namespace dcrvoter::app {
namespace {

void print(std::FILE* to, const std::string& text) {
  std::fputs(text.c_str(), to);
  if (!text.ends_with('\n')) {
    std::fputc('\n', to);
  }
}

int run_command(const CommandLine& line) {
  set_up_logging(line.log_level);
  LoadedConfiguration loaded = load_configuration(line.config, process_environment());
  for (const Problem& problem : loaded.problems) {
    const bool warning = problem.level == Problem::Level::warning;
    spdlog::log(warning ? spdlog::level::warn : spdlog::level::critical, "{}",
                to_string(loaded.configuration.file, problem));
  }
  if (!loaded.usable()) {
    return kExitConfiguration;
  }
  return kExitUnavailable;
}

int dispatch(const CommandLine& line) {
  switch (line.command) {
    case Command::version: print(stdout, version_text()); return kExitOk;
    case Command::run: forbid_dumps(); return run_command(line);
    default: return kExitUnavailable;
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto line = parse_command_line(argc, argv);
    if (!line) {
      print(line.error().exit_code == kExitOk ? stdout : stderr, line.error().text);
      return line.error().exit_code;
    }
    return dispatch(*line);
  } catch (const std::exception& error) {
    print(stderr, std::string("dcrvoter: internal error: ") + error.what());
    return kExitInternal;
  }
}

}  // namespace dcrvoter::app
