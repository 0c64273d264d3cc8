// Those who stay.
#include "lan_door.hpp"
#include "status/event.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <mutex>

using namespace dcrvoter;
using namespace dcrvoter::status;
using testing::Lan;
using testing::RawClient;
using testing::status_of;
using namespace std::chrono_literals;

namespace {

const std::string kListen = "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

/// A snapshot that a test changes, or takes away.
class Box {
 public:
  [[nodiscard]] AskSnapshot ask() {
    return [this](const SnapshotReady& ready) {
      const std::lock_guard guard(lock_);
      if (answers_) {
        ready(std::make_shared<const Snapshot>(snapshot_));
      }
    };
  }
  void set_height(std::uint32_t height) {
    const std::lock_guard guard(lock_);
    snapshot_.height = height;
  }
  void fall_silent() {
    const std::lock_guard guard(lock_);
    answers_ = false;
  }
  [[nodiscard]] Snapshot snapshot() {
    const std::lock_guard guard(lock_);
    return snapshot_;
  }

 private:
  std::mutex lock_;
  Snapshot snapshot_ = samples::full();
  bool answers_ = true;
};

HttpServerSettings quick(Box& box) {
  HttpServerSettings settings;
  settings.ask = box.ask();
  settings.between_asks = 1ms;
  settings.snapshot_time = 20ms;
  settings.request_time = 200ms;
  settings.events = {.look = 2ms, .news = 1h, .sign = 1h};
  return settings;
}

}  // namespace

TEST_CASE("status/http_server: who listens hears of each change, and stays beyond a request's time") {
  Box box;
  const Lan lan(quick(box));
  const RawClient client(lan.port());
  client.send(kListen);
  const std::string first = client.read_until("\n\n");
  CHECK(status_of(first) == 200);
  CHECK(first.find("Content-Type: text/event-stream\r\n") != std::string::npos);
  CHECK(first.find("Content-Length") == std::string::npos);
  CHECK(first.ends_with("\r\n\r\n" + event_text(box.snapshot(), Show::full)));
  CHECK_FALSE(client.hears_within(400ms));  // nothing has changed
  for (const std::uint32_t height : {7U, 8U}) {
    box.set_height(height);
    CHECK(client.read_until("\n\n") == event_text(box.snapshot(), Show::full));
  }
}

TEST_CASE("status/http_server: news come so often, and a sign of life without them") {
  Box box;
  auto settings = quick(box);
  settings.events.news = 10ms;
  settings.events.sign = 10ms;
  const Lan lan(std::move(settings));
  const RawClient client(lan.port());
  client.send(kListen);
  CHECK_FALSE(client.read_until("\n\n").empty());
  const std::string again = event_text(box.snapshot(), Show::full);
  CHECK(client.read_until("\n\n") == again);
  box.fall_silent();
  std::string text;
  do {
    text = client.read_until("\n\n");
  } while (text == again);
  CHECK(text == ": no news\n\n");
}

TEST_CASE("status/http_server: six listeners of an address, sixteen in all, and a place is free again") {
  Box box;
  auto settings = quick(box);
  settings.lan.listen = {{"127.0.0.1", 0}};
  const testing::TemporaryFolder folder;
  settings.control = folder.path() / "control.sock";
  Lan lan(std::move(settings));
  std::vector<RawClient> listeners;
  const auto listens = [&](const char* from) {
    RawClient client(lan.port(), from);
    client.send(kListen);
    const bool in = status_of(client.read_until("\r\n\r\n")) == 200;
    if (in) {
      listeners.push_back(std::move(client));
    }
    return in;
  };
  for (std::size_t i = 0; i < HttpServer::kMostListenersOfOneAddress; ++i) {
    CHECK(listens("127.0.0.1"));
  }
  CHECK_FALSE(listens("127.0.0.1"));
  CHECK(status_of(lan.get("/readyz")) == 200);  // which needs no such place
  for (std::size_t i = listeners.size(); i < HttpServer::kMostListeners; ++i) {
    CHECK(listens(i < 12 ? "127.0.0.2" : "127.0.0.3"));
  }
  CHECK_FALSE(listens("127.0.0.4"));
  const RawClient local(folder.path() / "control.sock");
  local.send(kListen);
  CHECK(status_of(local.read_until("\r\n\r\n")) == 200);
  listeners.pop_back();
  while (!listens("127.0.0.4")) {
  }
  lan.stop();
  CHECK(listeners.front().read().find("event: status") != std::string::npos);  // and then the end
}

TEST_CASE("status/http_server: a HEAD of the events ends") {
  Box box;
  const Lan lan(quick(box));
  const std::string answer = lan.ask("HEAD /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  CHECK(status_of(answer) == 200);
  CHECK(answer.ends_with("\r\n\r\n"));
  CHECK(status_of(lan.ask("GET /api/v1/events HTTP/1.1\r\nHost: evil\r\n\r\n")) == 421);
}

TEST_CASE("status/http_server: a listener who does not read is dropped") {
  Box box;
  std::atomic<std::uint32_t> height = 1;
  auto settings = quick(box);
  settings.request_time = 50ms;
  settings.ask = [&height](const SnapshotReady& ready) {
    auto large = std::make_shared<Snapshot>(samples::ready());
    large->height = ++height;
    large->nodes.front().problem.assign(std::size_t{1} << 20, 'x');
    ready(std::move(large));
  };
  const Lan lan(std::move(settings));
  std::vector<RawClient> lazy;
  for (std::size_t i = 0; i < HttpServer::kMostListenersOfOneAddress; ++i) {
    lazy.emplace_back(lan.port());
    lazy.back().send(kListen);
  }
  std::string answer;
  do {  // until one of them has lost his place
    const RawClient client(lan.port());
    client.send(kListen);
    answer = client.read_until("\r\n\r\n");
  } while (status_of(answer) == 503);
  CHECK(status_of(answer) == 200);
}
