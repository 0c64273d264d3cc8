/// A transaction with what is asked of it again and again.
#pragma once

#include "wire/transaction.hpp"

#include <memory>
#include <string>

namespace dcrvoter::simnode {

enum class TxKind : std::uint8_t { regular, ticket, vote, revocation, treasury_spend, treasury_base };

struct Tx {
  wire::Transaction body;
  core::Hash id;
  TxKind kind = TxKind::regular;
  [[nodiscard]] std::uint8_t tree() const {
    return kind == TxKind::regular ? wire::kTreeRegular : wire::kTreeStake;
  }
  [[nodiscard]] std::string hex() const { return core::to_hex(body.serialize()); }
};
using TxPtr = std::shared_ptr<const Tx>;

/// The kind by simnode's own reading of `dcrd: blockchain/stake/staketx.go`.
[[nodiscard]] TxKind kind_of(const wire::Transaction& body);
[[nodiscard]] TxPtr make_tx(wire::Transaction body);

}  // namespace dcrvoter::simnode
