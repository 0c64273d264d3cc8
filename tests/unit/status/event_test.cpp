#include "status/event.hpp"

#include "samples.hpp"
#include "status/json.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;

TEST_CASE("status/event: one event has the status in one line") {
  const Snapshot snapshot = samples::full();
  const std::string id = fingerprint(snapshot, Show::full);
  CHECK(id.size() == 16);
  CHECK(event_text(snapshot, Show::full) ==
        "id: " + id + "\nevent: status\ndata: " + status_json(snapshot) + "\n");
  CHECK(event_text(snapshot, Show::health).find(status_json(snapshot, Show::health)) != std::string::npos);
}

TEST_CASE("status/event: the id is another when something else than the time is") {
  const Snapshot before = samples::full();
  const std::string id = fingerprint(before, Show::full);
  const auto changes = [&](auto change) {
    Snapshot after = before;
    change(after);
    return fingerprint(after, Show::full) != id;
  };
  CHECK_FALSE(changes([](Snapshot& s) { s.observed_at += 1'000; }));
  CHECK_FALSE(changes([](Snapshot& s) { s.board.temperature = 61.5; }));
  CHECK(changes([](Snapshot& s) { ++s.height; }));
  CHECK(changes([](Snapshot& s) { s.calls.front().answers.pop_back(); }));
  CHECK(changes([](Snapshot& s) { s.calls.front().outcome = vote::Outcome::missed; }));
  CHECK(changes([](Snapshot& s) { s.tickets.pop_back(); }));
  CHECK(changes([](Snapshot& s) { s.choices.front().answer = "no"; }));
  CHECK(changes([](Snapshot& s) { s.key.backup = KeyView::Backup::made; }));
  CHECK(changes([](Snapshot& s) { s.nodes.front().connected = false; }));
  CHECK(changes([](Snapshot& s) { s.store = "no room"; }));
  CHECK(fingerprint(before, Show::health) != id);
}
