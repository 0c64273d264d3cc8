#include "app/node_source.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace dcrvoter::app {

NodeSource::NodeSource(const Configuration& started, NodeConfiguration node)
    : file_(started.file), network_(started.network), node_(std::move(node)), seen_(mark()) {}

NodeSource::Mark NodeSource::mark() const {
  std::error_code error;
  Mark mark;
  mark.time = std::filesystem::last_write_time(file_, error);
  mark.size = std::filesystem::file_size(file_, error);
  return mark;
}

const NodeConfiguration& NodeSource::now() {
  if (const Mark there = mark(); there != seen_) {
    seen_ = there;
    auto read = load_configuration(file_, process_environment());
    auto& nodes = read.configuration.nodes;
    const auto same = std::ranges::find(nodes, node_.address, &NodeConfiguration::address);
    if (read.usable() && read.configuration.network == network_ && same != nodes.end()) {
      node_ = std::move(*same);
    }
  }
  return node_;
}

}  // namespace dcrvoter::app
