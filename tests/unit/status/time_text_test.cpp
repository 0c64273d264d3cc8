#include "status/time_text.hpp"

#include "hex.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace dcrvoter;
using namespace dcrvoter::status;

TEST_CASE("status/time_text: RFC 3339 there and back") {
  const struct {
    vote::UnixMillis at;
    const char* text;
  } rows[] = {{1, "1970-01-01T00:00:00.001Z"},
              {951'782'400'000, "2000-02-29T00:00:00.000Z"},
              {1'795'463'601'042, "2026-11-23T19:53:21.042Z"},
              {kLastMoment, "9999-12-31T23:59:59.999Z"}};
  for (const auto& row : rows) {
    CAPTURE(row.text);
    CHECK(rfc3339(row.at) == row.text);
    CHECK(testing::ok(parse_rfc3339(row.text)) == row.at);
  }
}

TEST_CASE("status/time_text: what no calendar holds is not known") {
  for (const vote::UnixMillis at :
       {vote::UnixMillis{0}, vote::UnixMillis{-1}, kLastMoment + 1,
        std::numeric_limits<vote::UnixMillis>::max(), std::numeric_limits<vote::UnixMillis>::min()}) {
    CAPTURE(at);
    CHECK(rfc3339(at).empty());
    CHECK(minute_text(at) == "-");
  }
}

TEST_CASE("status/time_text: refuses every other form") {
  for (const char* text : {"", "2026-11-23T19:53:21Z", "2026-11-23T19:53:21.042", "2026-11-23T19:53:21.042z",
                           "2026-11-23 19:53:21.042Z", "2026-11-23T19:53:21.042+00:00",
                           "2026-02-29T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-00-01T00:00:00.000Z",
                           "2026-11-31T00:00:00.000Z", "2026-11-23T24:00:00.000Z", "2026-11-23T23:60:00.000Z",
                           "2026-11-23T23:59:60.000Z", "1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z",
                           "+026-11-23T19:53:21.042Z", "2026-11-23T19:53:21.0420Z"}) {
    CAPTURE(text);
    CHECK(testing::kind_of(parse_rfc3339(text)) == core::Errc::malformed);
  }
}

TEST_CASE("status/time_text: durations in one unit") {
  CHECK(duration_text(0) == "0 seconds");
  CHECK(duration_text(1) == "1 second");
  CHECK(duration_text(89) == "89 seconds");
  CHECK(duration_text(90) == "2 minutes");
  CHECK(duration_text(300) == "5 minutes");
  CHECK(duration_text(256 * 300) == "21 hours");
  CHECK(duration_text(36 * 3600) == "2 days");
  CHECK(duration_text(142 * 86400) == "142 days");
  CHECK(minute_text(1'795'463'601'042) == "2026-11-23 19:53");
}

TEST_CASE("status/time_text: a time as HTTP has it") {
  CHECK(http_date(784'111'777'000) == "Sun, 06 Nov 1994 08:49:37 GMT");  // the example of RFC 9110
  CHECK(http_date(1'709'210'096'999) == "Thu, 29 Feb 2024 12:34:56 GMT");
  CHECK(http_date(kLastMoment) == "Fri, 31 Dec 9999 23:59:59 GMT");
  CHECK(http_date(0).empty());
  CHECK(http_date(kLastMoment + 1).empty());
}
