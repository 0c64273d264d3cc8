/// A box on which no service runs, and what stands for one, for the commands that show.
#pragma once

#include "app/exit_code.hpp"
#include "app/show_command.hpp"
#include "app/votes_command.hpp"
#include "status/http_server.hpp"
#include "store/store.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <future>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

namespace dcrvoter::app::test {

inline core::Hash filled(std::uint8_t byte) {
  core::Hash hash;
  hash.bytes.fill(byte);
  return hash;
}

inline vote::CallRecord call_at(std::uint32_t height) {
  vote::CallRecord call;
  call.block = filled(7);
  call.height = height;
  call.ticket = filled(8);
  call.outcome = vote::Outcome::missed;
  call.decided_in = filled(9);
  call.cause = vote::MissCause::box_off;
  return call;
}

/// A box with a state folder of its own: no service runs, nothing is kept.
struct Box {
  Box() {
    loaded.configuration.network = wire::NetworkId::simnet;
    loaded.configuration.state = folder.path();
    loaded.configuration.file = "c.toml";
  }

  [[nodiscard]] std::filesystem::path socket() const { return folder.path() / "control.sock"; }
  [[nodiscard]] const Configuration& configuration() const { return loaded.configuration; }

  int show(status::View view, status::Form form = status::Form::text) {
    clear();
    return app::show({{view, form}, socket(), loaded}, out, err);
  }
  int export_all() {
    clear();
    return export_calls(configuration(), out, err);
  }
  int import(const std::string& text, const std::string& source = "-") {
    clear();
    std::istringstream input(text);
    return import_calls(configuration(), socket(), source, input, err);
  }
  void keep(const vote::Changes& changes) const {
    auto store =
        store::Store::open(folder.path() / "store", wire::NetworkId::simnet, store::Mode::read_write);
    REQUIRE(store);
    REQUIRE((*store)->commit(changes));
  }
  void clear() {
    out.str("");
    err.str("");
  }
  [[nodiscard]] std::string not_running() const {
    return "dcrvoter: the service is not running: there is no " + socket().string() + "\n";
  }

  testing::TemporaryFolder folder;
  LoadedConfiguration loaded;
  std::ostringstream out, err;
};

/// The service of a box, as far as its control socket goes.
class Service {
 public:
  Service(const Box& box, status::AskSnapshot ask) : server_(settings(box, std::move(ask))) {
    server_.start();
    REQUIRE(open_.get_future().get());
  }

 private:
  status::HttpServerSettings settings(const Box& box, status::AskSnapshot ask) {
    status::HttpServerSettings settings;
    settings.control = box.socket();
    settings.ask = std::move(ask);
    settings.snapshot_time = std::chrono::milliseconds(500);
    settings.between_asks = std::chrono::milliseconds(0);
    settings.opened = [this](const core::Result<void>& opened) { open_.set_value(opened.has_value()); };
    return settings;
  }

  std::promise<bool> open_;
  status::HttpServer server_;
};

inline status::Snapshot snapshot() {
  status::Snapshot snapshot;
  snapshot.network = wire::NetworkId::simnet;
  snapshot.height = 500;
  snapshot.calls = {call_at(400)};
  return snapshot;
}

inline status::AskSnapshot at_once() {
  return
      [](const status::SnapshotReady& ready) { ready(std::make_shared<const status::Snapshot>(snapshot())); };
}

}  // namespace dcrvoter::app::test
