/// The transaction filter of one connection (loadtxfilter).
/// Source: `dcrd: internal/rpcserver/rpcwebsocket.go` (wsClientFilter).
#pragma once

#include "simnode/tx.hpp"
#include "wire/network.hpp"
#include "wire/script.hpp"

#include <set>
#include <string_view>
#include <tuple>

namespace dcrvoter::simnode {

/// Where a match is looked for; the three places differ in dcrd.
enum class MatchIn : std::uint8_t {
  block,    ///< blockconnected: outputs, inputs, and the hashes in ticket commitments
  mempool,  ///< relevanttxaccepted: outputs and inputs
  rescan,   ///< as mempool, without a vote's stakebase
};

class Filter {
 public:
  explicit Filter(const wire::Network& network) : network_(network) {}

  /// What cannot be decoded, or cannot occur in tickets, is dropped without a word.
  void add_address(std::string_view address);
  void add_outpoint(const wire::OutPoint& outpoint) { outpoints_.insert(key(outpoint)); }
  /// Outputs that match are watched from then on, so that what spends them matches, too.
  [[nodiscard]] bool matches(const Tx& tx, MatchIn where);

 private:
  using Key = std::tuple<core::Hash, std::uint32_t, std::uint8_t>;
  static Key key(const wire::OutPoint& o) { return {o.hash, o.index, o.tree}; }

  const wire::Network& network_;
  std::set<wire::Payee> payees_;
  std::set<Key> outpoints_;
};

/// Who an output pays: plain or behind any stake opcode.
[[nodiscard]] std::optional<wire::Payee> payee_of_output(core::ByteView script);
/// Who a ticket's commitment pays; `script` must be one.
[[nodiscard]] wire::Payee payee_of_commitment(core::ByteView script);

}  // namespace dcrvoter::simnode
