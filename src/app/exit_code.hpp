/// How dcrvoter ends: sysexits.h, whose numbers systemd's unit relies on (78 is not restarted).
#pragma once

namespace dcrvoter::app {

inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 64;          ///< the command line is wrong
inline constexpr int kExitData = 65;           ///< key import, votes --import: the text handed in is wrong
inline constexpr int kExitUnavailable = 69;    ///< something needed is not there
inline constexpr int kExitInternal = 70;       ///< our mistake
inline constexpr int kExitCannotCreate = 73;   ///< key new, import: exists already, or cannot be written
inline constexpr int kExitOutput = 74;         ///< standard output cannot be written
inline constexpr int kExitConfiguration = 78;  ///< the configuration is wrong

// `dcrvoter check` alone
inline constexpr int kExitWarnings = 1;
inline constexpr int kExitCannotVote = 2;

}  // namespace dcrvoter::app
