// The page's words in each of its states, against the words that are expected.
#include "page_samples.hpp"
#include "page_text.hpp"
#include "status/page.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string_view>
#include <utility>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

std::string words_of_page(const Snapshot& snapshot, Show show = Show::full) {
  return testing::words_of(testing::between(page_html(snapshot, show), "<main>", "</main>"));
}

/// Of some of its sections.
std::string words_of_page(const Snapshot& snapshot, std::initializer_list<const char*> sections) {
  const std::string page = page_html(snapshot);
  std::string text;
  for (const char* id : sections) {
    text += testing::words_of(testing::section(page, id));
  }
  return text;
}

/// Of a key; and from what a wallet is told to the board's last line before the alarms.
const std::string kKeyWords =
    "dpubZFdYhDRAhDjySmw3Ks6QjEvdLv4BJh8mZVR8bVTQjYLZeMxhpEBQY6fsYCVzUSKY2uz5oTy5iL2mXm5PtUPSdm6bEXXBBMpC"
    "J9xgtbCgCBE Public account key 1f0e3a9c. With it a wallet buys tickets for this box; nobody can "
    "vote or spend with it.\n"
    "Made from seed, m/44&#39;/42&#39;/0&#39;\n";
const std::string kWalletToHistory =
    "For dcrwallet importxpub dcrvoter "
    "dpubZFdYhDRAhDjySmw3Ks6QjEvdLv4BJh8mZVR8bVTQjYLZeMxhpEBQY6fsYCVzUSKY2uz5oTy5iL2mXm5PtUPSdm6bEXXBBMpC"
    "J9xgtbCgCBE\n"
    "then enableticketbuyer=1 and ticketbuyer.votingaccount=dcrvoter; dcrwallet 2.1 or newer\n"
    "How it votes\n"
    "maxtreasuryspend Change the maximum treasury expenditure policy. Being voted on, 23 days left yes\n"
    "blake3pow2 Change the proof-of-work hash. Not begun, 354 days left abstain nobody chose\n"
    "All else blocks are approved abstain\n"
    "This box\n"
    "Board Raspberry Pi 4 Model B Rev 1.4\n"
    "Clock synchronised\n"
    "Temperature 47 °C\n"
    "Power good\n"
    "Storage 28.4 GB free of 31.0 GB\n"
    "Memory 3.5 GB free of 3.9 GB\n"
    "Memory in use 11 MB by dcrvoter\n"
    "Running for 22 days the machine for 45 days\n"
    "History is kept\n";

}  // namespace

TEST_CASE("status/page: a good day") {
  CHECK(words_of_page(samples::good_day()) ==
        "Ready: this box can vote now\n"
        "Nothing needs you: a vote was rehearsed on the last block.\n"
        "Last block 1,100,001 41 s ago, 2 of 2 nodes\n"
        "Tickets 12 live 2 maturing\n"
        "Next vote, about 2 days next block: 1 chance in 684\n"
        "Votes in 90 days 43 of 44 1 missed, by its miner\n"
        "Last votes\n"
        "Called What became of it Sent in\n"
        "23 Nov 17:53 UTC block 1,099,977 in block as you wished 2.9 ms\n"
        "21 Nov 05:53 UTC block 1,099,257 in block by another box of yours, as you wished 4.1 ms\n"
        "18 Nov 19:53 UTC block 1,098,561 in block as you wished 3.3 ms\n"
        "15 Nov 19:53 UTC block 1,097,697 in block as you wished 2.6 ms\n"
        "3 Nov 19:53 UTC block 1,094,241 missed sent in time to 2 nodes; the miner left it out 3.0 ms\n"
        "Nodes\n"
        "Node State First to call\n"
        "192.168.1.20:9109 in step block 1,100,001 80 %\n"
        "node.example:9109 in step block 1,100,001 20 %\n"
        "From call to sent\n"
        "1 3 2 31 5 8 10 1 20 50 100 200 500 1 s 2.5 more Milliseconds, up to. Half of 43 votes within 3.1 "
        "ms, 95 of 100 within 8.4 ms; miners wait 2.5 s (the dashed line).\n"
        "Votes a day\n"
        "× 26 Aug43 mined, × 1 missedtoday\n"
        "Tickets\n"
        "Live 12 of 41,012 in the whole pool\n"
        "Maturing 2 the first can vote in about 13 h, from block 1,100,156\n"
        "Earned 3.61 DCR with 43 votes; the last one 0.08 DCR, at block 1,099,977\n"
        "Price now 245.12 DCR a ticket\n"
        "May I unplug it? Not before 15 Apr 2027 Until block 1,141,165 a ticket known today can be called, "
        "at any moment. A second box with the same key votes meanwhile.\n"
        "Voting key\n" +
            kKeyWords +
            "Back-up backed up its words were exported, or it was imported from where you keep it\n" +
            kWalletToHistory +
            "Heartbeat set up last got through 23 Nov 19:53 UTC\n"
            "Webhook not set up\n"
            "Votes by rules of version 11\n");
}

