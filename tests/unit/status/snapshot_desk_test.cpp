#include "status/snapshot_desk.hpp"

#include "samples.hpp"

#include <boost/asio/co_spawn.hpp>
#include <doctest/doctest.h>

#include <vector>

using namespace dcrvoter;
using namespace dcrvoter::status;
using namespace std::chrono_literals;

namespace {

using Answer = std::shared_ptr<const Snapshot>;

struct Desk {
  explicit Desk(std::chrono::milliseconds between, std::chrono::milliseconds patience)
      : desk(
            context, [this](SnapshotReady ready) { questions.push_back(std::move(ready)); }, between,
            patience) {}

  void come() {
    boost::asio::co_spawn(context, desk.get(), [this](const std::exception_ptr& bug, Answer answer) {
      REQUIRE_FALSE(bug);
      served.push_back(std::move(answer));
    });
    go_on();
  }
  void answer(std::size_t question) {
    questions.at(question)(std::make_shared<const Snapshot>(samples::ready()));
    go_on();
  }
  void go_on() {
    context.restart();
    context.poll();
  }
  template <class Done>
  void run_until(Done done) {
    context.restart();
    while (!done()) {
      REQUIRE(context.run_one() == 1);
    }
  }

  boost::asio::io_context context{1};
  std::vector<SnapshotReady> questions;
  std::vector<Answer> served;
  SnapshotDesk desk;
};

}  // namespace

TEST_CASE("status/snapshot_desk: one question for all who wait, and none older than who asks") {
  Desk desk(0ms, 1h);
  desk.come();
  REQUIRE(desk.questions.size() == 1);
  desk.come();
  desk.come();
  CHECK(desk.questions.size() == 1);
  desk.answer(0);
  CHECK(desk.served.size() == 1);  // the others came after it was asked
  REQUIRE(desk.questions.size() == 2);
  desk.answer(0);  // nobody's any more
  CHECK(desk.served.size() == 1);
  desk.answer(1);
  REQUIRE(desk.served.size() == 3);
  CHECK(desk.served[1] == desk.served[2]);
  CHECK(desk.served[0] != desk.served[1]);
  CHECK(desk.questions.size() == 2);
}

TEST_CASE("status/snapshot_desk: asks no more often than it may") {
  Desk desk(1h, 2h);
  desk.come();
  desk.answer(0);
  CHECK(desk.served.size() == 1);
  desk.come();
  CHECK(desk.questions.size() == 1);

  Desk often(20ms, 1h);
  often.come();
  often.answer(0);
  often.come();
  often.run_until([&often] { return often.questions.size() == 2; });
  often.answer(1);
  CHECK(often.served.size() == 2);
}

TEST_CASE("status/snapshot_desk: patience ends, and a question without an answer is asked again") {
  Desk desk(0ms, 10ms);
  desk.come();
  desk.run_until([&desk] { return !desk.served.empty(); });
  CHECK(desk.served.front() == nullptr);
  desk.come();
  REQUIRE(desk.questions.size() == 2);
  desk.answer(0);
  desk.answer(1);
  REQUIRE(desk.served.size() == 2);
  CHECK(desk.served.back() != nullptr);
}
