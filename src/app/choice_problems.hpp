/// What makes a choice count for nothing, as far as nodes and the search for tickets have told. Pure.
#pragma once

#include "core/hash.hpp"
#include "status/views.hpp"
#include "wire/network.hpp"

#include <functional>
#include <string>
#include <vector>

namespace dcrvoter::app {

struct ChoiceFacts {
  /// The agendas that a node lists (`getvoteinfo`); none: no node has told yet.
  std::vector<std::string> listed;
  /// Whether a ticket is known as ours; empty as long as not all that are may be.
  std::function<bool(const core::Hash& ticket)> is_ours;
};

/// Fills in the problem of those views that have none yet.
void add_problems(std::vector<status::ChoiceView>& views, const wire::Network& network,
                  const ChoiceFacts& facts);

}  // namespace dcrvoter::app
