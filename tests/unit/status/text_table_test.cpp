#include "status/text_table.hpp"

#include "samples.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;

TEST_CASE("status/text_table: columns as wide as their widest cell, by characters") {
  TextTable table({"a", "bb", "c"});
  table.add({"1234…", "x", ""});
  table.add({"", "", "end"});
  CHECK(table.to_string() ==
        "a      bb  c\n"
        "1234…  x\n"
        "           end\n");
}

TEST_CASE("status/text_table: the last column gives way at the line's width") {
  TextTable table({"a", "b"});
  table.add({"1", std::string(96, 'x')});
  table.add({"1", std::string(97, 'x')});
  table.add({"1", std::string(98, 'x')});
  table.add({"1", "…" + std::string(97, 'x')});
  CHECK(table.to_string() == "a  b\n1  " + std::string(96, 'x') + "\n1  " + std::string(97, 'x') + "\n1  " +
                                 std::string(96, 'x') + "…\n1  …" + std::string(95, 'x') + "…\n");
}

TEST_CASE("status/text_table: short words") {
  CHECK(short_hash(samples::counted(0x1f)) == "1f1f1e1d…");
  CHECK(count_text(1, "call") == "1 call");
  CHECK(count_text(0, "call") == "0 calls");
  CHECK(coins_text(0) == "0.00000000");
  CHECK(coins_text(1) == "0.00000001");
  CHECK(coins_text(20'012'345'678) == "200.12345678");
  CHECK(coins_text(vote::kMaxAtoms) == "21000000.00000000");
}
