#include "app/configuration.hpp"

#include "app/configuration_parts.hpp"
#include "app/document.hpp"
#include "app/text_file.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace dcrvoter::app {
namespace {

constexpr const char* kDefaultState = "/var/lib/dcrvoter";

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

wire::NetworkId read_network(Section& top) {
  constexpr std::array kIds{wire::NetworkId::mainnet, wire::NetworkId::testnet3, wire::NetworkId::simnet};
  return kIds.at(top.word("network"));
}

std::filesystem::path read_state(Section& top, const Environment& environment,
                                 const std::filesystem::path& folder) {
  if (const Value* value = top.path("state")) {
    return (folder / value->text.view()).lexically_normal();
  }
  const std::string& list = environment.state_directory;
  const std::string first = list.substr(0, list.find(':'));
  return first.empty() ? kDefaultState : first;
}

}  // namespace

Environment process_environment() {
  return {variable("STATE_DIRECTORY"), variable("CREDENTIALS_DIRECTORY")};
}

bool LoadedConfiguration::usable() const noexcept {
  return std::none_of(problems.begin(), problems.end(),
                      [](const Problem& problem) { return problem.level == Problem::Level::error; });
}

bool LoadedConfiguration::usable_for_keys() const noexcept {
  return std::none_of(problems.begin(), problems.end(), [](const Problem& problem) {
    return problem.level == Problem::Level::error &&
           (problem.key.empty() || problem.key == "network" || problem.key == "state");
  });
}

LoadedConfiguration load_configuration(const std::filesystem::path& file, const Environment& environment) {
  LoadedConfiguration loaded;
  Configuration& configuration = loaded.configuration;
  std::error_code ignored;
  configuration.file = std::filesystem::absolute(file, ignored);
  if (configuration.file.empty()) {
    configuration.file = file;
  }
  Problems problems;
  const auto give_up = [&](std::uint32_t line, std::string text) {
    problems.error(line, "", std::move(text));
    loaded.problems = problems.take_sorted();
    return std::move(loaded);
  };

  auto text = read_text_file(configuration.file, kMaxDocument);
  if (!text && text.error().kind == core::Errc::not_found) {
    return give_up(
        0, "does not exist; copy the example configuration there, or name another file with --config");
  }
  if (!text) {
    // The problem names the file already.
    const std::string& why = text.error().text;
    const std::string name = configuration.file.string() + ' ';
    return give_up(0, why.starts_with(name) ? why.substr(name.size()) : why);
  }
  auto document = parse_document(text->text.view());
  if (!document) {
    return give_up(document.error().line, document.error().text);
  }

  Section top(problems, *document, "", top_keys());
  const std::filesystem::path folder = configuration.file.parent_path();
  configuration.network = read_network(top);
  configuration.state = read_state(top, environment, folder);
  const wire::Network& network = wire::network(configuration.network);
  const ReadingContext context{folder, environment.credentials_directory, network, text->world_readable};
  configuration.nodes = read_nodes(top, context);
  configuration.choices = read_choices(top, network);
  read_keys(top, context, configuration);
  configuration.page = read_page(top);
  configuration.alert = read_alert(top);
  top.refuse_unknown_keys();
  loaded.problems = problems.take_sorted();
  return loaded;
}

std::filesystem::path store_folder(const Configuration& configuration) {
  return configuration.state / "store";
}

}  // namespace dcrvoter::app
