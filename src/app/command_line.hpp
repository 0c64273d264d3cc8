/// What dcrvoter was asked to do.
#pragma once

#include "app/logging.hpp"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <string>

namespace dcrvoter::app {

enum class Command : std::uint8_t {
  run,
  check,
  status,
  tickets,
  votes,
  choices,
  key_new,
  key_show,
  key_import,
  key_export,
  split,
  version
};

struct CommandLine {
  Command command = Command::version;
  std::filesystem::path config = "/etc/dcrvoter/dcrvoter.toml";
  LogLevel log_level = LogLevel::info;
  bool offline = false;                ///< check: look at files only
  bool configuration = false;          ///< check: look at the configuration and the files that it names, only
  bool alerts = false;                 ///< check: send a test alarm
  std::string key_source = "-";        ///< key import: a file, or "-" for standard input
  bool json = false;                   ///< key show, status, tickets, votes, choices: for programs
  bool watch = false;                  ///< status: shown anew when it changes
  bool csv = false;                    ///< votes: for spreadsheets
  bool export_calls = false;           ///< votes: all that the store holds, as JSON Lines
  std::string import_from;             ///< votes: a file of JSON Lines, or "-"; "": nothing to import
  bool qr = false;                     ///< key show: the QR code also where standard output is no terminal
  std::filesystem::path export_to;     ///< key export: a new file for all keys; "": the words, asking twice
  std::filesystem::path split_file;    ///< split: a configuration that holds secrets
  std::filesystem::path split_folder;  ///< split: where its parts go
};

/// Why there is nothing to do: help was asked for (exit code 0, text for standard output), or the
/// command line is wrong (64, one sentence for standard error). An argument that may be a secret is
/// not shown.
struct CommandLineEnd {
  int exit_code = 0;
  std::string text;
};

[[nodiscard]] std::expected<CommandLine, CommandLineEnd> parse_command_line(int argc,
                                                                            const char* const* argv);

}  // namespace dcrvoter::app
