/// All that the owner decides, read once from one TOML file; config/dcrvoter.toml shows every key.
#pragma once

#include "alert/settings.hpp"
#include "app/node_configuration.hpp"
#include "app/problem.hpp"
#include "net/endpoint.hpp"
#include "vote/choices.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace dcrvoter::app {

struct PageConfiguration {
  enum class Show : std::uint8_t { full, health };
  std::vector<net::Endpoint> listen;  ///< empty: no page
  std::vector<std::string> names;     ///< Host names accepted besides the box's own addresses
  Show show = Show::full;             ///< health: no tickets, amounts, key
  std::vector<std::string> allow;     ///< networks such as 192.168.1.0/24; empty: every address
  friend bool operator==(const PageConfiguration&, const PageConfiguration&) = default;
};

using AlertConfiguration = alert::Settings;

struct Configuration {
  std::filesystem::path file;  ///< absolute
  wire::NetworkId network = wire::NetworkId::mainnet;
  std::filesystem::path state;  ///< absolute; keys/ and store/ live here
  std::vector<NodeConfiguration> nodes;
  vote::Choices choices;
  /// Where discovery begins on each branch when the node cannot tell; nothing: not given.
  std::optional<std::uint32_t> first_index;
  /// Its owner wants no back-up of a key that was made here, or has one that this program knows nothing of.
  bool backup_waived = false;
  std::filesystem::path
      voting_key;  ///< a systemd credential with keys besides those in the state folder; "": none
  PageConfiguration page;
  AlertConfiguration alert;
};

/// The store's, in the state folder.
[[nodiscard]] std::filesystem::path store_folder(const Configuration& configuration);

/// What systemd tells a service; empty outside of it.
struct Environment {
  std::string state_directory;        ///< $STATE_DIRECTORY, may be a list with colons
  std::string credentials_directory;  ///< $CREDENTIALS_DIRECTORY
};
[[nodiscard]] Environment process_environment();

struct LoadedConfiguration {
  Configuration configuration;    ///< what was understood; run only when usable()
  std::vector<Problem> problems;  ///< by line

  [[nodiscard]] bool usable() const noexcept;  ///< no error, warnings at most
  /// Whether network and state folder are known: enough for the key commands.
  [[nodiscard]] bool usable_for_keys() const noexcept;
};

/// Reads the file and all files that it names. Never throws for what they hold. Every problem is
/// reported, not the first only. Relative paths are relative to the configuration's folder.
[[nodiscard]] LoadedConfiguration load_configuration(const std::filesystem::path& file,
                                                     const Environment& environment);

}  // namespace dcrvoter::app
