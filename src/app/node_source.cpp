#include "app/node_source.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace dcrvoter::app {

NodeSource::NodeSource(const Configuration& started, NodeConfiguration node)
    : file_(started.file), network_(started.network), node_(std::move(node)) {}

NodeSource::Mark NodeSource::mark() const {
  std::error_code error;
  Mark mark;
  mark.time = std::filesystem::last_write_time(file_, error);
  mark.size = std::filesystem::file_size(file_, error);
  return mark;
}

const NodeConfiguration& NodeSource::now() {
  if (const Mark there = mark(); there != seen_) {
    auto read = load_configuration(file_, process_environment());
    if (!read.usable()) {  // what it names may still come, without another change of itself
      say(read);
      return node_;
    }
    seen_ = there;
    said_.clear();
    auto& nodes = read.configuration.nodes;
    const auto same = std::ranges::find(nodes, node_.address, &NodeConfiguration::address);
    if (read.configuration.network == network_ && same != nodes.end()) {
      node_ = std::move(*same);
    }
  }
  return node_;
}

void NodeSource::say(const LoadedConfiguration& unusable) {
  const auto error = std::ranges::find(unusable.problems, Problem::Level::error, &Problem::level);
  std::string words = to_string(file_, *error);
  if (words != said_) {
    spdlog::warn("{}; how to log in at node {} stays as it was", words, net::to_string(node_.address));
    said_ = std::move(words);
  }
}

}  // namespace dcrvoter::app
