/// What the doctor can learn about one node by asking it.
#pragma once

#include "app/node_configuration.hpp"
#include "core/clock.hpp"
#include "node/calls.hpp"
#include "node/supervisor.hpp"
#include "wire/network.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace dcrvoter::app {

/// An optional that is empty was not asked, because an earlier stage failed.
struct NodeFacts {
  std::string name;  ///< host:port
  std::string user;  ///< "" when the login is by certificate
  bool pinned = false;
  core::Result<void> files;                                         ///< certificate and password were read
  std::optional<core::Result<std::vector<std::string>>> addresses;  ///< of the host
  std::optional<core::Result<void>> tcp;

  struct Connected {
    std::string tls;                    ///< "TLS 1.2, …"
    std::vector<std::string> warnings;  ///< about the certificate
  };
  std::optional<core::Result<Connected>> connection;  ///< TLS, login, WebSocket

  std::optional<node::CallResult<std::uint32_t>> magic;
  std::optional<node::CallResult<node::Version>> version;
  std::optional<node::CallResult<node::BlockchainInfo>> chain;
  std::optional<node::CallResult<wire::BlockHeader>> tip;
  std::optional<node::CallResult<node::NodeInfo>> info;
  std::optional<node::CallResult<node::VoteInfo>> vote_version, next_vote_version;
  std::optional<node::CallResult<std::vector<bool>>> address_index;
  /// The calls that the node's limited user may not make, and a voter must.
  std::vector<std::pair<std::string, node::CallResult<void>>> permissions;
  core::WallTime asked_at;
};

/// Asks, stage by stage, until one fails. Changes nothing on the node. Each stage has a deadline;
/// all of it takes at most about a minute.
[[nodiscard]] net::Task<NodeFacts> ask_node(NodeConfiguration configuration, wire::NetworkId network);

}  // namespace dcrvoter::app
