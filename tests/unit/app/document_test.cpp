#include "app/document.hpp"

#include "app/document_screen.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace dcrvoter::app;

namespace {

const Value& at(const Value& table, std::string_view key) {
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    if (table.keys[i].name == key) {
      return table.items[i];
    }
  }
  FAIL("no such key");
  return table;
}

}  // namespace

TEST_CASE("app/document: values with their kinds and lines") {
  const auto document = parse_document(
      "text = \"ä\"\n"
      "number = -5\n"
      "fraction = 1.5\n"
      "yes = true\n"
      "day = 2026-01-31\n"
      "list = [\n  1,\n  2 ]\n"
      "[table.inner]\n"
      "key = ''\n"
      "[[many]]\n[[many]]\n");
  REQUIRE(document);
  CHECK(at(*document, "text").text.view() == "ä");
  CHECK(at(*document, "number").integer == -5);
  CHECK(at(*document, "number").line == 2);
  CHECK(at(*document, "fraction").kind == Value::Kind::real);
  CHECK(at(*document, "yes").boolean);
  CHECK(at(*document, "day").kind == Value::Kind::date);
  const Value& list = at(*document, "list");
  REQUIRE(list.items.size() == 2);
  CHECK(list.items[1].line == 8);
  CHECK(at(at(at(*document, "table"), "inner"), "key").kind == Value::Kind::text);
  CHECK(at(*document, "many").items.size() == 2);
  CHECK(at(*document, "many").items[1].line == 12);
}

TEST_CASE("app/document: what is refused") {
  CHECK(parse_document(std::string(kMaxDocument, '#')).has_value());
  CHECK_FALSE(parse_document(std::string(kMaxDocument + 1, '#')).has_value());
  for (const std::string_view text :
       {"a", "a =", "= 1", "[a", "a = \"", "a = 1\na = 2", "a = 01", "a = \xff", "a = \"\xed\xa0\x80\"",
        "a.b = 1\na = 2", "[[a]]\n[a]", "\x01", "a = \"\x7f\"", "a = 99999999999999999999"}) {
    CAPTURE(text);
    const auto document = parse_document(text);
    REQUIRE_FALSE(document);
    CHECK(document.error().line >= 1);
    CHECK_FALSE(document.error().text.empty());
  }
}

// The line of what the look before the parser finds; 0: nothing.
std::uint32_t screened(std::string_view text) {
  const auto failure = screen_document(text);
  return failure ? failure->line : 0;
}

TEST_CASE("app/document: the look at its nesting follows strings and comments") {
  const std::string deep(100, '[');
  for (const std::string& harmless :
       {"# " + deep, "a = \"" + deep + "\"", "a = '" + deep + "'", "a = \"\"\"\n" + deep + "\n\"\"\"",
        "a = '''" + deep + "'''", "a = \"\\\"" + deep + "\"", "a = '\\' # " + deep, "a = \"\" # " + deep,
        "a = \"\"\"x\"\"\"\"\" # " + deep}) {
    CAPTURE(harmless);
    CHECK(screened(harmless) == 0);
  }
  CHECK(screened("a = 1\n" + deep) == 2);
  CHECK(screened("a = \"\"\n" + deep) == 2);
  CHECK(screened("a = '''x'''" + deep) == 1);
  CHECK(screened("a = \"\"\"x\"\"\"\"" + deep) == 1);
  CHECK(screened("\"") == 0);
  CHECK(screened("\"\\") == 0);
  CHECK(screened("\"\"\"") == 0);
}

TEST_CASE("app/document: letters beyond ASCII stand in texts and comments alone") {
  const std::string letter = "\u00e4";  // toml++ must not be asked whether it is white space
  for (const auto& fine : std::vector<std::string>{
           "a = \"" + letter + "\"", "a = '\\" + letter + "'", "# " + letter, "\"" + letter + "\" = 1",
           "a = \"\\\\" + letter + "\"", "a = \"\"\"\n" + letter + "\\\n  x\"\"\"", "\ufeffa = 1"}) {
    CAPTURE(fine);
    CHECK(screened(fine) == 0);
    CHECK(parse_document(fine).has_value());
  }
  for (const auto& bad : std::vector<std::string>{
           "\n" + letter + " = 1", "\na" + letter + " = 1", "\n[" + letter + "]", "\na = " + letter,
           "\na = 1" + letter, "a = 1\n\u00a0b = 2", "\na = \"\\" + letter + "\"",
           "\na = \"\"\"x\\\n \n" + letter + "\"\"\"", "\na = \"\"\"\\ " + letter + "\"\"\""}) {
    CAPTURE(bad);
    CHECK(screened(bad) == 2);
    const auto document = parse_document(bad);
    REQUIRE_FALSE(document);
    CHECK(document.error().text.find("ASCII") != std::string::npos);
    CHECK(document.error().text.find(letter) == std::string::npos);
  }
}
