#include "app/finding.hpp"

#include "app/exit_code.hpp"

#include <algorithm>
#include <set>

namespace dcrvoter::app {
namespace {

constexpr const char* label(Finding::Level level) noexcept {
  switch (level) {
    case Finding::Level::ok: return "ok    ";
    case Finding::Level::warn: return "warn  ";
    case Finding::Level::fail: return "FAIL  ";
  }
  return "FAIL  ";
}

}  // namespace

std::string to_string(const Finding& finding) {
  std::string line = label(finding.level) + finding.subject + ": " + finding.text;
  if (!finding.remedy.empty()) {
    line += "; " + finding.remedy;
  }
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; },
      ' ');
  return line;
}

int verdict(std::span<const Finding> findings, std::size_t nodes) {
  std::set<std::size_t> failed_nodes;
  bool failed = false;
  bool warned = false;
  for (const Finding& finding : findings) {
    warned = warned || finding.level != Finding::Level::ok;
    if (finding.level == Finding::Level::fail && finding.node) {
      failed_nodes.insert(*finding.node);
    } else if (finding.level == Finding::Level::fail) {
      failed = true;
    }
  }
  if (failed || (nodes > 0 && failed_nodes.size() == nodes)) {
    return kExitCannotVote;
  }
  return warned ? kExitWarnings : kExitOk;
}

}  // namespace dcrvoter::app
