/// What the appliance's own programs say: the file of their notes (docs/image.md, "Notes"). They run as root
/// and copy words from a card, so it is read like something from outside.
#pragma once

#include "status/views.hpp"

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace dcrvoter::host {

inline constexpr std::size_t kMostNotes = 64UL * 1024;  ///< bytes of the file
inline constexpr std::size_t kMostBoxProblems = 32;     ///< further ones are left out
inline constexpr std::size_t kMostBoxWords = 500;       ///< bytes of each text; what is longer is cut

/// What cannot be understood is one problem that says so; unknown members are none.
[[nodiscard]] status::BoxView parse_box_notes(std::string_view text);
/// The same for a file that is missing, unreadable or too large.
[[nodiscard]] status::BoxView read_box_notes(const std::filesystem::path& file);

}  // namespace dcrvoter::host
