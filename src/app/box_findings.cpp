#include "app/box_findings.hpp"

#include <cerrno>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

using Level = Finding::Level;

Finding finding(Level level, const char* subject, std::string text, std::string remedy = {}) {
  return {level, subject, std::move(text), std::move(remedy), std::nullopt};
}

}  // namespace

std::vector<Finding> judge_configuration(const LoadedConfiguration& loaded) {
  std::vector<Finding> findings;
  const Configuration& configuration = loaded.configuration;
  for (const Problem& problem : loaded.problems) {
    findings.push_back(finding(problem.level == Problem::Level::warning ? Level::warn : Level::fail,
                               "configuration", to_string(configuration.file, problem)));
  }
  if (loaded.usable()) {
    findings.push_back(finding(Level::ok, "configuration",
                               configuration.file.string() + ", " +
                                   std::string(wire::network(configuration.network).name) +
                                   ", nodes: " + std::to_string(configuration.nodes.size())));
  }
  return findings;
}

Finding judge_clock_state(ClockState state, core::WallTime now) {
  switch (state) {
    case ClockState::synchronised: return finding(Level::ok, "clock", format_time(now) + ", synchronised");
    case ClockState::unknown:
      return finding(Level::ok, "clock",
                     format_time(now) +
                         ", not known to be synchronised; votes do not need it, only the dates of "
                         "certificates that an authority signed");
    case ClockState::wrong: break;
  }
  return finding(Level::warn, "clock", "says " + format_time(now) + ", which cannot be",
                 "set it, or let NTP do so; votes do not need it, but the times in the log are wrong");
}

Finding judge_state_folder(const std::filesystem::path& folder) {
  constexpr const char* kSubject = "state folder";
  const std::string name = folder.string();
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) {
    if (errno == ENOENT) {
      return finding(Level::fail, kSubject, name + " does not exist", "\"dcrvoter key new\" makes it");
    }
    return finding(Level::fail, kSubject, name + ": " + std::generic_category().message(errno));
  }
  if (!S_ISDIR(status.st_mode)) {
    return finding(Level::fail, kSubject, name + " is no folder", "change state in the configuration");
  }
  const std::string owner = " (it belongs to user id " + std::to_string(status.st_uid) + ", this is " +
                            std::to_string(::geteuid()) + ")";
  if (::access(folder.c_str(), R_OK | X_OK) != 0) {
    return finding(Level::fail, kSubject, name + " may not be read" + owner,
                   "run this as the service's user, or as root");
  }
  if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return finding(Level::warn, kSubject, name + " may be written by other users", "chmod go-w " + name);
  }
  if (::access(folder.c_str(), W_OK) != 0) {
    return finding(Level::warn, kSubject, name + " may not be written" + owner,
                   "give it to the service's user");
  }
  return finding(Level::ok, kSubject, name);
}

}  // namespace dcrvoter::app
