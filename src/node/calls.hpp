/// The calls that a voter makes, typed: JSON stays inside this room.
/// Source: `dcrd: rpc/jsonrpc/types/chainsvrcmds.go`, `…/chainsvrresults.go`. All hashes in internal
/// order, heights as block heights. Each ends with the connection at the latest.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "net/task.hpp"
#include "node/call_result.hpp"
#include "node/connection.hpp"
#include "wire/block.hpp"
#include "wire/transaction.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dcrvoter::node {

using ConnectionPtr = std::shared_ptr<Connection>;

struct Version {
  std::string dcrd;  ///< "2.1.6+release"
  std::uint32_t api_major = 0, api_minor = 0, api_patch = 0;
};

struct BlockchainInfo {
  std::string chain;
  std::uint32_t blocks = 0, headers = 0, sync_height = 0;
  core::Hash best_block;
  bool initial_block_download = false;
};

struct BestBlock {
  core::Hash hash;
  std::uint32_t height = 0;
};

struct RescannedBlock {
  core::Hash hash;
  std::vector<wire::Transaction> transactions;
};

/// An output that no block has spent; a transaction of the mempool may have.
struct UnspentOutput {
  core::Hash best_block;            ///< the node's tip when it answered
  std::uint32_t confirmations = 0;  ///< by that tip; 0: in the mempool
  core::Bytes script;
};

struct PeerInfo {
  std::size_t count = 0;
  std::int64_t greatest_time_offset = 0;  ///< seconds; the largest in magnitude
};

struct NodeInfo {
  std::int64_t time_offset = 0;  ///< seconds
  std::uint32_t connections = 0;
  bool txindex = false;
};

/// An agenda has bits of its own among a vote's 16, of which the first is the block's.
inline constexpr std::size_t kMaxAgendas = 15;
inline constexpr std::size_t kMaxAgendaText = 200;

struct VoteInfoAgenda {
  std::string id, description, status;  ///< of each the first kMaxAgendaText bytes
};
struct VoteInfo {
  std::uint32_t current_height = 0, vote_version = 0;
  std::vector<VoteInfoAgenda> agendas;
};

net::Task<CallResult<Version>> get_version(ConnectionPtr node);
net::Task<CallResult<std::uint32_t>> get_current_net(ConnectionPtr node);
net::Task<CallResult<BlockchainInfo>> get_blockchain_info(ConnectionPtr node);
net::Task<CallResult<NodeInfo>> get_info(ConnectionPtr node);
net::Task<CallResult<PeerInfo>> get_peer_info(ConnectionPtr node);
/// An answer with more than kMaxAgendas is malformed.
net::Task<CallResult<VoteInfo>> get_vote_info(ConnectionPtr node, std::uint32_t version);
net::Task<CallResult<BestBlock>> get_best_block(ConnectionPtr node);
net::Task<CallResult<core::Hash>> get_block_hash(ConnectionPtr node, std::uint32_t height);
net::Task<CallResult<wire::BlockHeader>> get_block_header(ConnectionPtr node, core::Hash block);
net::Task<CallResult<wire::Block>> get_block(ConnectionPtr node, core::Hash block);
/// At most 2000, of the main chain, after the first locator that is on it.
net::Task<CallResult<std::vector<wire::BlockHeader>>> get_headers(ConnectionPtr node,
                                                                  std::vector<core::Hash> locators);
/// One flag an address, in their order.
net::Task<CallResult<std::vector<bool>>> exists_addresses(ConnectionPtr node,
                                                          std::vector<std::string> addresses);
net::Task<CallResult<void>> load_tx_filter(ConnectionPtr node, bool reload,
                                           std::vector<std::string> addresses,
                                           std::vector<wire::OutPoint> outpoints);
/// `blocks` must follow each other. Only blocks with matches are answered.
net::Task<CallResult<std::vector<RescannedBlock>>> rescan(ConnectionPtr node, std::vector<core::Hash> blocks);
net::Task<CallResult<std::vector<core::Hash>>> get_raw_mempool(ConnectionPtr node, std::string type);
net::Task<CallResult<wire::Transaction>> get_raw_transaction(ConnectionPtr node, core::Hash txid);
/// Nothing where the output is spent or was never there. Needs no `txindex`.
net::Task<CallResult<std::optional<UnspentOutput>>> get_tx_out(ConnectionPtr node, wire::OutPoint output);
/// notifyblocks, notifywinningtickets, notifytspend, rebroadcastwinners, …: no params, no result.
net::Task<CallResult<void>> plain_call(ConnectionPtr node, std::string method);

/// Sends a transaction without waiting: the way of the vote. `hex` is its full serialisation. The
/// handler gets nothing (accepted) or the node's refusal; `on_sent` as with Connection::request().
void send_raw_transaction(Connection& node, std::string_view hex, std::chrono::milliseconds deadline,
                          std::function<void(const CallResult<void>&)> handler, OnSent on_sent);

}  // namespace dcrvoter::node
