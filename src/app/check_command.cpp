#include "app/check_command.hpp"

#include "app/alert_findings.hpp"
#include "app/box_findings.hpp"
#include "app/configuration.hpp"
#include "app/key_findings.hpp"
#include "app/node_findings.hpp"
#include "app/store_findings.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>
#include <vector>

namespace dcrvoter::app {
namespace {

namespace asio = net::asio;

// All nodes at once: a dead one costs its deadline, not everybody's.
std::vector<NodeFacts> ask_nodes(const Configuration& configuration) {
  asio::io_context context{1};
  std::vector<NodeFacts> facts(configuration.nodes.size());
  for (std::size_t i = 0; i < facts.size(); ++i) {
    asio::co_spawn(context, ask_node(configuration.nodes[i], configuration.network),
                   [&facts, i](const std::exception_ptr& bug, NodeFacts answer) {
                     if (bug) {
                       std::rethrow_exception(bug);
                     }
                     facts[i] = std::move(answer);
                   });
  }
  context.run();
  return facts;
}

class Report {
 public:
  void add(Finding finding) {
    std::cout << to_string(finding) << std::endl;
    findings_.push_back(std::move(finding));
  }
  void add(std::vector<Finding> findings) {
    for (Finding& finding : findings) {
      add(std::move(finding));
    }
  }
  [[nodiscard]] int verdict(std::size_t nodes) const { return app::verdict(findings_, nodes); }

 private:
  std::vector<Finding> findings_;
};

}  // namespace

int check_command(const CommandLine& line) {
  // What the rooms below would log stands in the findings.
  set_up_logging(line.log_level == LogLevel::debug ? LogLevel::debug : LogLevel::critical);
  Report report;
  const LoadedConfiguration loaded = load_configuration(line.config, process_environment());
  const Configuration& configuration = loaded.configuration;
  const wire::Network& network = wire::network(configuration.network);
  report.add(judge_configuration(loaded));
  if (line.configuration) {
    return report.verdict(0);
  }
  report.add(judge_clock_state(clock_state(), std::chrono::system_clock::now()));
  std::vector<Finding> keys;
  if (loaded.usable_for_keys()) {
    report.add(judge_state_folder(configuration.state));
    report.add(judge_store(configuration));  // in a process of its own, which shall have no key
    keys = judge_keys(configuration.state, network, configuration.voting_key);
    report.add(keys);
  }
  report.add(judge_next_start(loaded.usable(), keys, configuration.nodes.size()));
  if (!loaded.usable() || line.offline) {
    return report.verdict(0);
  }
  const std::vector<NodeFacts> nodes = ask_nodes(configuration);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    report.add(judge_node(nodes[i], network, i));
  }
  if (line.alerts) {
    report.add(test_alerts(configuration.alert));
  }
  return report.verdict(nodes.size());
}

}  // namespace dcrvoter::app
