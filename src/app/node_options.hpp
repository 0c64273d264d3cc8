/// What to connect to a node with. Configuration and files are read anew for each connection; while the disk
/// does not answer, or fails, what they said last has to do: a node that comes back has votes to take.
#pragma once

#include "app/node_source.hpp"
#include "net/task.hpp"

#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace dcrvoter::app {

class NodeOptions {
 public:
  using Options = core::Result<net::WebSocketOptions>;

  /// `disk` reads the files, has one thread, and outlives this.
  NodeOptions(net::asio::thread_pool& disk, const Configuration& started, NodeConfiguration node);
  ~NodeOptions();
  NodeOptions(const NodeOptions&) = delete;
  NodeOptions& operator=(const NodeOptions&) = delete;

  /// One at a time. Errors as connection_options(); those of the system (io) only where nothing was read
  /// before.
  net::Task<Options> read();

  /// So long the disk has, where something was read before.
  static constexpr std::chrono::milliseconds kPatience{1'000};

 private:
  struct Reading;
  net::Task<std::optional<Options>> ask_disk();
  void say(std::string why);

  net::asio::thread_pool& disk_;
  std::string name_;
  std::shared_ptr<NodeSource> node_;  ///< the disk thread's
  std::shared_ptr<Reading> reading_;  ///< the last one, which a disk that hangs may answer in a minute
  std::optional<net::WebSocketOptions> last_;
  std::string said_;  ///< why last_ is used, as long as it is
};

}  // namespace dcrvoter::app
