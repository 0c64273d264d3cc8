#include "app/main.hpp"

#include "app/board_watch.hpp"
#include "app/check_command.hpp"
#include "app/command_line.hpp"
#include "app/configuration.hpp"
#include "app/crash_mark.hpp"
#include "app/exit_code.hpp"
#include "app/hardening.hpp"
#include "app/key_command.hpp"
#include "app/logging.hpp"
#include "app/run.hpp"
#include "app/show_command.hpp"
#include "app/split_command.hpp"
#include "app/store_examination.hpp"
#include "app/version.hpp"
#include "keys/key_folder.hpp"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <unistd.h>
#include <utility>

namespace dcrvoter::app {
namespace {

int run_command(const CommandLine& line) {
  outlive_the_log();
  set_up_logging(line.log_level);
  const LoadedConfiguration loaded = load_configuration(line.config, process_environment());
  const Configuration& configuration = loaded.configuration;
  for (const Problem& problem : loaded.problems) {
    const bool warning = problem.level == Problem::Level::warning;
    spdlog::log(warning ? spdlog::level::warn : spdlog::level::critical, "{}",
                to_string(configuration.file, problem));
  }
  if (!loaded.usable()) {
    return kExitConfiguration;
  }
  const auto crash_marks = crash_file(configuration.state);
  const bool with_store = crashes(crash_marks) < kCrashesInARow;
  std::unique_ptr<StoreExamination> store;
  if (with_store) {
    store = std::make_unique<StoreExamination>(store_folder(configuration), configuration.network);
  } else {
    spdlog::error(
        "the last {} runs crashed: this one leaves the store alone, the next one uses it again; please "
        "report what the log says of the crashes",
        kCrashesInARow);
    forget_crashes(crash_marks);
  }
  mark_crashes(crash_marks);
  keys::LoadedKeys keys =
      keys::load_keys(configuration.state, wire::network(configuration.network), configuration.voting_key);
  for (const core::Error& problem : keys.problems) {
    spdlog::error("{}", problem.text);
  }
  for (const std::string& warning : keys.warnings) {
    spdlog::warn("{}", warning);
  }
  if (!keys::secrets_are_locked()) {
    spdlog::warn(
        "keys cannot be locked in memory and may get into swap; allow it with LimitMEMLOCK (ulimit -l)");
  }
  if (keys.ring.empty()) {
    spdlog::critical(
        "no voting key in {}; \"dcrvoter key new\" makes one, \"dcrvoter key import\" takes one over",
        configuration.state.string());
    // The appliance's owner has nothing but the page, which tells what keeps it from having one. A key that
    // is there and cannot be read is another thing: the release before may be able to.
    if (std::getenv(kBoxNotes) == nullptr || !keys.problems.empty()) {
      return kExitUnavailable;
    }
  }
  const int code = run(configuration, std::move(keys), std::move(store));
  forget_crashes(crash_marks);
  return code;
}

int key_command(const CommandLine& line) {
  const LoadedConfiguration loaded = load_configuration(line.config, process_environment());
  if (!loaded.usable_for_keys()) {
    for (const Problem& problem : loaded.problems) {
      std::cerr << "dcrvoter: " << to_string(loaded.configuration.file, problem) << '\n';
    }
    return kExitConfiguration;
  }
  const KeyOptions options{loaded.configuration.state,
                           loaded.configuration.network,
                           line.key_source,
                           line.json,
                           line.qr,
                           loaded.configuration.voting_key,
                           line.export_to};
  const KeyConsole console{std::cin, std::cout, std::cerr, STDIN_FILENO, ::isatty(STDOUT_FILENO) == 1};
  switch (line.command) {
    case Command::key_new: return key_new(options, console);
    case Command::key_import: return key_import(options, console);
    case Command::key_export:
      return options.to.empty() ? key_export(options, console) : key_export_to(options, console);
    default: return key_show(options, console);
  }
}

int dispatch(const CommandLine& line) {
  forbid_dumps();
  switch (line.command) {
    case Command::version: std::cout << version_text(); return kExitOk;
    case Command::run: return run_command(line);
    case Command::check: return check_command(line);
    case Command::split: return split_command(line.split_file, line.split_folder, std::cout, std::cerr);
    case Command::status:
    case Command::tickets:
    case Command::votes:
    case Command::choices: return show_command(line);
    default: return key_command(line);
  }
}

/// Nobody has seen what a full disk or a closed pipe did not take: that is no success.
int with_output_written(int exit_code) {
  if (!std::cout.flush() && exit_code == kExitOk) {
    std::cerr << "dcrvoter: not all of the output could be written to standard output\n";
    return kExitOutput;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  fill_standard_streams();
  try {
    const auto line = parse_command_line(argc, argv);
    if (!line) {
      (line.error().exit_code == kExitOk ? std::cout : std::cerr) << line.error().text << '\n';
      return with_output_written(line.error().exit_code);
    }
    return with_output_written(dispatch(*line));
  } catch (const std::exception& error) {
    std::cerr << "dcrvoter: internal error: " << error.what() << '\n';
    return kExitInternal;
  }
}

}  // namespace dcrvoter::app
