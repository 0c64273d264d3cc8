// What the documents for owners have to list completely.
#include "status/judgement.hpp"
#include "vote/record.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

using namespace dcrvoter;

namespace {

std::string document(const std::string& name) {
  std::ifstream in(std::string(DCRVOTER_SOURCE_DOCS) + "/" + name, std::ios::binary);
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("status/documents: docs/operating.md has a row for each reason and each cause of a miss") {
  const std::string text = document("operating.md");
  for (const std::string_view name : status::kReasonNames) {
    CAPTURE(name);
    CHECK(text.find("\n| `" + std::string(name) + "` |") != std::string::npos);
  }
  for (auto cause = static_cast<int>(vote::MissCause::none) + 1;; ++cause) {
    const std::string_view words = to_string(static_cast<vote::MissCause>(cause));
    CAPTURE(words);
    CHECK(text.find("\n| " + std::string(words) + " |") != std::string::npos);
    if (static_cast<vote::MissCause>(cause) == vote::MissCause::left_out) {
      break;
    }
  }
}
