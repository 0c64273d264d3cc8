#include "status/metrics.hpp"

#include "samples.hpp"

#include <doctest/doctest.h>

#include <set>
#include <sstream>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

Snapshot told() {
  Snapshot snapshot = samples::full();
  snapshot.board.version = "0.1.0";
  snapshot.board.temperature = 61.5;
  snapshot.board.undervoltage = true;
  snapshot.board.storage_free = 1'000'000'000'000;
  snapshot.block = BlockView{{}, 1'100'001, 0, samples::kMoment - 41'000, 41, 40'960, 1};
  snapshot.history.mined = 37;
  snapshot.history.rewards.sum = 123'456'789;
  snapshot.history.latency.count = 37;
  snapshot.history.latency.median = 3'100;
  snapshot.heartbeat = {.configured = true, .last_success = samples::kMoment, .problem = "no answer"};
  return snapshot;
}

}  // namespace

TEST_CASE("status/metrics: base units and few labels") {
  const std::string text = metrics_text(told(), MetricsForm::prometheus);
  for (const char* line :
       {"# TYPE dcrvoter_build_info gauge",
        "dcrvoter_build_info{version=\"0.1.0\",network=\"mainnet\",vote_version=\"11\"} 1",
        "dcrvoter_can_vote 1",
        "dcrvoter_state{state=\"warning\"} 1",
        "dcrvoter_state{state=\"ready\"} 0",
        "dcrvoter_reasons{reason=\"agenda\"} 1",
        "dcrvoter_reasons{reason=\"node\"} 0",
        "dcrvoter_block_height 1100001",
        "dcrvoter_block_age_seconds 41",
        "dcrvoter_pool_tickets 40960",
        "dcrvoter_node_calling{node=\"192.168.1.20:9109\"} 1",
        "# TYPE dcrvoter_calls_total counter",
        "dcrvoter_calls_total{outcome=\"mined\"} 37",
        "dcrvoter_vote_latency_seconds{of=\"median\"} 0.0031",
        "dcrvoter_tickets{state=\"mempool\"} 1",
        "dcrvoter_rewards_dcr_total 1.23456789",
        "dcrvoter_board_temperature_celsius 61.5",
        "dcrvoter_board_undervoltage 1",
        "dcrvoter_storage_free_bytes 1000000000000",
        "dcrvoter_alert_failing{kind=\"heartbeat\"} 1",
        "dcrvoter_alert_failing{kind=\"webhook\"} 0",
        "dcrvoter_alert_last_success_timestamp_seconds{kind=\"heartbeat\"} 1795463601.042"}) {
    CAPTURE(std::string(line));
    CHECK(has_line(text, line));
  }
  CHECK(text.find("kind=\"webhook\"} 0\n# HELP dcrvoter_alert_last") != std::string::npos);
  CHECK(text.find("board_uptime") == std::string::npos);  // not known
  CHECK(text.find("EOF") == std::string::npos);
}

TEST_CASE("status/metrics: OpenMetrics names families, and ends") {
  const std::string text = metrics_text(told(), MetricsForm::openmetrics);
  CHECK(has_line(text, "# TYPE dcrvoter_build info"));
  CHECK(has_line(text, "# TYPE dcrvoter_calls counter"));
  CHECK(has_line(text, "dcrvoter_calls_total{outcome=\"mined\"} 37"));
  CHECK(text.ends_with("\n# EOF\n"));
}

TEST_CASE("status/metrics: health hides tickets, amounts and key") {
  const std::string text = metrics_text(told(), MetricsForm::prometheus, Show::health);
  for (const char* name : {"dcrvoter_tickets", "rewards", "next_vote", "key_"}) {
    CHECK(text.find(name) == std::string::npos);
  }
  CHECK(has_line(text, "dcrvoter_can_vote 1"));
}

TEST_CASE("status/metrics: each family once, each sample once, and no text breaks out of a label") {
  Snapshot snapshot = told();
  snapshot.board.version = "a\"b\\c\nd\xff} 7";
  for (const MetricsForm form : {MetricsForm::prometheus, MetricsForm::openmetrics}) {
    std::istringstream lines(metrics_text(snapshot, form));
    std::set<std::string> seen;
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      const bool is_comment = line.starts_with("# ");
      const std::string name =
          is_comment ? line.substr(0, line.find(' ', 7)) : line.substr(0, line.rfind(' '));
      CHECK(seen.insert(name).second);
      CHECK((is_comment || line.starts_with("dcrvoter_")));
    }
  }
  CHECK(
      metrics_text(snapshot, MetricsForm::prometheus).find("version=\"a\\\"b\\\\c\\nd\uFFFD} 7\",network") !=
      std::string::npos);
  CHECK_FALSE(metrics_text({}, MetricsForm::prometheus).empty());
}
