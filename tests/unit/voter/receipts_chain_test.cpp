#include "voter/receipts_scene.hpp"

using namespace dcrvoter;
using namespace dcrvoter::voter::testing;
using voter::Receipts;

TEST_CASE("voter/receipts: what a node's filter may lack is no miss") {
  Scene scene;
  scene.call();
  scene.send();
  const auto child = scene.child();
  scene.connect(child, 0, false);
  CHECK(scene.record().outcome == Outcome::open);
  scene.connect(child, 0, true);
  CHECK(scene.cause() == MissCause::no_node);
}

TEST_CASE("voter/receipts: a reorganisation takes back what it decided") {
  Scene scene;
  scene.call();
  scene.send();
  const auto with = scene.child({vote_on(scene.called_block, scene.ticket)}, 1);
  const auto without = scene.child({}, 2);
  scene.connect(with);
  CHECK(scene.record().outcome == Outcome::mined);
  scene.disconnect(with);
  CHECK(scene.record().outcome == Outcome::open);
  scene.connect(without);
  CHECK(scene.cause() == MissCause::no_node);
  scene.disconnect(without);
  scene.disconnect(scene.called_block);
  CHECK(scene.record().outcome == Outcome::gone);
  const auto other = block_on(scene.below.hash, 200, 9);
  scene.connect(other);
  scene.connect(block_on(other.hash, 201, 9));
  CHECK(scene.record().outcome == Outcome::gone);
  scene.connect(scene.called_block);  // and back again
  scene.connect(with);
  CHECK(scene.record().outcome == Outcome::mined);
}

TEST_CASE("voter/receipts: a block that is come back to is open again") {
  Scene scene;
  scene.call();
  scene.send();
  scene.disconnect(scene.called_block);
  CHECK(scene.record().outcome == Outcome::gone);
  scene.connect(scene.called_block);
  CHECK(scene.record().outcome == Outcome::open);
}

TEST_CASE("voter/receipts: a node that lies or lags does not undo what others show") {
  Scene scene(3);
  scene.connect(scene.called_block, 1);
  scene.connect(scene.called_block, 2);
  scene.call();
  scene.send();
  const auto with = scene.child({vote_on(scene.called_block, scene.ticket)});
  scene.connect(with, 0);
  scene.connect(with, 1);
  const auto lie = block_on(scene.below.hash, 200, 5);
  scene.connect(lie, 2);
  scene.connect(block_on(lie.hash, 201, 5), 2);
  scene.connect(block_on({}, 100'000, 5), 2);
  CHECK(scene.record().outcome == Outcome::mined);
}

TEST_CASE("voter/receipts: what a lost node showed stands while those that are left lag behind it") {
  Scene scene(2);
  scene.connect(scene.below, 1);
  scene.call();
  scene.send();
  bool is_mined = false;
  SUBCASE("mined") {
    is_mined = true;
  }
  SUBCASE("missed") {}
  const auto child = scene.child(is_mined ? std::vector{vote_on(scene.called_block, scene.ticket)}
                                          : std::vector<wire::Transaction>{});
  scene.connect(child);
  const auto decided = is_mined ? Outcome::mined : Outcome::missed;
  CHECK(scene.record().outcome == decided);
  scene.receipts.node_lost(0);  // the other has not even seen the called block
  CHECK(scene.record().outcome == decided);
  scene.connect(scene.called_block, 1);
  CHECK(scene.record().outcome == decided);
  scene.connect(scene.child({}, 9), 1);
  CHECK(scene.record().outcome == Outcome::missed);
  CHECK(scene.record().decided_in != child.hash);
}

TEST_CASE("voter/receipts: a node that is lost on a longer branch does not speak for ever") {
  Scene scene(2);
  scene.connect(scene.called_block, 1);
  scene.call();
  scene.send();
  // The second goes on alone, without our vote, and is lost.
  auto theirs = scene.child({}, 7);
  scene.connect(theirs, 1);
  for (std::uint32_t height = 202; height < 206; ++height) {
    theirs = block_on(theirs.hash, height, 7);
    scene.connect(theirs, 1);
  }
  CHECK(scene.record().outcome == Outcome::missed);
  auto ours = scene.child({vote_on(scene.called_block, scene.ticket)}, 8);
  scene.connect(ours, 0);
  SUBCASE("as soon as it is lost") {
    scene.receipts.node_lost(1);
  }
  SUBCASE("when the other has become the higher one") {
    for (std::uint32_t height = 202; height < 207; ++height) {
      ours = block_on(ours.hash, height, 8);
      scene.connect(ours, 0);
    }
  }
  CHECK(scene.record().outcome == Outcome::mined);
}

TEST_CASE("voter/receipts: a restored record stays as it is until the chain says otherwise") {
  Scene scene;
  CallRecord record;
  record.block = scene.called_block.hash;
  record.height = 200;
  record.ticket = scene.ticket;
  record.called = 5;
  record.sent = sent_vote(vote_on(scene.called_block, scene.ticket));
  const auto with = scene.child({vote_on(scene.called_block, scene.ticket)});
  SUBCASE("mined") {
    record.outcome = Outcome::mined;
    record.decided_in = with.hash;
    record.mined = vote::MinedVote{.txid = record.sent->txid, .bits = 1, .treasury = {}};
    scene.receipts.restore(record);
    scene.connect(scene.called_block);
    CHECK(scene.record() == record);
    scene.connect(with);
    CHECK(scene.record() == record);
    CHECK(scene.receipts.take_outcomes().empty());
    CHECK(scene.receipts.take_changes().empty());
  }
  SUBCASE("missed, for a cause that is not to be seen any more") {
    record.outcome = Outcome::missed;
    record.decided_in = scene.child().hash;
    record.cause = MissCause::called_late;
    scene.receipts.restore(record);
    scene.connect(scene.child());
    CHECK(scene.record() == record);
    scene.disconnect(scene.child());
    scene.connect(with);
    CHECK(scene.record().outcome == Outcome::mined);
  }
  SUBCASE("open") {
    scene.receipts.restore(record);
    scene.connect(with);
    CHECK(scene.record().outcome == Outcome::mined);
    CHECK(scene.record().called == 5);
  }
}

TEST_CASE("voter/receipts: what is settled is handed over once and forgotten") {
  Scene scene;
  scene.call();
  scene.send();
  auto parent = scene.child({vote_on(scene.called_block, scene.ticket)});
  scene.connect(parent);
  for (std::uint32_t height = 202; height < 202 + 2 * Receipts::kDepth; ++height) {
    parent = block_on(parent.hash, height);
    scene.connect(parent);
    scene.receipts.forget(height);
  }
  CHECK(scene.receipts.recent().empty());
  const auto changes = scene.receipts.take_changes();
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].outcome == Outcome::mined);
}

