/// The doors of the service: where they are opened, and what is said of it.
#pragma once

#include "app/configuration.hpp"
#include "status/http_server.hpp"

#include <mutex>
#include <string>

namespace dcrvoter::app {

class Doors {
 public:
  Doors(const Configuration& configuration, status::AskSnapshot ask);

  /// Begins the page thread.
  void start() { server_.start(); }
  /// Ends it, as HttpServer::stop().
  void stop() noexcept { server_.stop(); }
  /// Why the page cannot be reached, or not at all addresses; "" when it can, or when none is wanted. From
  /// any thread.
  [[nodiscard]] std::string problem() const;

 private:
  status::HttpServerSettings settings(const Configuration& configuration, status::AskSnapshot ask);
  void say(const std::vector<std::string>& open, const std::vector<std::string>& problems);

  mutable std::mutex lock_;
  std::string problem_;
  status::HttpServer server_;
};

}  // namespace dcrvoter::app
