#include "status/html.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter::status;

TEST_CASE("status/html: escapes what somebody else wrote, and cuts it") {
  Html html;
  html << "<b>";
  html.text("<a href=\"x\">'&'") << "</b>" << std::uint64_t{7};
  CHECK(html.take() == "<b>&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;</b>7");
  CHECK(Html().text("abcdef", 4).take() == "abc…");
  CHECK(Html().text("a\nb\x7f\xc3\xa9").take() == "a?b???");
}

TEST_CASE("status/html: numbers as people read them") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1,000");
  CHECK(grouped(1'062'114) == "1,062,114");
  CHECK(short_coins(0) == "0");
  CHECK(short_coins(24'512'345'678) == "245.12");
  CHECK(short_coins(123'456'700'000'000) == "1,234,567.00");
  CHECK(short_coins(100) == "0.00000100");
  CHECK(short_coins(1'000'000) == "0.01");
  CHECK(short_duration(0) == "0 s");
  CHECK(short_duration(89) == "89 s");
  CHECK(short_duration(90) == "2 min");
  CHECK(short_duration(5'400) == "2 h");
  CHECK(short_duration(129'600) == "2 days");
  CHECK(latency_text(400) == "0.4 ms");
  CHECK(latency_text(3'100) == "3.1 ms");
  CHECK(latency_text(99'600) == "100 ms");
  CHECK(latency_text(2'500'000) == "2.5 s");
  CHECK(bytes_text(11'400'000) == "11 MB");
  CHECK(bytes_text(28'400'000'000) == "28.4 GB");
}
