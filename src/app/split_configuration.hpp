/// Takes the secrets out of a configuration, so that the rest may lie where anybody reads it. For the
/// appliance: its card is no place for a password.
#pragma once

#include "app/document.hpp"
#include "net/wiped_text.hpp"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::app {

struct SplitConfiguration {
  struct Secret {
    std::string file;  ///< its new name, beside the configuration
    net::WipedText text;
  };
  struct Named {
    std::string file;     ///< as the configuration names it
    bool secret = false;  ///< a password or a private key
  };
  std::string text;  ///< with password_file for each password, and a file for each inline client_key
  std::vector<Secret> secrets;  ///< what stood in it
  std::vector<Named> named;     ///< files that it names itself, each once
  bool sets_state = false;      ///< it says where keys and history are
};

/// Nothing else changes, and every line keeps its number. Errors: what is no TOML; a secret that is written
/// in a way that cannot be replaced (the line says where).
[[nodiscard]] std::expected<SplitConfiguration, ParseFailure> split_configuration(std::string_view text);

}  // namespace dcrvoter::app
