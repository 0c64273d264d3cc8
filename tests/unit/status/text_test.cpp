#include "status/text.hpp"

#include "samples.hpp"
#include "status/text_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

std::string ticket_words(const vote::TicketRecord& record, std::uint32_t tip) {
  return ticket_text(record, wire::network(wire::NetworkId::mainnet), tip);
}

/// The widest line in columns.
std::size_t width_of(const std::string& text) {
  std::istringstream lines(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) {
    widest = std::max(widest, text_width(line));
  }
  return widest;
}

}  // namespace

TEST_CASE("status/text: status") {
  CHECK(status_text(samples::full()) ==
        "Warning: this box votes, but there is something to do\n"
        "  oldagenda: no agenda of this name is known\n"
        "    mend [choices] in the configuration, then reload the service (SIGHUP)\n"
        "  the agenda maxtreasuryspend is being voted on, and your tickets abstain by default\n"
        "    choose yes, no or abstain for it in [choices] of the configuration\n"
        "\n"
        "network  mainnet\n"
        "block    1100001\n"
        "tickets  1 immature, 1 in the mempool, 1 expired\n"
        "votes    2 calls: 1 mined, 1 missed\n"
        "as of    2026-11-23 19:53 UTC\n"
        "\n"
        "node               block    state\n"
        "192.168.1.20:9109  1100001  calls\n");
  CHECK(status_text(samples::ready())
            .starts_with("Ready: this box can vote now\n\nnetwork  mainnet\nblock    1100001\n"
                         "tickets  none yet: waiting for tickets\nvotes    no call yet\n"));
}

