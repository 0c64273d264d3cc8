/// The doctor's test of the alarms: it sends what says that it is a test.
#pragma once

#include "alert/settings.hpp"
#include "app/finding.hpp"

#include <vector>

namespace dcrvoter::app {

/// Sends a heartbeat and a message that says that it is a test, and tells what became of them: a line each;
/// what is not configured is a warning. No text holds a URL or a part of one.
[[nodiscard]] std::vector<Finding> test_alerts(const alert::Settings& settings);

}  // namespace dcrvoter::app