TEST_CASE("status/page: before the first ticket") {
  CHECK(words_of_page(samples::first_run()) ==
        "Ready, but something needs you\n"
        "Nobody has a back-up of the voting key. What to do\n"
        "Last block 1,100,001 41 s ago, 2 of 2 nodes\n"
        "Tickets 0 live none known yet\n"
        "Next vote, about — no ticket waits for its call\n"
        "Votes in 90 days 0 no ticket was called\n"
        "Your first ticket\n"
        "Done: This box listens to your node It hears of every call from now on.\n"
        "Done: It has a voting key\n"
        "Now: Somebody has a back-up of that key How, says What to do. A ticket bought before can only be "
        "voted with this very key.\n"
        "Then: Your wallet buys tickets for this key Once, with the wallet open (dcrctl and dcrwallet 2.1 or "
        "newer; tried with 2.1.5 and dcrd 2.1.6):dcrctl --wallet importxpub dcrvoter "
        "dpubZFdYhDRAhDjySmw3Ks6QjEvdLv4BJh8mZVR8bVTQjYLZeMxhpEBQY6fsYCVzUSKY2uz5oTy5iL2mXm5PtUPSdm6bEXXBBMpC"
        "J9xgtbCgCBE\n"
        "Then in dcrwallet.conf, and a restart of dcrwallet:enableticketbuyer=1\n"
        "ticketbuyer.votingaccount=dcrvoter\n"
        "Your coins and their keys stay in that wallet. Leave out ticketbuyer.vsp.*: a ticket that pays a "
        "voting service is not this box's to vote.\n"
        "Then: The first ticket is seen Here, as soon as it is in the mempool. If none appears: does dcrctl "
        "--wallet listaccounts name dcrvoter, did the wallet buy after its restart, and are wallet and node "
        "on mainnet?\n"
        "Then: It is mature and waits for its call That takes 256 blocks, about 21 h. Then this box does the "
        "rest.\n"
        "Nodes\n"
        "Node State\n"
        "192.168.1.20:9109 in step block 1,100,001\n"
        "node.example:9109 in step block 1,100,001\n"
        "What to do\n"
        "Nobody has a back-up of the voting key Write its words down: &quot;dcrvoter key export&quot; on "
        "this box shows them; or set backup = &quot;waived&quot; in [keys] of the configuration.\n"
        "Nobody is told when this box falls silent Set heartbeat_url in [alert] of the configuration, and "
        "silence becomes an alarm.\n"
        "Voting key\n" +
            kKeyWords +
            "Back-up no back-up Lose this disk and the key is gone, with the vote of every ticket bought for "
            "it. What to do\n" +
            kWalletToHistory +
            "Heartbeat not set up\n"
            "Webhook not set up\n"
            "Votes by rules of version 11\n");
}