TEST_CASE("voter/receipts: a node that tells without end does not make them grow") {
  Scene scene(2);
  for (std::uint32_t height = 300; height < 300 + 4 * Receipts::kMostCalls; ++height) {
    const auto parent = block_on({}, height, 1);
    auto block = block_on(parent.hash, height + 1, 2);
    block.transactions = {vote_on(parent, scene.ticket)};
    scene.connect(block, 1);
  }
  CHECK(scene.receipts.recent().size() == Receipts::kMostCalls);
  CHECK(scene.receipts.take_changes().size() == 4 * Receipts::kMostCalls);
}

TEST_CASE("voter/receipts: whatever comes and goes, the outcome is that of the chain as it stands") {
  std::mt19937 random(4);
  const auto draw = [&random](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  for (int round = 0; round < 300; ++round) {
    Scene scene;
    std::vector<Block> chain{scene.below, scene.called_block};
    std::uint32_t nonce = 1;
    // Our ticket is called on each block; some children hold its vote.
    std::map<Hash, bool> has_vote;
    for (int step = 0; step < 40; ++step) {
      if (chain.size() > 2 && draw(4) == 0) {
        scene.disconnect(chain.back());
        chain.pop_back();
      } else {
        const auto& tip = chain.back();
        scene.receipts.called(voted(tip), scene.ticket, {.at = kNow, .node = "a:1"});
        scene.receipts.sent(voted(tip), scene.ticket, sent_vote(vote_on(tip, scene.ticket)));
        auto next = block_on(tip.hash, tip.header.height + 1, nonce++);
        has_vote[next.hash] = draw(2) == 0;
        if (has_vote[next.hash]) {
          next.transactions = {vote_on(tip, scene.ticket)};
        }
        chain.push_back(next);
        scene.connect(next);
      }
    }
    // The plain model: look at the chain.
    for (const auto& record : scene.receipts.recent()) {
      const auto at = std::ranges::find(chain, record.block, &Block::hash);
      if (at == chain.end()) {
        CHECK(record.outcome == Outcome::gone);
      } else if (at + 1 == chain.end()) {
        CHECK(record.outcome == Outcome::open);
      } else {
        CHECK(record.outcome == (has_vote[(at + 1)->hash] ? Outcome::mined : Outcome::missed));
        CHECK(record.decided_in == (at + 1)->hash);
      }
    }
  }
}
