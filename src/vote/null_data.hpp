/// Scripts that carry data and can never be spent: commitments, block reference, vote bits,
/// treasury answers. Source: `dcrd: blockchain/stake/staketx.go` (IsNullDataScript).
#pragma once

#include "core/bytes.hpp"

namespace dcrvoter::vote {

inline constexpr std::size_t kMaxNullData = 256;

/// OP_RETURN alone, or followed by exactly one push (direct, OP_PUSHDATA1 to 4, OP_1 to OP_16) of
/// at most 256 bytes. For script version 0, which the caller has checked.
[[nodiscard]] bool is_null_data(core::ByteView script) noexcept;

}  // namespace dcrvoter::vote
