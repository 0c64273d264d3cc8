#include "app/nearest.hpp"

#include <algorithm>
#include <vector>

namespace dcrvoter::app {
namespace {

constexpr std::size_t kLongestName = 64;  // longer ones are no typing mistake

// Optimal string alignment distance.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      const std::size_t replace = a[i - 1] == b[j - 1] ? 0 : 1;
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string_view nearest(std::string_view name, std::span<const std::string_view> known) {
  if (name.empty() || name.size() > kLongestName) {
    return {};
  }
  std::string_view best;
  std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string_view candidate : known) {
    const std::size_t distance = edits(name, candidate);
    // As many edits as letters turn anything into anything.
    if (distance < least && distance < std::min(name.size(), candidate.size())) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> known) {
  const std::string_view near = nearest(name, known);
  return near.empty() ? std::string() : "; did you mean \"" + std::string(near) + "\"?";
}

std::string list_of(std::span<const std::string_view> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += i == 0 ? "" : (i + 1 == names.size() ? " or " : ", ");
    text += '"';
    text += names[i];
    text += '"';
  }
  return text;
}

std::string in_quotes(std::string_view text, std::size_t limit) {
  std::string shown = "\"";
  for (const char c : text.substr(0, limit)) {
    const auto byte = static_cast<unsigned char>(c);
    shown += byte < 0x20 || byte == 0x7f ? '?' : c;
  }
  // A cut inside a multi-byte character leaves no broken one behind.
  if (text.size() > limit) {
    while (shown.size() > 1 && (static_cast<unsigned char>(text[shown.size() - 1]) & 0xc0) == 0x80) {
      shown.pop_back();
    }
    shown += "…";
  }
  return shown + '"';
}

}  // namespace dcrvoter::app
