/// Crashes in a row: after two of them a start does without the store, which is the one thing that this
/// program reads and did not check byte by byte.
#pragma once

#include <cstddef>
#include <filesystem>

namespace dcrvoter::app {

inline constexpr std::size_t kCrashesInARow = 2;

/// The file of the marks, in the state folder; there is none while all is well.
[[nodiscard]] std::filesystem::path crash_file(const std::filesystem::path& state);
/// How many runs crashed since one ended well. Who was killed, or lost power, did not crash.
[[nodiscard]] std::size_t crashes(const std::filesystem::path& file) noexcept;
/// From now on a signal that says that this program went wrong (SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE)
/// leaves a mark before it ends the program. Once; a path that is too long is not marked.
void mark_crashes(const std::filesystem::path& file) noexcept;
void forget_crashes(const std::filesystem::path& file) noexcept;

/// For a handler of such a signal: marks, and ends the program by the signal when the handler returns.
void die_of(int signal) noexcept;

}  // namespace dcrvoter::app
