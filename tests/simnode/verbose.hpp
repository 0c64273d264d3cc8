/// Transactions, headers and blocks as JSON objects, as dcrd's verbose calls answer.
/// Source: `dcrd: internal/rpcserver/rpcserver.go` (createTxRawResult, handleGetBlock).
#pragma once

#include "simnode/chain.hpp"
#include "simnode/json_text.hpp"

namespace dcrvoter::simnode {

class Node;

/// `place`: where it was mined, or null for the mempool.
void write_transaction(JsonText& j, const Tx& tx, const Node& node, const Place* place);
/// One value: {asm, hex, reqSigs, type, addresses, version}.
void write_script(JsonText& j, const wire::TxOut& out, const Node& node);
void write_header(JsonText& j, const Block& block, const Node& node);
void write_block(JsonText& j, const Block& block, const Node& node, bool with_transactions);
/// Of a block: 1 is the tip, -1 a side branch.
[[nodiscard]] std::int64_t confirmations(const Block& block, const Node& node);
/// As getblockchaininfo and getblockheader tell it, 64 hex digits; simnode counts one a block.
[[nodiscard]] std::string chain_work(std::uint32_t height);

}  // namespace dcrvoter::simnode
