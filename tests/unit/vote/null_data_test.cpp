#include "vote/null_data.hpp"

#include "hex.hpp"

namespace dcrvoter::vote {
namespace {

using testing::unhex;

core::Bytes filled(std::string_view head, std::size_t count) {
  core::Bytes script = unhex(head);
  script.resize(script.size() + count, 0xab);
  return script;
}

// dcrd: blockchain/stake/staketx_test.go (TestIsNullDataScript) has the same borders.
TEST_CASE("vote/null_data: OP_RETURN and at most one push of at most 256 bytes") {
  CHECK(is_null_data(unhex("6a")));
  CHECK(is_null_data(unhex("6a00")));
  CHECK(is_null_data(unhex("6a51")));
  CHECK(is_null_data(unhex("6a60")));
  CHECK(is_null_data(filled("6a4b", 75)));
  CHECK(is_null_data(filled("6a4c00", 0)));
  CHECK(is_null_data(filled("6a4cff", 255)));
  CHECK(is_null_data(filled("6a4d0001", 256)));
  CHECK(is_null_data(filled("6a4e00010000", 256)));
  CHECK(!is_null_data(filled("6a4d0101", 257)));
  CHECK(!is_null_data(filled("6a4e01010000", 257)));
  CHECK(!is_null_data({}));
  CHECK(!is_null_data(unhex("76")));
  CHECK(!is_null_data(unhex("6a4f")));  // OP_1NEGATE
  CHECK(!is_null_data(unhex("6a50")));
  CHECK(!is_null_data(unhex("6a61")));
  CHECK(!is_null_data(unhex("6a6a")));
  CHECK(!is_null_data(unhex("6a5151")));
  CHECK(!is_null_data(unhex("6a4effffffff")));
}

TEST_CASE("vote/null_data: a push cut or followed by anything is none") {
  for (const core::Bytes& script :
       {filled("6a4b", 75), filled("6a4c50", 80), filled("6a4d0001", 256), filled("6a4e00010000", 256)}) {
    for (std::size_t size = 2; size < script.size(); ++size) {
      CAPTURE(size);
      CHECK(!is_null_data(core::ByteView(script).first(size)));
    }
    core::Bytes longer = script;
    longer.push_back(0);
    CHECK(!is_null_data(longer));
  }
}

}  // namespace
}  // namespace dcrvoter::vote
