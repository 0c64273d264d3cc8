/// A file that is read through a map tells of a bad sector by SIGBUS, which would end the program.
#pragma once

#include <atomic>

namespace dcrvoter::app {

/// From now on SIGBUS sets `met` and stops the calling thread for ever, in the middle of whatever it does;
/// of all other threads it ends the program, as before. For the disk thread, which the others can do
/// without. `met` lives as long as the program, or the thread.
void stand_still_on_bus_error(std::atomic<bool>& met) noexcept;

}  // namespace dcrvoter::app
