/// The notifications, to every client that asked for them, in dcrd's form and order.
/// Source: `dcrd: internal/rpcserver/rpcwebsocket.go`.
#pragma once

#include "simnode/chain.hpp"

#include <cstdint>
#include <span>

namespace dcrvoter::simnode {

class Node;

void notify_block_connected(Node& node, const Block& block);
void notify_block_disconnected(Node& node, const Block& block);
void notify_reorganization(Node& node, const Block& from, const Block& to);
void notify_new_tickets(Node& node, const Block& block);
/// `height` is told apart, because rebroadcastwinners tells the tip's for all siblings.
void notify_winning_tickets(Node& node, const Block& block, std::uint32_t height);
/// Of a block that may not exist (a lie).
void notify_winning_tickets(Node& node, const core::Hash& block, std::uint32_t height,
                            std::span<const core::Hash> tickets);
void notify_tspend(Node& node, const Tx& tx);
/// relevanttxaccepted, txaccepted and txacceptedverbose.
void notify_transaction(Node& node, const Tx& tx);

}  // namespace dcrvoter::simnode
