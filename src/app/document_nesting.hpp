/// A look at a TOML text before it is parsed.
#pragma once

#include <cstdint>
#include <string_view>

namespace dcrvoter::app {

/// The first line on which a text opens more brackets, or writes more dots in a row of keys, than any
/// configuration does; 0 when there is none. The TOML library builds and destroys its tree recursively
/// and bounds the depth of values but not that of dotted keys: half a megabyte of "a.a.a." would
/// exhaust the stack.
[[nodiscard]] std::uint32_t line_nested_too_deep(std::string_view text) noexcept;

}  // namespace dcrvoter::app
