#include "voter/receipts_scene.hpp"

using namespace dcrvoter;
using namespace dcrvoter::voter::testing;
using voter::Receipts;

TEST_CASE("voter/receipts: a vote that the next block holds is mined, as wished, and ours") {
  Scene scene;
  scene.call();
  scene.send();
  scene.answer(Answer::accepted);
  CHECK(scene.record().outcome == Outcome::open);
  const auto child = scene.child({vote_on(scene.called_block, scene.ticket)});
  scene.connect(child);
  const auto record = scene.record();
  CHECK(record.outcome == Outcome::mined);
  CHECK(record.decided_in == child.hash);
  REQUIRE(record.mined);
  CHECK(!record.mined->by_twin);
  CHECK(record.mined->as_wished);
  CHECK(record.called == kNow);
  CHECK(record.called_by == "a:1");
  CHECK(record.clock_synchronised);
  CHECK(record.sent->after_us == 900);
  CHECK(record.answers.size() == 1);
  CHECK(scene.receipts.take_outcomes().size() == 1);
  CHECK(scene.receipts.take_changes().size() == 1);
  CHECK(scene.receipts.take_changes().empty());
  scene.connect(child);  // told again: no news
  CHECK(scene.receipts.take_outcomes().empty());
}

TEST_CASE("voter/receipts: a twin's vote counts, and other choices are noticed") {
  Scene scene;
  scene.call();
  const auto wish = std::vector<vote::TreasuryVote>{{numbered(50), vote::TreasuryAnswer::yes}};
  auto ours = sent_vote(vote_on(scene.called_block, scene.ticket, 1, wish));
  ours.treasury = wish;
  scene.receipts.sent(voted(scene.called_block), scene.ticket, ours);
  std::uint16_t bits = 1;
  std::vector<vote::TreasuryVote> treasury;
  bool as_wished = true;
  SUBCASE("of a spend that it did not know") {}
  SUBCASE("with other bits") {
    bits = 5;
    as_wished = false;
  }
  SUBCASE("with the opposite answer") {
    treasury = {{numbered(50), vote::TreasuryAnswer::no}};
    as_wished = false;
  }
  scene.connect(scene.child({vote_on(scene.called_block, scene.ticket, bits, treasury)}));
  const auto record = scene.record();
  CHECK(record.outcome == Outcome::mined);
  CHECK(record.mined->by_twin);
  CHECK(record.mined->as_wished == as_wished);
  CHECK(record.mined->bits == bits);
}

TEST_CASE("voter/receipts: our own vote of before a restart is no twin's, though the choices changed") {
  Scene before;
  before.call();
  before.send();
  before.answer(Answer::accepted);
  const auto kept = before.record();
  const auto bits = std::uint16_t{5};

  Scene scene;
  const auto vote_otherwise = [&] {
    scene.call();
    for (const std::uint32_t after_us : {0U, 700U}) {  // decided, and handed to a socket
      auto otherwise = sent_vote(vote_on(scene.called_block, scene.ticket, bits), after_us);
      otherwise.bits = bits;
      scene.receipts.sent(voted(scene.called_block), scene.ticket, otherwise);
    }
  };
  bool is_former = true;
  SUBCASE("and the store told of it before we voted") {
    scene.receipts.restore(kept);
    vote_otherwise();
  }
  SUBCASE("and the store told of it afterwards") {
    vote_otherwise();
    scene.receipts.restore(kept);
  }
  SUBCASE("and the new one is mined, since the node forgot the former") {
    scene.receipts.restore(kept);
    vote_otherwise();
    is_former = false;
  }
  scene.connect(
      scene.child({vote_on(scene.called_block, scene.ticket, is_former ? std::uint16_t{1} : bits)}));
  const auto record = scene.record();
  REQUIRE(record.outcome == Outcome::mined);
  CHECK(!record.mined->by_twin);
  CHECK(record.mined->as_wished);
}

