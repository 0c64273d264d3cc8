// Clients that are slow, many or gone, and a voting thread that does not answer.
#include "door.hpp"
#include "status/json.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <sys/resource.h>
#include <vector>

using namespace dcrvoter;
using namespace dcrvoter::status;
using testing::ask_raw;
using testing::at_once;
using testing::Door;
using testing::kGet;
using testing::RawClient;
using testing::status_of;
using testing::TemporaryFolder;
using namespace std::chrono_literals;

namespace {

HttpServerSettings settings_for(const TemporaryFolder& folder, AskSnapshot ask) {
  return {.control = folder.path() / "control.sock", .ask = std::move(ask)};
}

/// Long enough to see that nothing comes.
constexpr auto kAWhile = 150ms;

/// Keeps the questions, and answers when told to.
class Questions {
 public:
  [[nodiscard]] AskSnapshot ask() {
    return [this](SnapshotReady ready) {
      {
        const std::lock_guard guard(lock_);
        open_.push_back(std::move(ready));
      }
      asked_.notify_all();
    };
  }
  void wait_for(std::size_t count) {
    std::unique_lock guard(lock_);
    asked_.wait(guard, [&] { return open_.size() >= count; });
  }
  void answer_all() {
    const std::lock_guard guard(lock_);
    for (const SnapshotReady& ready : std::exchange(open_, {})) {
      ready(std::make_shared<const Snapshot>(samples::full()));
    }
  }

 private:
  std::mutex lock_;
  std::condition_variable asked_;
  std::vector<SnapshotReady> open_;
};

}  // namespace

TEST_CASE("status/http_server: a client has its time, and no more") {
  const TemporaryFolder folder;
  auto settings = settings_for(folder, at_once());
  settings.request_time = 100ms;
  const Door door(std::move(settings));
  const RawClient silent(door.path());
  const RawClient half(door.path());
  half.send(kGet.substr(0, kGet.size() / 2));
  const RawClient stays(door.path());
  stays.send(kGet);
  CHECK(silent.read().empty());
  CHECK(half.read().empty());
  CHECK(status_of(stays.read()) == 200);
  CHECK(testing::ok(door.get("/api/v1/status")).status == 200);
}

TEST_CASE("status/http_server: a client that does not read its answer holds up nobody") {
  const TemporaryFolder folder;
  auto large = std::make_shared<Snapshot>(samples::full());
  large->calls.resize(1000, samples::mined_call());
  auto settings = settings_for(folder, [large](const SnapshotReady& ready) { ready(large); });
  settings.request_time = 500ms;
  const Door door(std::move(settings));
  const RawClient lazy(door.path());
  lazy.send("GET /api/v1/votes HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(testing::ok(door.get("/api/v1/votes")).body == votes_json(*large));
}

TEST_CASE("status/http_server: sixteen clients at a time, the others wait their turn") {
  const TemporaryFolder folder;
  auto settings = settings_for(folder, at_once());
  settings.request_time = 1h;
  Door door(std::move(settings));
  std::vector<RawClient> idle;
  for (std::size_t i = 0; i < HttpServer::kMostControlClients; ++i) {
    idle.emplace_back(door.path());
  }
  std::vector<RawClient> waiting;
  for (int i = 0; i < 20; ++i) {
    waiting.emplace_back(door.path());
    waiting.back().send(kGet);
  }
  CHECK_FALSE(waiting.front().hears_within(kAWhile));
  idle.pop_back();
  for (const RawClient& client : waiting) {
    client.send_no_more();
    CHECK(status_of(client.read()) == 200);
  }
  door.stop();
  CHECK(idle.front().read().empty());
}

TEST_CASE("status/http_server: lives through a lack of descriptors") {
  const TemporaryFolder folder;
  const Door door(folder.path(), at_once());
  REQUIRE(testing::ok(door.get("/api/v1/status")).status == 200);
  const RawClient client;
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const rlimit none{.rlim_cur = 3, .rlim_max = before.rlim_max};  // those of every process
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
  client.connect(door.path());
  client.send(kGet);
  client.send_no_more();
  CHECK_FALSE(client.hears_within(kAWhile));
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &before) == 0);
  CHECK(status_of(client.read()) == 200);
}

TEST_CASE("status/http_server: 503 when the voting thread does not answer, and well again when it does") {
  const TemporaryFolder folder;
  Questions questions;
  auto settings = settings_for(folder, questions.ask());
  settings.snapshot_time = 100ms;
  const Door door(std::move(settings));
  const HttpAnswer late = testing::ok(door.get("/api/v1/status"));
  CHECK(late.status == 503);
  CHECK(late.body == "{\"error\":\"the voting thread did not answer in time\"}\n");
  CHECK(testing::ok(door.get("/nowhere")).status == 404);  // which needs no snapshot
  questions.answer_all();                                  // too late for the first
  auto again = std::async(std::launch::async, [&door] { return ask_raw(door, kGet); });
  questions.wait_for(1);
  questions.answer_all();
  CHECK(again.get() == 200);
}

TEST_CASE("status/http_server: an answer may come when the server is gone") {
  const TemporaryFolder folder;
  Questions questions;
  std::optional<RawClient> client;
  {
    Door door(settings_for(folder, questions.ask()));
    client.emplace(door.path());
    client->send(kGet);
    questions.wait_for(1);
  }
  questions.answer_all();
  CHECK(client->read().empty());
}

TEST_CASE("status/http_server: clients that leave at once") {
  const TemporaryFolder folder;
  const Door door(folder.path(), at_once());
  for (int i = 0; i < 100; ++i) {
    const RawClient client(door.path());
    client.send(i % 2 == 0 ? kGet : kGet.substr(0, 7));
  }
  CHECK(testing::ok(door.get("/api/v1/status")).status == 200);
}
