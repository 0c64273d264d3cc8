/// Whether the box votes, in one word, and what there is to do. Every view shows this same judgement.
#pragma once

#include "status/snapshot.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::status {

enum class State : std::uint8_t { ready, warning, not_voting };
/// "ready", "warning", "not_voting": the names in JSON.
[[nodiscard]] std::string_view to_string(State state) noexcept;

struct Reason {
  State state = State::warning;  ///< how bad it is
  std::string
      name;  ///< fixed, for programs: "node", "rehearsal", "store", "other_choices", "choice", "agenda"
  std::string words;   ///< what is so; may hold words of a node, as they came
  std::string remedy;  ///< what to do about it
};

struct Judgement {
  State state = State::ready;  ///< the worst of the reasons'
  std::vector<Reason> reasons;
};

/// One of several nodes down is a warning, no tickets is none.
[[nodiscard]] Judgement judge(const Snapshot& snapshot);

/// The agendas that are being voted on while nobody chose: warned about wherever choices are shown.
[[nodiscard]] std::vector<const AgendaView*> undecided(const Snapshot& snapshot);

}  // namespace dcrvoter::status
