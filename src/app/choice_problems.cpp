#include "app/choice_problems.hpp"

#include <algorithm>

namespace dcrvoter::app {
namespace {

std::string problem_of(const status::ChoiceView& view, const wire::Network& network,
                       const ChoiceFacts& facts) {
  if (const auto ticket = core::Hash::from_string(view.scope);
      ticket && facts.is_ours && !facts.is_ours(*ticket)) {
    return "no ticket of yours that can vote has this id";
  }
  const bool is_agenda =
      std::ranges::find(network.agendas, view.what, &wire::Agenda::id) != network.agendas.end();
  if (is_agenda && !facts.listed.empty() &&
      std::ranges::find(facts.listed, view.what) == facts.listed.end()) {
    return "your node does not list this agenda";
  }
  return {};
}

}  // namespace

void add_problems(std::vector<status::ChoiceView>& views, const wire::Network& network,
                  const ChoiceFacts& facts) {
  for (auto& view : views) {
    if (view.problem.empty()) {
      view.problem = problem_of(view, network, facts);
    }
  }
}

}  // namespace dcrvoter::app
