/// The login and certificate of a node as the configuration has them now: that is where the owner mends them.
#pragma once

#include "app/configuration.hpp"

#include <filesystem>
#include <string>

namespace dcrvoter::app {

class NodeSource {
 public:
  /// `node` of the configuration that the service was started with.
  NodeSource(const Configuration& started, NodeConfiguration node);

  /// Reads the file if it has changed. One that is wrong (then it is said, once, and read again), of another
  /// network or without a node of this address leaves what was known. Reads the disk, so not on the voting
  /// thread; one thread at a time.
  [[nodiscard]] const NodeConfiguration& now();

 private:
  /// Differs when the file was written anew.
  struct Mark {
    std::filesystem::file_time_type time{};
    std::uintmax_t size = 0;
    friend bool operator==(const Mark&, const Mark&) = default;
  };
  [[nodiscard]] Mark mark() const;
  void say(const LoadedConfiguration& unusable);

  std::filesystem::path file_;
  wire::NetworkId network_;
  NodeConfiguration node_;
  Mark seen_;  ///< when it could be used last; none at first, since it may have changed since the start
  std::string said_;  ///< what is wrong with it
};

}  // namespace dcrvoter::app
