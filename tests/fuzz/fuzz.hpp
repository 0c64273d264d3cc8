/// What the fuzz targets share. A target is one function: for any input it returns, having thrown
/// nothing and broken none of the properties that it requires.
#pragma once

#include "core/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace dcrvoter::fuzz {

/// Ends the program, which libFuzzer reports with the input, unless the property holds.
inline void require(bool property) {
  if (!property) {
    std::abort();
  }
}

inline std::string_view as_text(core::ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace dcrvoter::fuzz
