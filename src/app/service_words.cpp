#include "app/service_words.hpp"

#include <algorithm>

namespace dcrvoter::app {

std::string service_words(const status::Judgement& judgement, std::uint32_t height) {
  const bool votes = judgement.state != status::State::not_voting;
  std::string text = !votes ? "not voting"
                     : judgement.state == status::State::warning
                         ? "can vote, with a warning"
                         : "ready: can vote, height " + std::to_string(height);
  const auto worst = std::ranges::find(judgement.reasons, judgement.state, &status::Reason::state);
  if (worst != judgement.reasons.end()) {
    text += ": " + worst->words;
    if (const auto more = judgement.reasons.size() - 1; more != 0) {
      text += " (and " + std::to_string(more) + " more)";
    }
  }
  return text;
}

}  // namespace dcrvoter::app
