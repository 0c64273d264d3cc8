/// The sections of the configuration file, each read by a function of its own. For configuration.cpp.
#pragma once

#include "app/configuration.hpp"
#include "app/section.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace dcrvoter::app {

/// What reading a section needs to know besides the section.
struct ReadingContext {
  std::filesystem::path folder;  ///< of the configuration file
  std::filesystem::path credentials;
  const wire::Network& network;
  bool world_readable = false;  ///< the configuration file is
};

/// A path of the configuration, relative to its folder.
[[nodiscard]] std::filesystem::path path_of(const Value& value, const ReadingContext& context);
/// A text that is a file's name, or inline PEM.
[[nodiscard]] TextSource pem_of(const Value& value, const ReadingContext& context);

[[nodiscard]] std::vector<NodeConfiguration> read_nodes(Section& top, const ReadingContext& context);
/// The keys of a node that log in: user and password, or a client certificate.
void read_login(Section& section, const ReadingContext& context, NodeConfiguration& node);
[[nodiscard]] vote::Choices read_choices(Section& top, const wire::Network& network);
/// The file of a systemd credential, whose name is the value of `key`; nothing after an error. `instead`:
/// what takes the place of `key` where systemd gives no credentials.
[[nodiscard]] std::optional<std::filesystem::path> credential_of(Section& section, const Value& value,
                                                                 const char* key,
                                                                 const ReadingContext& context,
                                                                 const char* instead);
void read_keys(Section& top, const ReadingContext& context, Configuration& configuration);
[[nodiscard]] PageConfiguration read_page(Section& top);
[[nodiscard]] AlertConfiguration read_alert(Section& top);

}  // namespace dcrvoter::app