TEST_CASE("status/page: the first tickets") {
  CHECK(
      words_of_page(samples::first_tickets(), {"state", "facts", "guide", "tickets"}) ==
      "Ready: 3 tickets found\n"
      "The first can vote in about 13 h. Nothing needs you: a vote was rehearsed on the last block.\n"
      "Last block 1,100,001 41 s ago, 2 of 2 nodes\n"
      "Tickets 0 live 1 maturing, 2 not mined yet\n"
      "Next vote, about 10 days when the first is mature\n"
      "Votes in 90 days 0 no ticket was called\n"
      "Your first ticket\n"
      "Done: This box listens to your node It hears of every call from now on.\n"
      "Done: It has a voting key\n"
      "Done: Somebody has a back-up of that key\n"
      "Done: Your wallet buys tickets for this key\n"
      "Done: The first ticket is seen 3 tickets found, 2 not mined yet.\n"
      "Now: It is mature and waits for its call In about 13 h, from block 1,100,156. Then this box does the "
      "rest.\n"
      "Tickets\n"
      "Live 0\n"
      "Maturing 1 the first can vote in about 13 h, from block 1,100,156\n"
      "Not mined yet 2 in the mempool: the next blocks will hold them\n"
      "Price now 245.12 DCR a ticket\n"
      "May I unplug it? Not before 15 Apr 2027 Until block 1,141,217 a ticket known today can be called, at "
      "any "
      "moment. A second box with the same key votes meanwhile.\n");
  Snapshot snapshot = samples::first_tickets();
  snapshot.tickets = {samples::ticket(0x61, 0)};
  CHECK(words_of_page(snapshot, {"state"}) ==
        "Ready: 1 ticket found\n"
        "It can vote in about 21 h. Nothing needs you: a vote was rehearsed on the last block.\n");
  CHECK(words_of_page(snapshot, {"guide"}).find("1 ticket found, 1 not mined yet.") != std::string::npos);
  snapshot.key.backup = KeyView::Backup::missing;
  CHECK(words_of_page(snapshot, {"guide"}).find("Now: Somebody has a back-up of that key") !=
        std::string::npos);
  // What lived already was no first ticket.
  snapshot.tickets.push_back(samples::ticket(0x62, 1'090'000));
  CHECK(words_of_page(snapshot, {"guide"}).empty());
}

TEST_CASE("status/page: only health") {
  CHECK(words_of_page(samples::node_lost(), Show::health) ==
        "It votes, but something needs you\n"
        "node.example:9109: connection refused. What to do\n"
        "Last block 1,100,001 41 s ago, 1 of 2 nodes\n"
        "Nodes 1 of 2 call for votes\n"
        "A vote takes 3.1 ms in the middle; miners wait 2.5 s\n"
        "Running for 22 days dcrvoter 0.1.0\n"
        "Nodes\n"
        "Node State\n"
        "192.168.1.20:9109 in step block 1,100,001\n"
        "node.example:9109 not connected connection refused; block 1,099,987\n"
        "What to do\n"
        "node.example:9109: connection refused &quot;dcrvoter check&quot; says what to mend.\n"
        "From call to sent\n"
        "1 3 2 31 5 8 10 1 20 50 100 200 500 1 s 2.5 more Milliseconds, up to. Half of 43 votes within 3.1 "
        "ms, 95 of 100 within 8.4 ms; miners wait 2.5 s (the dashed line).\n"
        "How it votes\n"
        "maxtreasuryspend Change the maximum treasury expenditure policy. Being voted on, 23 days left yes\n"
        "blake3pow2 Change the proof-of-work hash. Not begun, 354 days left abstain nobody chose\n"
        "All else blocks are approved abstain\n"
        "This box\n"
        "Board Raspberry Pi 4 Model B Rev 1.4\n"
        "Clock synchronised\n"
        "Temperature 47 °C\n"
        "Power good\n"
        "Storage 28.4 GB free of 31.0 GB\n"
        "Memory 3.5 GB free of 3.9 GB\n"
        "Memory in use 11 MB by dcrvoter\n"
        "Running for 22 days the machine for 45 days\n"
        "History is kept\n"
        "Heartbeat set up last got through 23 Nov 19:53 UTC\n"
        "Webhook not set up\n"
        "Votes by rules of version 11\n");
}

