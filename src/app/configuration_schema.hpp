/// Every key that the configuration file may have, in one table. The parser takes from it which keys there
/// are and what they may be, errors what is allowed, and docs/configuration.md is printed from it
/// (configuration_reference).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace dcrvoter::app {

struct KeySchema {
  enum class Kind : std::uint8_t { text, file, word, integer, list, table, sections };

  std::string_view name{};
  Kind kind = Kind::text;
  std::span<const std::string_view> words{};  ///< of a word: all that are allowed; the first is the default
  std::int64_t least = 0, most = 0;           ///< of an integer; of sections how many
  std::string_view allowed{};                 ///< of the others: what a value may be, as errors say it
  std::string_view standard{};  ///< what is so without the key; of a list TOML, of a word nothing
  std::string_view example{};   ///< TOML of a value that is right; of a section nothing
  std::string_view meaning{};   ///< sentences
};

/// A section's keys. Where the owner makes up the names (agendas, tickets) there are none.
using Keys = std::span<const KeySchema>;

struct SectionSchema {
  std::string_view header{};   ///< as it is written: `[[node]]`; "" is the top of the file
  std::string_view meaning{};  ///< sentences
  Keys keys{};
};

/// All sections, in the order in which a file has them.
[[nodiscard]] std::span<const SectionSchema> configuration_schema() noexcept;

[[nodiscard]] Keys top_keys() noexcept;
[[nodiscard]] Keys node_keys() noexcept;
[[nodiscard]] Keys choices_keys() noexcept;
[[nodiscard]] Keys ticket_keys() noexcept;  ///< of [choices.ticket."…"]
[[nodiscard]] Keys keys_keys() noexcept;
[[nodiscard]] Keys page_keys() noexcept;
[[nodiscard]] Keys alert_keys() noexcept;

/// The one with this name, or nullptr.
[[nodiscard]] const KeySchema* find_key(Keys keys, std::string_view name) noexcept;

}  // namespace dcrvoter::app
