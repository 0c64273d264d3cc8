#include "simnode/json_text.hpp"
#include "simnode/xpub.hpp"
#include "vectors/vectors.hpp"
#include "wire/address.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::simnode {

TEST_CASE("simnode/json_text: amounts are written as Go writes them") {
  struct Row {
    std::int64_t atoms;
    const char* text;
  };
  for (const Row& row :
       {Row{0, "0"}, Row{18, "1.8e-7"}, Row{1, "1e-8"}, Row{10, "1e-7"}, Row{100, "0.000001"},
        Row{20000, "0.0002"}, Row{55636519, "0.55636519"}, Row{500000000, "5"}, Row{499994950, "4.9999495"},
        Row{8388373461, "83.88373461"}, Row{-150, "-0.0000015"}}) {
    CHECK(amount_text(row.atoms) == row.text);
  }
}

TEST_CASE("simnode/json_text: commas, nesting and escapes") {
  JsonText j;
  j.open_object().member("a", 1).key("b").open_array().value("x\"\\\n\x01").value(true).null().close_array();
  j.key("c").open_object().close_object().member("d", Amount{20000}).close_object();
  CHECK(j.text() == R"({"a":1,"b":["x\"\\\n\u0001",true,null],"c":{},"d":0.0002})");
}

TEST_CASE("simnode/xpub: finds the addresses of an account without its secret") {
  std::size_t seen = 0;
  vectors::for_each_case("hd.json", [&](const vectors::Object& one) {
    if (vectors::text(one, "kind") != "derive") {
      return;
    }
    const auto& network = vectors::network(one);
    auto account = AccountXpub::parse(vectors::text(one, "account_xpub"), network);
    REQUIRE(account);
    for (const auto& branch_entry : vectors::array(one, "branches")) {
      const auto& branch = branch_entry.as_object();
      for (const auto& entry : vectors::array(branch, "keys")) {
        const auto& row = entry.as_object();
        const wire::Payee payee = account->payee(vectors::number<std::uint32_t>(branch, "branch"),
                                                 vectors::number<std::uint32_t>(row, "index"));
        CHECK(wire::encode_address(payee, network) == vectors::text(row, "address"));
        ++seen;
      }
    }
  });
  CHECK(seen > 100);
}

}  // namespace dcrvoter::simnode
