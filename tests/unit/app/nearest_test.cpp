#include "app/nearest.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace dcrvoter::app;

TEST_CASE("app/nearest: finds what was meant, and nothing when nothing is near") {
  constexpr std::array<std::string_view, 5> known{"address", "user", "password", "password_file", "pin"};
  CHECK(nearest("adress", known) == "address");
  CHECK(nearest("adderss", known) == "address");
  CHECK(nearest("pasword_file", known) == "password_file");
  CHECK(nearest("usr", known) == "user");
  CHECK(nearest("ip", known).empty());
  CHECK(nearest("x", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(nearest("certificate", known).empty());
  CHECK(nearest(std::string(10'000, 'p'), known).empty());
  CHECK(nearest("user", {}).empty());
}

TEST_CASE("app/nearest: shown text has no control characters, a limit, and whole characters") {
  CHECK(in_quotes("a\x1b[0mb\n") == "\"a?[0mb?\"");
  CHECK(in_quotes("abcdef", 3) == "\"abc…\"");
  CHECK(in_quotes("aüb", 2) == "\"a…\"");
  CHECK(in_quotes("aüb", 3) == "\"aü…\"");
  CHECK(in_quotes("€", 1) == "\"…\"");
  CHECK(in_quotes("") == "\"\"");
}

TEST_CASE("app/nearest: lists read like a sentence") {
  constexpr std::array<std::string_view, 3> three{"a", "b", "c"};
  CHECK(list_of(three) == "\"a\", \"b\" or \"c\"");
  CHECK(list_of(std::span(three).first(1)) == "\"a\"");
  CHECK(list_of({}).empty());
}
