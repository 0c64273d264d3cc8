/// The snapshot for people: plain text, lines of at most 100 columns (but for addresses and warnings),
/// hashes shortened. What somebody else wrote loses its control characters. Each ends with a line feed. Where
/// `show` is health, tickets are left out.
#pragma once

#include "status/judgement.hpp"
#include "status/page.hpp"
#include "status/snapshot.hpp"

#include <string>

namespace dcrvoter::status {

/// The first line of status_text.
[[nodiscard]] const char* sentence(State state) noexcept;
/// The state with its reasons and remedies, then nodes, tickets and votes in numbers.
[[nodiscard]] std::string status_text(const Snapshot& snapshot, Show show = Show::full);
/// A line a ticket: "immature, can vote from block 1100256 (in about 21 hours)".
[[nodiscard]] std::string tickets_text(const Snapshot& snapshot);
/// A line a call, the latest first, with what became of it.
[[nodiscard]] std::string votes_text(const Snapshot& snapshot);
/// Agendas, treasury spends, what is configured; a warning for each running agenda that nobody chose for.
[[nodiscard]] std::string choices_text(const Snapshot& snapshot, Show show = Show::full);
/// The calls for a spreadsheet (RFC 4180, first line the names), the latest first. Amounts in coins: what
/// each mined vote earned. A foreign text cannot become a formula.
[[nodiscard]] std::string votes_csv(const Snapshot& snapshot);

/// What became of a call: "mined in block 1100001, as wished", "missed: refused (words)", "void", "open".
[[nodiscard]] std::string outcome_text(const vote::CallRecord& call);
/// The state of a ticket in words.
[[nodiscard]] std::string ticket_text(const vote::TicketRecord& ticket, const wire::Network& network,
                                      std::uint32_t tip);

}  // namespace dcrvoter::status
