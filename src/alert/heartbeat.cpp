#include "alert/heartbeat.hpp"

#include "alert/message.hpp"

#include <algorithm>

namespace dcrvoter::alert {

void Heartbeat::observe(const status::Judgement& judgement, core::SteadyTime now) {
  const bool votes = judgement.state != status::State::not_voting;
  if (!since_ || votes != votes_) {
    since_ = now;
  }
  votes_ = votes;
  words_ = votes ? "" : reason_lines(judgement.reasons);
}

std::optional<Heartbeat::Beat> Heartbeat::due(core::SteadyTime now) const {
  if (!since_ || now < not_before_) {
    return std::nullopt;
  }
  // What does not last is not told, in the meantime it goes on as before.
  const bool lasts = votes_ || now - *since_ >= (told_ ? kLasts : kBegins);
  if (!lasts && !told_) {
    return std::nullopt;
  }
  const bool votes = lasts ? votes_ : *told_;
  if (told_ == votes && now - last_ < kEvery) {
    return std::nullopt;
  }
  return Beat{votes, votes ? "" : words_};
}

void Heartbeat::sent(const Beat& beat, core::SteadyTime now) {
  told_ = beat.votes;
  last_ = now;
  wait_ = kRetry;
}

void Heartbeat::failed(core::SteadyTime now) noexcept {
  not_before_ = now + wait_;
  wait_ = std::min(2 * wait_, kEvery);
}

}  // namespace dcrvoter::alert
