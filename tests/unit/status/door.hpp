/// A control server of a test, and asking it.
#pragma once

#include "raw_client.hpp"
#include "samples.hpp"
#include "status/control_client.hpp"
#include "status/http_server.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <utility>

namespace dcrvoter::testing {

inline const std::string kGet = "GET /api/v1/status HTTP/1.1\r\nHost: x\r\n\r\n";

inline status::AskSnapshot at_once() {
  return [](const status::SnapshotReady& ready) {
    ready(std::make_shared<const status::Snapshot>(status::samples::full()));
  };
}

/// A server whose door is open, or has said why it is not.
class Door {
 public:
  explicit Door(status::HttpServerSettings settings)
      : path_(settings.control), server_(with_news(std::move(settings))) {
    server_.start();
    result_ = news_.get_future().get();
  }
  Door(const std::filesystem::path& folder, status::AskSnapshot ask)
      : Door(status::HttpServerSettings{.control = folder / "control.sock", .ask = std::move(ask)}) {}

  [[nodiscard]] const core::Result<void>& result() const { return result_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] core::Result<status::HttpAnswer> get(std::string_view target) const {
    return status::control_get(path_, target);
  }
  void stop() { server_.stop(); }

 private:
  status::HttpServerSettings with_news(status::HttpServerSettings settings) {
    settings.opened = [this](core::Result<void> result) { news_.set_value(std::move(result)); };
    return settings;
  }

  std::filesystem::path path_;
  std::promise<core::Result<void>> news_;
  core::Result<void> result_;
  status::HttpServer server_;
};

inline unsigned status_of(const std::string& answer) {
  const auto parsed = answer.starts_with("HTTP/1.1 ") ? answer.substr(9, 3) : "0";
  return static_cast<unsigned>(std::stoul(parsed));
}

/// The status of the answer to these bytes, after which the client says no more.
inline unsigned ask_raw(const Door& door, const std::string& bytes) {
  const RawClient client(door.path());
  client.send(bytes);
  client.send_no_more();
  const std::string answer = client.read();
  REQUIRE_FALSE(answer.empty());
  return status_of(answer);
}

}  // namespace dcrvoter::testing
