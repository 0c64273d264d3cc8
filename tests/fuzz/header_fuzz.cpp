// Block headers, and whole blocks where the input is longer.
#include "fuzz.hpp"
#include "wire/block.hpp"

#include <algorithm>

using namespace dcrvoter;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const core::ByteView input(data, size);
  const auto header = wire::BlockHeader::parse(input);
  fuzz::require(header.has_value() == (size == wire::kHeaderSize));
  if (header) {
    const auto bytes = header->serialize();
    fuzz::require(std::equal(bytes.begin(), bytes.end(), data, data + size));
  }
  if (const auto block = wire::Block::parse(input)) {
    const auto bytes = block->serialize();
    fuzz::require(std::equal(bytes.begin(), bytes.end(), data, data + size));
  }
  return 0;
}
