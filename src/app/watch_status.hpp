/// `dcrvoter status` for people: colours, and what is shown anew when it changes.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

namespace dcrvoter::app {

/// Whether colours may be written: `terminal` says that standard output is one, `no_color` is $NO_COLOR,
/// which forbids them unless it is empty (no-color.org).
[[nodiscard]] bool may_colour(bool terminal, const char* no_color) noexcept;
/// The text of `status` with its first line in the colour of its state.
[[nodiscard]] std::string coloured(const std::string& status_text);

struct Screen {
  bool terminal = false;  ///< drawn anew in its place; else one text below the other, with a line between
  bool colours = false;
};
/// Asks the service at `socket` every two seconds and writes the status to `out` when it is another than
/// before; without a service, why there is none. Until `out` takes no more; 69 then.
int watch_status(const std::filesystem::path& socket, const Screen& screen, std::ostream& out);

}  // namespace dcrvoter::app
