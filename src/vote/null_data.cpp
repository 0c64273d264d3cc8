#include "vote/null_data.hpp"

#include "wire/script.hpp"

namespace dcrvoter::vote {
namespace {

/// Bytes of the length that follows OP_PUSHDATA1, 2 and 4; the other opcodes have none.
constexpr std::size_t length_width(std::uint8_t opcode) noexcept {
  switch (opcode) {
    case wire::kOpPushData1: return 1;
    case wire::kOpPushData2: return 2;
    case wire::kOpPushData4: return 4;
    default: return 0;
  }
}

}  // namespace

bool is_null_data(core::ByteView script) noexcept {
  if (script.empty() || script[0] != wire::kOpReturn) {
    return false;
  }
  if (script.size() == 1) {
    return true;
  }
  const std::uint8_t opcode = script[1];
  if (opcode >= wire::kOp1 && opcode <= wire::kOp16) {
    return script.size() == 2;
  }
  if (opcode > wire::kOpPushData4) {
    return false;
  }
  const std::size_t width = length_width(opcode);
  const core::ByteView rest = script.subspan(2);
  if (rest.size() < width) {
    return false;
  }
  std::size_t length = opcode;
  if (width > 0) {
    length = 0;
    for (std::size_t i = 0; i < width; ++i) {
      length |= static_cast<std::size_t>(rest[i]) << (8 * i);
    }
  }
  return length <= kMaxNullData && rest.size() - width == length;
}

}  // namespace dcrvoter::vote
