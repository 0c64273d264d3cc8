#include "host/journal_entry.hpp"

#include "host/listener.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter::host;

namespace {

const std::string kA(64, 'a');
const std::string kB(64, 'b');
const std::string kC(64, 'c');

}  // namespace

TEST_CASE("host/journal_entry: a vote's line has its hashes as fields") {
  const std::string words =
      "vote cast block=" + kA + " height=5 ticket=" + kB + " bits=0x0001 vote=" + kC + " ms=1.2";
  CHECK(journal_entry("<6>" + words + "\n") == "PRIORITY=6\nSYSLOG_IDENTIFIER=dcrvoter\nMESSAGE=" + words +
                                                   "\nTICKET=" + kB + "\nBLOCK=" + kA + "\nVOTE=" + kC +
                                                   "\n");
  CHECK(journal_entry("<4>vote missed ticket=" + kB + " called-on=5\n").ends_with("\nTICKET=" + kB + "\n"));
}

TEST_CASE("host/journal_entry: other lines are left to the stream") {
  for (const std::string& line :
       {std::string(), std::string("<6>"), std::string("vote cast ticket=") + kA,
        "<6>node x: vote ticket=" + kA + "\n", std::string("<6>vote for nobody\n"),
        "<6>vote cast ticket=" + kA.substr(1) + "\n", "<6>vote cast ticket=" + kA.substr(1) + "G\n"}) {
    CHECK_MESSAGE(journal_entry(line).empty(), line);
  }
}

TEST_CASE("host/journal_entry: a node's words are no fields") {
  const std::string entry =
      journal_entry("<4>vote refused vote=" + kC + " node=a:1: said ticket=" + kA + "\n");
  CHECK(entry.find("TICKET=") == std::string::npos);
  CHECK(entry.ends_with("\nVOTE=" + kC + "\n"));
}

TEST_CASE("host/journal_entry: the journal's socket") {
  const dcrvoter::testing::TemporaryFolder folder;
  const std::string address = (folder.path() / "socket").string();
  CHECK_FALSE(JournalSocket(address).send("MESSAGE=a\n"));
  const dcrvoter::testing::Listener journal(address);
  CHECK(JournalSocket(address).send("MESSAGE=a\n"));
  CHECK(journal.next() == "MESSAGE=a\n");
}
