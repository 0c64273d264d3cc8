/// Whether the box votes, in one word, and what there is to do. Every view shows this same judgement.
#pragma once

#include "status/snapshot.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::status {

enum class State : std::uint8_t { ready, warning, not_voting };
/// "ready", "warning", "not_voting": the names in JSON.
[[nodiscard]] std::string_view to_string(State state) noexcept;

/// All names of reasons, for monitors that list each.
inline constexpr std::string_view kReasonNames[] = {
    "stale",  "key",    "node",   "rehearsal", "no_block", "clock", "store", "missed", "other_choices",
    "choice", "agenda", "update", "backup",    "board",    "alert", "page",  "box"};

struct Reason {
  State state = State::warning;  ///< how bad it is
  std::string name;              ///< fixed, for programs: one of kReasonNames
  std::string words;             ///< what is so; may hold words of a node, as they came
  std::string remedy;            ///< what to do about it
};

struct Judgement {
  State state = State::ready;  ///< the worst of the reasons'
  std::vector<Reason> reasons;
};

/// One of several nodes down is a warning, no tickets is none. `age`: of the snapshot, for a view that shows
/// one again; what is older than kStale votes no more as far as anybody knows.
[[nodiscard]] Judgement judge(const Snapshot& snapshot,
                              std::chrono::milliseconds age = std::chrono::milliseconds(0));
inline constexpr std::chrono::seconds kStale{30};

/// What shows that it can vote now: a vote that was sent on the last block, or, where that called none of our
/// tickets, one that was made for it and thrown away.
enum class Proof : std::uint8_t { none, rehearsal, vote };
[[nodiscard]] Proof proof_of(const Snapshot& snapshot) noexcept;
/// "none", "rehearsal", "vote": the names in JSON.
[[nodiscard]] std::string_view to_string(Proof proof) noexcept;

/// "none", "writing", "trial", "done", "failed", "refused": the names in JSON.
[[nodiscard]] std::string_view to_string(BoxView::Update update) noexcept;

/// No block for so many times the target's pace is a warning, and then not voting: as good as never by
/// chance (e^-12 and e^-36). Not on simnet, where blocks come when somebody asks for them.
inline constexpr std::uint64_t kQuietBlocks = 12, kSilentBlocks = 36;
/// Degrees Celsius at which a board becomes slow; bytes that a store may need within a year.
inline constexpr double kHot = 80;
inline constexpr std::uint64_t kLittleStorage = std::uint64_t{64} << 20U;

/// A node's problem where its name stands beside it: without the name, with which many problems begin.
[[nodiscard]] std::string_view problem_beside_name(const NodeView& node) noexcept;

/// The agendas that are being voted on while nobody chose: warned about wherever choices are shown.
[[nodiscard]] std::vector<const AgendaView*> undecided(const Snapshot& snapshot);

/// A call that was missed, and no miner left the vote out: there may be something to mend.
[[nodiscard]] bool is_own_miss(const vote::CallRecord& call) noexcept;
/// Another voter with the same key voted otherwise than we do.
[[nodiscard]] bool has_other_choices(const vote::CallRecord& call) noexcept;

}  // namespace dcrvoter::status
