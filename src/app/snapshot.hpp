/// What the voter knows, as the value that is shown.
#pragma once

#include "status/snapshot.hpp"
#include "vote/choices.hpp"
#include "voter/voter.hpp"

#include <vector>

namespace dcrvoter::app {

/// On the voting thread. All but the tickets, which may be too many to be copied at once, and the calls and
/// the state of the store, which are not the voter's.
[[nodiscard]] status::Snapshot make_snapshot(const voter::Voter& voter, vote::UnixMillis now);

/// The agendas of the vote version that this program votes, with our choices and no node's word.
[[nodiscard]] std::vector<status::AgendaView> agenda_views(const wire::Network& network,
                                                           const vote::Choices& choices);
/// What the configuration chooses, line by line: agendas, treasury keys, treasury spends, then tickets.
[[nodiscard]] std::vector<status::ChoiceView> choice_views(const wire::Network& network,
                                                           const vote::Choices& choices);

}  // namespace dcrvoter::app
