#include "core/result.hpp"

#include <doctest/doctest.h>

#include <set>

namespace dcrvoter::core {
namespace {

TEST_CASE("core/result: every kind of error has a name of its own") {
  std::set<std::string> names;
  const int last = static_cast<int>(Errc::io);
  for (int kind = 0; kind <= last; ++kind) {
    names.insert(to_string(static_cast<Errc>(kind)));
  }
  CHECK(names.size() == static_cast<std::size_t>(last) + 1);
  CHECK(!names.contains("unknown"));
}

TEST_CASE("core/result: fail makes an error of any result") {
  const Result<int> failed = fail(Errc::refused, "no");
  REQUIRE(!failed);
  CHECK(failed.error() == Error{Errc::refused, "no"});
}

}  // namespace
}  // namespace dcrvoter::core
