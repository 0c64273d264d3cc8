#include "app/restart_needs.hpp"

#include <algorithm>

namespace dcrvoter::app {
std::string restart_needs(const Configuration& started, const Configuration& read) {
  std::string parts;
  const auto compare = [&parts](const char* part, bool same) {
    if (!same) {
      parts += parts.empty() ? "" : ", ";
      parts += part;
    }
  };
  compare("state", started.state == read.state);
  compare("[[node]]", std::ranges::equal(started.nodes, read.nodes, {}, &NodeConfiguration::address,
                                         &NodeConfiguration::address));
  compare("[keys]", started.first_index == read.first_index && started.voting_key == read.voting_key);
  compare("[page]", started.page == read.page);
  return parts;
}

}  // namespace dcrvoter::app
