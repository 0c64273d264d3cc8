#include "host/box_notes.hpp"

#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

using namespace dcrvoter::host;
using Update = dcrvoter::status::BoxView::Update;

TEST_CASE("host/box_notes: what the programs write") {
  const auto view = parse_box_notes(
      R"({"release":"0.1.0","build":"5f1c","slot":"a","problems":[{"words":"w","remedy":"r"},{"words":"x"}],)"
      R"("update":{"state":"failed","release":"0.2.0","words":"it failed"},"later":{"more":[1]}})");
  CHECK(view.release == "0.1.0");
  CHECK(view.build == "5f1c");
  CHECK(view.slot == "a");
  REQUIRE(view.problems.size() == 2);
  CHECK(view.problems[0].words == "w");
  CHECK(view.problems[0].remedy == "r");
  CHECK_FALSE(view.problems[1].remedy.empty());  // readers rely on one
  CHECK(view.update == Update::failed);
  CHECK(view.update_release == "0.2.0");
  CHECK(view.update_words == "it failed");
}

TEST_CASE("host/box_notes: every state of an update, and unknown ones") {
  const auto state = [](const std::string& name) {
    return parse_box_notes(R"({"update":{"state":")" + name + "\"}}");
  };
  CHECK(state("writing").update == Update::writing);
  CHECK(state("trial").update == Update::trial);
  CHECK(state("done").update == Update::done);
  CHECK(state("refused").update == Update::refused);
  CHECK_FALSE(state("refused").update_words.empty());
  CHECK(state("none").update == Update::none);
  CHECK(state("exploded").update == Update::none);
}

TEST_CASE("host/box_notes: what is no such file is one problem") {
  for (const char* text : {"", "{", "[]", "5", "\"\"", "null", "{\"a\":1}}", "\xff\xfe{}"}) {
    const auto view = parse_box_notes(text);
    CHECK(view.problems.size() == 1);
    CHECK(view.update == Update::none);
  }
  const std::string deep(100'000, '[');
  CHECK(parse_box_notes(deep).problems.size() == 1);
}

TEST_CASE("host/box_notes: members of other kinds are left out") {
  const auto view =
      parse_box_notes(R"({"release":5,"build":null,"problems":[1,{},{"words":7},{"words":""}],"update":[]})");
  CHECK(view.release.empty());
  CHECK(view.problems.empty());
  CHECK(view.update == Update::none);
  CHECK(parse_box_notes(R"({"problems":"none"})").problems.empty());
}

TEST_CASE("host/box_notes: limits") {
  std::string many = R"({"problems":[)";
  for (int i = 0; i < 100; ++i) {
    many += std::string(i == 0 ? "" : ",") + R"({"words":")" + std::string(2000, 'x') + "\"}";
  }
  const auto view = parse_box_notes(many + "]}");
  CHECK(view.problems.size() == kMostBoxProblems);
  CHECK(view.problems[0].words.size() == kMostBoxWords);
}

TEST_CASE("host/box_notes: files") {
  const dcrvoter::testing::TemporaryFolder folder;
  const auto file = folder.path() / "notes.json";
  CHECK(read_box_notes(file).problems.size() == 1);  // none
  std::ofstream(file) << R"({"release":"1"})";
  CHECK(read_box_notes(file).release == "1");
  CHECK(read_box_notes(folder.path()).problems.size() == 1);
  std::ofstream(file) << R"({"release":"1"})" << std::string(kMostNotes, ' ');
  CHECK(read_box_notes(file).problems.size() == 1);
}
