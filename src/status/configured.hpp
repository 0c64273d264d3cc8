/// The configured choices as they are shown, by the running service and without it.
#pragma once

#include "status/snapshot.hpp"
#include "vote/choices.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::status {

/// The agendas of this vote version with the choice for tickets without one of their own. Description
/// and status are a node's to say, and empty here.
[[nodiscard]] std::vector<AgendaView> agenda_views(const vote::Choices& choices, const wire::Network& network,
                                                   std::uint32_t vote_version);

/// Every configured choice, those for all tickets first, then ticket by ticket in the order of their
/// txids; with a problem where it counts for nothing with this vote version.
[[nodiscard]] std::vector<ChoiceView> choice_views(const vote::Choices& choices, const wire::Network& network,
                                                   std::uint32_t vote_version);

/// "abstain", "yes", "no".
[[nodiscard]] std::string_view answer_name(vote::TreasuryAnswer answer) noexcept;

}  // namespace dcrvoter::status
