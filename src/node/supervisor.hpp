/// Keeps one node connected: connect, identify, hand over, wait for the end, wait a little, again.
#pragma once

#include "core/result.hpp"
#include "net/backoff.hpp"
#include "net/task.hpp"
#include "net/websocket.hpp"
#include "node/calls.hpp"
#include "node/connection.hpp"
#include "wire/network.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dcrvoter::node {

/// A node's place in the configuration, from 0.
using NodeId = std::size_t;
inline constexpr std::size_t kMaxNodes = 8;

/// Who works with the nodes' connections: the voter. All calls come from the one voting thread.
class NodeListener {
 public:
  virtual ~NodeListener() = default;
  /// The node is of our network and speaks our version. What this returns ends the connection:
  /// nothing (it was prepared and stays), or why it cannot be used.
  virtual net::Task<core::Result<void>> on_connected(NodeId node, ConnectionPtr connection) = 0;
  /// May come before on_connected has ended.
  virtual void on_notification(NodeId node, Notification&& event, core::SteadyTime arrived) = 0;
  virtual void on_disconnected(NodeId node, const core::Error& why) = 0;
};

/// What to connect with, read anew for each try: a certificate or password that changed on disk is
/// taken up. A coroutine, since reading may have to happen on another thread.
using OptionsSource = std::function<net::Task<core::Result<net::WebSocketOptions>>()>;

struct NodeSettings {
  std::string name;  ///< host:port, for the log
  OptionsSource options;
  Timing timing;
};

class Supervisor {
 public:
  Supervisor(net::asio::any_io_executor executor, NodeId id, const wire::Network& network,
             NodeSettings settings, NodeListener& listener);

  /// Runs until stop(). Once.
  net::Task<void> run();
  void stop();

  /// Why it is not connected, as said in the log; "" while nothing is wrong.
  [[nodiscard]] const std::string& last_failure() const noexcept { return last_failure_; }
  /// The live connection, or null.
  [[nodiscard]] const ConnectionPtr& connection() const noexcept { return connection_; }
  [[nodiscard]] const std::string& name() const noexcept { return settings_.name; }

 private:
  net::Task<core::Result<void>> identify(ConnectionPtr connection);
  /// WebSocket::connect(), which stop() ends.
  net::Task<core::Result<std::unique_ptr<net::WebSocket>>> dial(net::WebSocketOptions options);
  net::Task<core::Error> one_connection();
  net::Task<void> wait_before_retry(core::Error why);
  void log_failure(const core::Error& why);

  net::asio::any_io_executor executor_;
  NodeId id_;
  const wire::Network& network_;
  NodeSettings settings_;
  NodeListener& listener_;
  net::Backoff backoff_;
  net::asio::steady_timer retry_;
  net::asio::cancellation_signal give_up_dial_;
  ConnectionPtr connection_;
  std::size_t options_mark_ = 0;            ///< of what the last try was made with
  std::string last_failure_;                ///< said, and not mended since
  std::vector<std::string> last_warnings_;  ///< said of its certificate
  bool stopping_ = false;
};

/// Whether a node has the whole chain, as far as it can know (`dcrwallet: chain/sync.go`): simnet's
/// initialblockdownload says nothing.
[[nodiscard]] bool is_synced(const BlockchainInfo& info, const wire::Network& network) noexcept;

/// The JSON-RPC version that this program needs, 8.3.0: same major, not older.
[[nodiscard]] core::Result<void> check_version(const Version& version);

}  // namespace dcrvoter::node
