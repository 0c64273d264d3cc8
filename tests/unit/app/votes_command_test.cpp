#include "app/shown_box.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;
using status::View;

TEST_CASE("app/votes_command: export, import and export again give the same bytes") {
  Box box;
  vote::Changes changes;
  for (std::uint32_t height = 1; height <= 2'500; ++height) {
    changes.calls.push_back(call_at(height));
    changes.calls.back().words = "words \xff \x1b " + std::to_string(height);
  }
  box.keep(changes);
  REQUIRE(box.export_all() == kExitOk);
  const std::string lines = box.out.str();
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 2'500);
  CHECK(lines.find("\"height\":1,") < lines.find("\"height\":2,"));

  Box other;
  CHECK(other.import(lines) == kExitOk);
  CHECK(other.err.str() == "Imported: 2500 calls.\n");
  REQUIRE(other.export_all() == kExitOk);
  CHECK(other.out.str() == lines);
  CHECK(other.import(lines) == kExitOk);  // once more changes nothing
  REQUIRE(other.export_all() == kExitOk);
  CHECK(other.out.str() == lines);
}

TEST_CASE("app/votes_command: a file, with line ends of others and empty lines") {
  Box box;
  box.keep({.calls = {call_at(5)}, .tickets = {}, .forgotten = {}, .events = {}});
  REQUIRE(box.export_all() == kExitOk);
  std::string line = box.out.str();
  line.pop_back();
  const auto file = box.folder.path() / "calls.jsonl";
  std::ofstream(file, std::ios::binary) << "\r\n" << line << "\r\n\n" << line;
  Box other;
  CHECK(other.import("", file.string()) == kExitOk);
  CHECK(other.err.str() == "Imported: 2 calls.\n");
  REQUIRE(other.export_all() == kExitOk);
  CHECK(other.out.str() == line + "\n");
}

TEST_CASE("app/votes_command: one wrong line, and nothing is imported") {
  Box box;
  box.keep({.calls = {call_at(5)}, .tickets = {}, .forgotten = {}, .events = {}});
  REQUIRE(box.export_all() == kExitOk);
  const std::string good = box.out.str();
  std::string wrong = good;
  wrong.replace(wrong.find("\"height\":5"), 10, "\"height\":x");
  Box other;
  CHECK(other.import(good + wrong) == kExitData);
  CHECK(other.err.str().starts_with("dcrvoter: nothing was imported: standard input, line 2: is no JSON: "));
  wrong = good;
  wrong.replace(wrong.find("box off"), 7, "bad luck");
  CHECK(other.import(good + good + wrong + good) == kExitData);
  CHECK(other.err.str().starts_with(
      "dcrvoter: nothing was imported: standard input, line 3: cause: \"bad luck\" is none of \"box off\","));
  CHECK(other.import(std::string(std::size_t{2} << 20, 'x')) == kExitData);
  CHECK(other.err.str() ==
        "dcrvoter: nothing was imported: standard input, line 1: is longer than 1024 KiB\n");
  CHECK_FALSE(std::filesystem::exists(other.folder.path() / "store"));
  CHECK(other.import("", "/nowhere/x") == kExitUnavailable);
  CHECK(other.err.str() == "dcrvoter: nothing was imported: /nowhere/x cannot be opened\n");
  CHECK(other.import("", other.folder.path().string()) == kExitUnavailable);
}

TEST_CASE("app/votes_command: no import while the service runs") {
  Box box;
  const Service service(box, at_once());
  CHECK(box.import("") == kExitUnavailable);
  CHECK(box.err.str() ==
        "dcrvoter: nothing was imported: the service is running; stop it, import, and start it again\n");
  CHECK_FALSE(std::filesystem::exists(box.folder.path() / "store"));
}

TEST_CASE("app/votes_command: a store that is none is said, and stays") {
  Box box;
  std::filesystem::create_directory(box.folder.path() / "store");
  std::ofstream(box.folder.path() / "store" / "data.mdb") << std::string(100'000, 'x');
  CHECK(box.export_all() == kExitUnavailable);
  CHECK(box.err.str().find("is damaged") != std::string::npos);
  CHECK(box.show(View::votes) == kExitUnavailable);
  CHECK(box.import("") == kExitCannotCreate);
  CHECK(std::filesystem::file_size(box.folder.path() / "store" / "data.mdb") == 100'000);
}

TEST_CASE("app/votes_command: what root makes belongs to the state folder's owner") {
  if (::geteuid() != 0) {
    return;
  }
  Box box;
  constexpr uid_t kService = 4711;
  REQUIRE(::chown(box.folder.path().c_str(), kService, kService) == 0);
  REQUIRE(box.import("") == kExitOk);
  for (const char* name : {"store", "store/data.mdb", "store/lock.mdb"}) {
    CAPTURE(name);
    struct stat file {};
    REQUIRE(::stat((box.folder.path() / name).c_str(), &file) == 0);
    CHECK(file.st_uid == kService);
  }
}