TEST_CASE("status/page: one node of two is lost") {
  CHECK(words_of_page(samples::node_lost(), {"state", "nodes", "todo"}) ==
        "It votes, but something needs you\n"
        "node.example:9109: connection refused. What to do\n"
        "Nodes\n"
        "Node State First to call\n"
        "192.168.1.20:9109 in step block 1,100,001 80 %\n"
        "node.example:9109 not connected connection refused; block 1,099,987 20 %\n"
        "What to do\n"
        "node.example:9109: connection refused &quot;dcrvoter check&quot; says what to mend.\n");
}

TEST_CASE("status/page: a miss and its cause") {
  CHECK(words_of_page(samples::missed(), {"state"}) ==
        "It votes, but something needs you\n"
        "A call was missed within a day, the last one at height 1099941: no node connected. What to do\n");
  CHECK(words_of_page(samples::missed(), {"votes"})
            .find("23 Nov 14:53 UTC block 1,099,941 missed no node was connected —\n") != std::string::npos);
  CHECK(words_of_page(samples::missed(), {"facts"}).find("Votes in 90 days 44 of 46 2 missed\n") !=
        std::string::npos);
}

TEST_CASE("status/page: no node at all") {
  CHECK(words_of_page(samples::no_node(), {"state", "todo"}) ==
        "Not voting\n"
        "192.168.1.20:9109: connection refused. What to do\n"
        "What to do\n"
        "192.168.1.20:9109: connection refused &quot;dcrvoter check&quot; says what to mend.\n"
        "node.example:9109: the node refused user and password: mend [[node]] in the configuration "
        "&quot;dcrvoter check&quot; says what to mend.\n");
}

TEST_CASE("status/page: what becomes of a call, in plain words") {
  using vote::MissCause;
  using vote::Outcome;
  Snapshot snapshot = samples::good_day();
  snapshot.calls.resize(1);
  auto& call = snapshot.calls[0];
  const auto row = [&snapshot] {
    const std::string words = words_of_page(snapshot, {"votes"});
    const std::string_view before = "block 1,099,977 ";
    const auto from = words.find(before) + before.size();
    return words.substr(from, words.rfind(' ') > from ? words.find(" 2.9 ms") - from : 0);
  };
  CHECK(row() == "in block as you wished");
  call.mined->by_twin = true;
  CHECK(row() == "in block by another box of yours, as you wished");
  call.mined->as_wished = false;
  CHECK(row() == "other choices another voter with this key chose otherwise");
  call.outcome = Outcome::open;
  CHECK(row() == "sent taken by 2 nodes; the next block will tell");
  call.answers.clear();
  CHECK(row() == "sent the next block will tell");
  call.outcome = Outcome::gone;
  CHECK(row() == "void its block left the chain; the ticket is live again");
  call.outcome = Outcome::missed;
  const std::pair<MissCause, const char*> causes[] = {
      {MissCause::none, "missed the cause is not known"},
      {MissCause::box_off, "missed this box was off"},
      {MissCause::no_node, "missed no node was connected"},
      {MissCause::node_behind, "missed the nodes were behind the chain"},
      {MissCause::ticket_unknown, "missed the call came before the ticket was known here"},
      {MissCause::own_fault, "missed this box made no vote"},
      {MissCause::called_late, "missed the call came here too late"},
      {MissCause::refused, "missed the nodes refused the vote"},
      {MissCause::left_out, "missed sent in time to 0 nodes; the miner left it out"}};
  for (const auto& [cause, words] : causes) {
    call.cause = cause;
    CHECK(row() == words);
  }
  call.cause = MissCause::refused;
  call.words = "orphan <block>";
  CHECK(row() == "missed the nodes refused the vote: orphan &lt;block&gt;");
}
