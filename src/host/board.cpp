#include "host/board.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fcntl.h>
#include <optional>
#include <string_view>
#include <sys/statvfs.h>
#include <unistd.h>
#include <vector>

namespace dcrvoter::host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostText = 8192;  // /proc/meminfo is 1.5 kB

/// The beginning of one of the kernel's small files; "" when it cannot be read.
std::string text_of(const fs::path& file) {
  std::string text;
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) {
    return text;
  }
  std::array<char, 1024> part{};
  ssize_t size = 0;
  while (text.size() < kMostText && (size = ::read(descriptor, part.data(), part.size())) > 0) {
    text.append(part.data(), static_cast<std::size_t>(size));
  }
  ::close(descriptor);
  return text;
}

std::string line_of(const fs::path& file) {
  std::string text = text_of(file);
  text.resize(std::min(text.size(), text.find_first_of(std::string_view("\0\n", 2))));
  return text;
}

/// The number that a text begins with, after spaces.
template <class Number>
std::optional<Number> number(std::string_view text) {
  text.remove_prefix(std::min(text.size(), text.find_first_not_of(" \t")));
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

/// Folders below `folder`, by name.
std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    found.push_back(at->path());
  }
  std::ranges::sort(found);
  return found;
}

/// The processor's; where no zone calls itself so, the first one.
std::optional<double> temperature(const fs::path& root) {
  std::optional<double> first;
  for (const fs::path& zone : entries(root / "sys/class/thermal")) {
    const auto thousandths = number<std::int64_t>(text_of(zone / "temp"));
    if (!thousandths) {
      continue;
    }
    constexpr double kThousand = 1000;
    const double degrees = static_cast<double>(*thousandths) / kThousand;
    const std::string type = line_of(zone / "type");
    if (type.find("cpu") != std::string::npos || type == "x86_pkg_temp") {
      return degrees;
    }
    first = first.value_or(degrees);
  }
  return first;
}

/// The Raspberry Pi's firmware tells it by this sensor (linux: drivers/hwmon/raspberrypi-hwmon.c).
std::optional<bool> undervoltage(const fs::path& root) {
  for (const fs::path& sensor : entries(root / "sys/class/hwmon")) {
    if (line_of(sensor / "name") == "rpi_volt") {
      if (const auto alarm = number<int>(text_of(sensor / "in0_lcrit_alarm"))) {
        return *alarm != 0;
      }
    }
  }
  return std::nullopt;
}

/// `name` of a file of lines like "MemTotal:  1024 kB".
std::optional<std::uint64_t> kibibytes(std::string_view text, std::string_view name) {
  for (std::size_t at = 0; at < text.size(); at = std::min(text.size(), text.find('\n', at)) + 1) {
    if (const std::string_view line = text.substr(at); line.starts_with(name)) {
      const auto value = number<std::uint64_t>(line.substr(name.size()));
      return value ? std::optional(*value * 1024) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string board_model(const fs::path& root) {
  std::string model = line_of(root / "proc/device-tree/model");
  return model.empty() ? line_of(root / "sys/class/dmi/id/product_name") : model;
}

status::BoardView read_board(const fs::path& root, const fs::path& state) {
  status::BoardView view;
  view.host = host_name();
  view.model = board_model(root);
  view.temperature = temperature(root);
  view.undervoltage = undervoltage(root);
  struct statvfs disk {};
  if (::statvfs(state.c_str(), &disk) == 0) {
    view.storage_size = std::uint64_t{disk.f_blocks} * disk.f_frsize;
    view.storage_free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
  }
  const std::string memory = text_of(root / "proc/meminfo");
  view.memory_size = kibibytes(memory, "MemTotal:");
  view.memory_available = kibibytes(memory, "MemAvailable:");
  view.memory_used = kibibytes(text_of(root / "proc/self/status"), "VmRSS:");
  view.uptime = number<std::uint64_t>(text_of(root / "proc/uptime"));
  return view;
}

}  // namespace dcrvoter::host