TEST_CASE("status/text: what proves that it can vote") {
  Snapshot snapshot = samples::ready();
  const auto block_line = [&snapshot] {
    const std::string text = status_text(snapshot);
    const auto begin = text.find("block ");
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  snapshot.block = BlockView{.hash = samples::filled(0x77), .height = 1'100'001};
  CHECK(block_line() == "block    1100001 (a vote was rehearsed on it)");
  snapshot.calls = {samples::mined_call()};
  snapshot.calls.front().block = snapshot.block->hash;
  CHECK(block_line() == "block    1100001 (voted on it)");
}

TEST_CASE("status/text: only health leaves out what is about tickets") {
  Snapshot snapshot = samples::full();
  CHECK(status_text(snapshot, Show::health).find("\ntickets ") == std::string::npos);
  CHECK(choices_text(snapshot, Show::health).find("ticket 3131") == std::string::npos);
  CHECK(choices_text(snapshot, Show::health).find(samples::filled(0x41).to_string() + " = yes") !=
        std::string::npos);
  snapshot.choices.erase(snapshot.choices.begin());
  CHECK(choices_text(snapshot, Show::health).ends_with("Configured choices\n  none for all tickets\n"));
  snapshot.choices.clear();
  CHECK(choices_text(snapshot, Show::health).ends_with("  none: abstain on everything\n"));
}

TEST_CASE("status/text: tickets") {
  CHECK(tickets_text(samples::full()) ==
        "3 tickets: 1 immature, 1 in the mempool, 1 expired; block 1100001 of mainnet\n"
        "\n"
        "ticket     block    price (DCR)   state\n"
        "31313131…  1050000  200.12345678  expired\n"
        "32323232…  1099900  200.12345678  immature, can vote from block 1100156 (in about 13 hours)\n"
        "33333333…  -        200.12345678  in the mempool\n");
  CHECK(tickets_text(samples::ready()) == "no tickets are known yet\n");
}

TEST_CASE("status/text: the life of a ticket in words") {
  vote::TicketRecord record = samples::ticket(1, 1000);
  CHECK(ticket_words(record, 1000) == "immature, can vote from block 1256 (in about 21 hours)");
  CHECK(ticket_words(record, 1256) == "live until block 42215");
  CHECK(ticket_words(record, 42216) == "expired");
  record.spent_height = 2000;
  CHECK(ticket_words(record, 2000) == "spent in block 2000");
  record.end = vote::TicketEnd::voted;
  CHECK(ticket_words(record, 2000) == "voted in block 2000");
  record.end = vote::TicketEnd::missed_or_expired;
  CHECK(ticket_words(record, 2000) == "missed or expired in block 2000");
  CHECK(ticket_words(samples::ticket(1, 0), 2000) == "in the mempool");
}

TEST_CASE("status/text: votes") {
  CHECK(votes_text(samples::full()) ==
        "2 calls: 1 mined, 1 missed\n"
        "\n"
        "called (UTC)      block    ticket     sent after  nodes  what became of it\n"
        "2026-11-23 19:53  1100000  abababab…  1.2 ms      1/2    mined in block 1100001, as wished\n"
        "-                 1098990  02020202…  -           -      missed: box off\n");
  CHECK(votes_text(samples::ready()) == "no ticket was called yet\n");
  Snapshot unsure = samples::full();
  unsure.calls[0].clock_synchronised = false;
  const std::string text = votes_text(unsure);
  CHECK(text.find("2026-11-23 19:53?  1100000") != std::string::npos);
  CHECK(text.ends_with("\n\n?  the clock was not synchronised\n"));
}

TEST_CASE("status/text: what became of a call") {
  vote::CallRecord call = samples::mined_call();
  CHECK(outcome_text(call) == "mined in block 1100001, as wished");
  call.mined->by_twin = true;
  CHECK(outcome_text(call) == "mined in block 1100001 by twin, as wished");
  call.mined->as_wished = false;
  CHECK(outcome_text(call) ==
        "mined in block 1100001 by twin, NOT as wished: another answer to a treasury spend");
  call.mined->bits = 3;
  CHECK(outcome_text(call) == "mined in block 1100001 by twin, NOT as wished: bits 0x0003, not 0x0005");
  call.sent.reset();
  CHECK(outcome_text(call) == "mined in block 1100001 by twin, NOT as wished");
  call.mined.reset();
  CHECK(outcome_text(call) == "mined in block 1100001");
  call.outcome = vote::Outcome::open;
  CHECK(outcome_text(call) == "open");
  call.outcome = vote::Outcome::gone;
  CHECK(outcome_text(call) == "void: its block left the chain");
  call.outcome = vote::Outcome::missed;
  call.cause = vote::MissCause::refused;
  CHECK(outcome_text(call) == "missed: refused");
  call.words = "orphan\x1b[2J";
  CHECK(outcome_text(call) == "missed: refused (orphan?[2J)");
}

TEST_CASE("status/text: choices") {
  CHECK(choices_text(samples::full()) ==
        "WARNING: the agenda maxtreasuryspend is being voted on, and your tickets abstain by default.\n"
        "         Choose yes, no or abstain for it in [choices] of the configuration.\n"
        "\n"
        "Agendas of vote version 11 (mainnet)\n"
        "  maxtreasuryspend: abstain (by default); status started, ends 2027-11-13\n"
        "    Change the maximum treasury expenditure policy\n"
        "\n"
        "Treasury spends up for a vote\n"
        "  4141414141414141414141414141414141414141414141414141414141414141: yes\n"
        "    blocks 1099000 to 1101000\n"
        "\n"
        "Configured choices\n"
        "  4141414141414141414141414141414141414141414141414141414141414141 = yes\n"
        "  ticket 31313131…: oldagenda = no\n"
        "    WARNING: no agenda of this name is known\n");
  Snapshot chosen = samples::full();
  chosen.agendas[0].by_default = false;
  CHECK(choices_text(chosen).starts_with("Agendas of vote version 11"));
  CHECK(choices_text({}).ends_with("\nConfigured choices\n  none: abstain on everything\n"));
}

TEST_CASE("status/text: CSV, in which no text becomes a formula") {
  Snapshot snapshot = samples::full();
  snapshot.calls[1].words = "=HYPERLINK(\"x\"),\r\n";
  CHECK(votes_csv(snapshot) ==
        "called,height,block,ticket,sent_after_us,outcome,decided_in,vote,bits,as_wished,by_twin,reward_dcr,"
        "cause,words\r\n"
        "2026-11-23T19:53:21.042Z,1100000,001f1e1d1c1b1a191817161514131211100f0e0d0c0b0a090807060504030201,"
        "abababababababababababababababababababababababababababababababab,1234,mined,"
        "2222222222222222222222222222222222222222222222222222222222222222,"
        "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd,5,yes,no,0.93538533,,\"\"\r\n"
        ",1098990,0101010101010101010101010101010101010101010101010101010101010101,"
        "0202020202020202020202020202020202020202020202020202020202020202,,missed,"
        "0303030303030303030303030303030303030303030303030303030303030303,,,,,,box off,"
        "\"'=HYPERLINK(\"\"x\"\"),??\"\r\n");
}

TEST_CASE("status/text: control characters of others never get through, and no line is long") {
  std::string all;
  for (int i = 0; i < 3; ++i) {
    for (int byte = 0; byte < 256; ++byte) {
      all += static_cast<char>(byte);
    }
  }
  Snapshot snapshot = samples::full();
  snapshot.nodes[0].problem = all;
  snapshot.rehearsal = snapshot.store = all;
  snapshot.agendas[0] = {all, all, "started", 1, "abstain", true};
  snapshot.spends[0].answer = all;
  snapshot.choices[0] = {all, all, all, all};
  snapshot.calls[1].words = snapshot.calls[0].called_by = all;
  for (const std::string& text :
       {status_text(snapshot), tickets_text(snapshot), votes_text(snapshot), choices_text(snapshot)}) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      const bool ours = text.compare(i, 3, "…") == 0;
      i += ours ? 2 : 0;
      CHECK((ours || byte == '\n' || (byte >= ' ' && byte <= '~')));
    }
  }
  CHECK(width_of(votes_text(snapshot)) == 100);
  CHECK(width_of(tickets_text(snapshot)) <= 100);
}
