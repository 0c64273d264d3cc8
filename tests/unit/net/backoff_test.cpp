#include "net/backoff.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace dcrvoter::net {
namespace {

using namespace std::chrono_literals;
using Cause = Backoff::Cause;
constexpr std::uint32_t kMost = std::numeric_limits<std::uint32_t>::max();

TEST_CASE("net/backoff: an unreachable node is tried every 0.25 to 0.75 s, for ever") {
  Backoff backoff;
  for (int i = 0; i < 100; ++i) {
    CHECK(backoff.next(Cause::unreachable, 0) == 250ms);
    CHECK(backoff.next(Cause::unreachable, kMost / 2) == 500ms);
    CHECK(backoff.next(Cause::unreachable, kMost) == 750ms);
  }
}

TEST_CASE("net/backoff: a wrong configuration is tried ever less, at least every 30 s") {
  Backoff backoff;
  for (const auto most : {1000ms, 2000ms, 4000ms, 8000ms, 16000ms, 30000ms, 30000ms, 30000ms}) {
    Backoff twin = backoff;
    CHECK(twin.next(Cause::misconfigured, 0) == most / 2);
    CHECK(backoff.next(Cause::misconfigured, kMost) == most);
  }
  SUBCASE("until it is mended") {
    backoff.reset();
  }
  SUBCASE("or the node was away meanwhile") {
    CHECK(backoff.next(Cause::unreachable, 0) == 250ms);
  }
  CHECK(backoff.next(Cause::misconfigured, kMost) == 1000ms);
}

TEST_CASE("net/backoff: which errors only another configuration mends") {
  using core::Errc;
  for (const Errc kind : {Errc::unauthorized, Errc::untrusted, Errc::wrong_network}) {
    CHECK(Backoff::cause_of(kind) == Cause::misconfigured);
  }
  for (const Errc kind :
       {Errc::refused, Errc::timed_out, Errc::closed, Errc::io, Errc::not_found, Errc::malformed}) {
    CHECK(Backoff::cause_of(kind) == Cause::unreachable);
  }
}

}  // namespace
}  // namespace dcrvoter::net
