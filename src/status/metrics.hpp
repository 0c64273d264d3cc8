/// The snapshot as metrics for Prometheus, at /metrics: names with the prefix `dcrvoter_`, base units, and
/// labels that take few values: nodes of the configuration, states, reasons. docs/monitoring.md lists them.
#pragma once

#include "status/metrics_page.hpp"
#include "status/page.hpp"
#include "status/snapshot.hpp"

#include <string>

namespace dcrvoter::status {

/// Without tickets, amounts and key where `show` hides them.
[[nodiscard]] std::string metrics_text(const Snapshot& snapshot, MetricsForm form, Show show = Show::full);

}  // namespace dcrvoter::status