TEST_CASE("voter/receipts: each cause of a miss") {
  Scene scene;
  const auto lacking = scene.child();
  SUBCASE("left out by the miner") {
    scene.call();
    scene.send();
    scene.answer(Answer::accepted);
    scene.connect(lacking);
    CHECK(scene.cause() == MissCause::left_out);
  }
  SUBCASE("refused, in the node's words") {
    scene.call();
    scene.send();
    scene.answer(Answer::refused, "because");
    scene.connect(lacking);
    CHECK(scene.cause() == MissCause::refused);
    CHECK(scene.record().words == "because");
  }
  SUBCASE("an answer that comes after the block tells the cause") {
    scene.call();
    scene.send();
    scene.connect(lacking);
    CHECK(scene.cause() == MissCause::no_node);
    scene.answer(Answer::refused, "because");
    CHECK(scene.cause() == MissCause::refused);
  }
  SUBCASE("accepted after a refusal is no refusal") {
    scene.call();
    scene.send();
    scene.answer(Answer::refused, "because");
    scene.answer(Answer::accepted);
    scene.answer(Answer::refused, "later");
    scene.connect(lacking);
    CHECK(scene.cause() == MissCause::left_out);
  }
  SUBCASE("called after a child of the block was known") {
    scene.connect(lacking);
    scene.call();
    scene.send();
    scene.answer(Answer::accepted);
    CHECK(scene.cause() == MissCause::called_late);
  }
  SUBCASE("called long after the block was heard of") {
    scene.call(Receipts::kLate + std::chrono::milliseconds(1));
    scene.send();
    scene.answer(Answer::accepted);
    scene.connect(lacking);
    CHECK(scene.cause() == MissCause::called_late);
  }
  SUBCASE("own fault") {
    scene.call();
    scene.receipts.failed(voted(scene.called_block), scene.ticket, "no key here votes for this ticket");
    scene.connect(lacking);
    CHECK(scene.cause() == MissCause::own_fault);
    CHECK(scene.record().words == "no key here votes for this ticket");
  }
  SUBCASE("nobody to send it to") {
    scene.call();
    scene.send(0);
    scene.connect(lacking);
    CHECK(scene.cause() == MissCause::no_node);
  }
  SUBCASE("the ticket was found too late") {
    scene.connect(lacking);
    scene.call({}, true);
    scene.send();
    CHECK(scene.cause() == MissCause::ticket_unknown);
  }
}

TEST_CASE("voter/receipts: what a revocation tells of a call that never came") {
  Scene scene;
  const auto revoking = scene.child({revocation_of(scene.ticket)});
  bool complete = true;
  auto end = TicketEnd::missed;
  auto expected = MissCause::node_behind;
  SUBCASE("a node was there and did not call") {}
  SUBCASE("it is proof where the filter may lack much") {
    complete = false;
  }
  SUBCASE("no node was connected") {
    scene.receipts.node_is_calling(false, 200);
    scene.receipts.node_is_calling(true, 201);
    expected = MissCause::no_node;
  }
  SUBCASE("a node was silent before only") {
    scene.receipts.node_is_calling(false, 190);
    scene.receipts.node_is_calling(true, 200);
  }
  SUBCASE("it was announced, and not known to be ours") {
    scene.announced_blocks.insert(scene.called_block.hash);
    scene.announced[{scene.called_block.hash, scene.ticket}] = true;
    expected = MissCause::ticket_unknown;
  }
  SUBCASE("it was announced at the height of its expiry") {
    scene.expiry = 201;
    scene.announced_blocks.insert(scene.called_block.hash);
    scene.announced[{scene.called_block.hash, scene.ticket}] = true;
    expected = MissCause::ticket_unknown;
  }
  scene.connect(revoking, 0, complete);
  CHECK(scene.cause() == expected);
  CHECK(scene.record().block == scene.called_block.hash);
  const auto ends = scene.receipts.take_ends();
  REQUIRE(ends.size() == 1);
  CHECK(ends[0].ticket == scene.ticket);
  CHECK(ends[0].end == end);
}

