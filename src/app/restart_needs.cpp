#include "app/restart_needs.hpp"

#include <algorithm>

namespace dcrvoter::app {
namespace {

bool same_text(const TextSource& one, const TextSource& other) {
  return one.file == other.file && one.text.view() == other.text.view();
}

/// Wherever it stands in the file.
bool same_node(const NodeConfiguration& one, const NodeConfiguration& other) {
  return one.address == other.address && one.user == other.user && one.pin == other.pin &&
         same_text(one.password, other.password) && same_text(one.certificate, other.certificate) &&
         same_text(one.client_certificate, other.client_certificate) &&
         same_text(one.client_key, other.client_key);
}

}  // namespace

std::string restart_needs(const Configuration& started, const Configuration& read) {
  std::string parts;
  const auto compare = [&parts](const char* part, bool same) {
    if (!same) {
      parts += parts.empty() ? "" : ", ";
      parts += part;
    }
  };
  compare("state", started.state == read.state);
  compare("[[node]]", std::ranges::equal(started.nodes, read.nodes, same_node));
  compare("[keys]", started.first_index == read.first_index && started.voting_key == read.voting_key);
  compare("[page]", started.page == read.page);
  return parts;
}

}  // namespace dcrvoter::app
