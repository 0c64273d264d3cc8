#include "app/bus_error.hpp"

#include "app/crash_mark.hpp"

#include <csignal>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

thread_local std::atomic<bool>* met_here = nullptr;

static_assert(std::atomic<bool>::is_always_lock_free, "a signal's handler may take no lock");

void on_bus_error(int signal) noexcept {
  if (met_here == nullptr) {
    die_of(signal);
    return;
  }
  met_here->store(true);
  for (;;) {
    ::pause();
  }
}

}  // namespace

void stand_still_on_bus_error(std::atomic<bool>& met) noexcept {
  met_here = &met;
  struct sigaction action {};
  action.sa_handler = on_bus_error;
  ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace dcrvoter::app