TEST_CASE("voter/receipts: before this program started the box was off") {
  Scene scene;
  const auto old = block_on({}, 150);
  auto revoking = block_on(old.hash, 151);
  revoking.transactions = {revocation_of(scene.ticket)};
  for (const auto& block : {old, revoking}) {
    scene.connect(block);
  }
  CHECK(scene.cause() == MissCause::box_off);
}

TEST_CASE("voter/receipts: a node that lied of its height at the start does not make the box off for ever") {
  Scene scene;
  scene.receipts.node_is_calling(false, 200);
  scene.receipts.node_is_calling(true, 1'000'000);
  scene.receipts.block_came(200, true);
  auto next = scene.child({revocation_of(scene.ticket)});
  scene.connect(next);
  CHECK(scene.cause() == MissCause::node_behind);
}

TEST_CASE("voter/receipts: the box was off up to the highest of the nodes that it finds at its start") {
  Scene scene;
  scene.receipts.node_is_calling(false, 150);
  CHECK(scene.receipts.node_is_calling(true, 190));
  CHECK(scene.receipts.node_is_calling(true, 201));
  CHECK_FALSE(scene.receipts.node_is_calling(true, 199));
  scene.receipts.block_came(195, false);
  CHECK_FALSE(scene.receipts.node_is_calling(true, 300));
  scene.connect(scene.child({revocation_of(scene.ticket)}));
  CHECK(scene.cause() == MissCause::no_node);
}

TEST_CASE("voter/receipts: a revocation at the height of the expiry") {
  Scene scene;
  scene.expiry = 201;
  auto revoking = scene.child();
  auto end = TicketEnd::missed_or_expired;
  SUBCASE("says no more than that") {
    revoking.transactions = {revocation_of(scene.ticket)};
  }
  SUBCASE("is an expiry when others were called then") {
    scene.announced_blocks.insert(scene.called_block.hash);
    revoking.transactions = {revocation_of(scene.ticket)};
    end = TicketEnd::expired;
  }
  SUBCASE("by its owner says no more either") {
    revoking.transactions = {revocation_of(scene.ticket, 1)};
  }
  scene.connect(revoking);
  CHECK(scene.receipts.recent().empty());
  const auto ends = scene.receipts.take_ends();
  REQUIRE(ends.size() == 1);
  CHECK(ends[0].end == end);
}

TEST_CASE("voter/receipts: a vote without a call of ours is recorded as a twin's") {
  Scene scene;
  scene.connect(scene.child({vote_on(scene.called_block, scene.ticket),
                             vote_on(scene.called_block, numbered(8))}));  // 8 is not ours
  const auto record = scene.record();
  CHECK(record.called == 0);
  CHECK(record.outcome == Outcome::mined);
  CHECK(record.mined->by_twin);
  CHECK(record.mined->as_wished);
}

TEST_CASE("voter/receipts: what a store that answers late knew of a call is not lost") {
  // A run that sent the vote and had it accepted, and ended.
  Scene before;
  before.call();
  before.send();
  before.answer(Answer::accepted);
  const auto kept = before.record();
  REQUIRE(kept.outcome == Outcome::open);

  // The next one hears of it from the chain, and then from the store.
  Scene scene;
  scene.receipts.node_is_calling(false, 199);
  auto lacking = scene.child({revocation_of(scene.ticket)});
  scene.connect(lacking);
  REQUIRE(scene.record().called == 0);
  REQUIRE(scene.record().outcome == Outcome::missed);
  (void)scene.receipts.take_changes();
  scene.receipts.restore(kept);
  CHECK(scene.cause() == MissCause::left_out);
  CHECK(scene.record().sent == kept.sent);
  CHECK(scene.receipts.take_changes() == std::vector{scene.record()});

  SUBCASE("a cause that was decided then stays") {
    auto decided = kept;
    decided.outcome = Outcome::missed;
    decided.decided_in = lacking.hash;
    decided.cause = MissCause::called_late;
    Scene again;
    again.receipts.node_is_calling(false, 199);
    again.connect(lacking);
    again.receipts.restore(decided);
    CHECK(again.cause() == MissCause::called_late);
  }
}
