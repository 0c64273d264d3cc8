/// What kind of transaction it is. Source: `dcrd: blockchain/stake` (DetermineTxType).
#pragma once

#include "core/result.hpp"
#include "wire/transaction.hpp"

#include <cstdint>

namespace dcrvoter::vote {

/// Revocations of this transaction version and later are made by miners, and nobody signs them (DCP-0009).
inline constexpr std::uint16_t kAutoRevocationVersion = 2;

enum class StakeType { regular, ticket, vote, revocation, treasury_add, treasury_spend, treasury_base };
[[nodiscard]] const char* to_string(StakeType type) noexcept;

[[nodiscard]] StakeType stake_type(const wire::Transaction& transaction);
/// Structure of a revocation (CheckSSRtx). The error says which rule is broken.
[[nodiscard]] core::Result<void> check_revocation(const wire::Transaction& transaction);

}  // namespace dcrvoter::vote
