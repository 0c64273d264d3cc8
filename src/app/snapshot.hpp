/// What the voter knows, as the value that is shown.
#pragma once

#include "keys/key_folder.hpp"
#include "status/snapshot.hpp"
#include "vote/choices.hpp"
#include "voter/voter.hpp"

#include <vector>

namespace dcrvoter::app {

/// On the voting thread. What the voter knows, but for the tickets, which may be too many to be copied at
/// once.
[[nodiscard]] status::Snapshot make_snapshot(const voter::Voter& voter, vote::UnixMillis now);

/// What there is to show of the keys, but for their back-up.
[[nodiscard]] status::KeyView key_view(const keys::LoadedKeys& loaded);
/// What the few calls in memory add up to, where no store tells of all.
[[nodiscard]] status::HistoryView history_of(const std::vector<vote::CallRecord>& calls,
                                             const wire::Network& network, vote::UnixMillis now);

/// The agendas of the vote version that this program votes, with our choices and no node's word.
[[nodiscard]] std::vector<status::AgendaView> agenda_views(const wire::Network& network,
                                                           const vote::Choices& choices);
/// What the configuration chooses, line by line: agendas, treasury keys, treasury spends, then tickets.
[[nodiscard]] std::vector<status::ChoiceView> choice_views(const wire::Network& network,
                                                           const vote::Choices& choices);

}  // namespace dcrvoter::app
