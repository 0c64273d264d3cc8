#include "alert/url.hpp"

#include <doctest/doctest.h>

using dcrvoter::alert::fail_target;
using dcrvoter::alert::parse_url;

TEST_CASE("alert/url: what a URL says") {
  const auto ping = parse_url("https://hc-ping.com/5f1e-22");
  REQUIRE(ping.has_value());
  CHECK(ping->tls);
  CHECK(ping->to.host == "hc-ping.com");
  CHECK(ping->to.port == 443);
  CHECK(ping->target == "/5f1e-22");
  CHECK(ping->host == "hc-ping.com");
  const auto plain = parse_url("http://[2001:db8::1]:8080?a=b#part");
  REQUIRE(plain.has_value());
  CHECK_FALSE(plain->tls);
  CHECK(plain->to.host == "2001:db8::1");
  CHECK(plain->to.port == 8080);
  CHECK(plain->target == "/?a=b");
  CHECK(plain->host == "[2001:db8::1]:8080");
  CHECK(parse_url("http://box").value().target == "/");
  CHECK(parse_url("https://box:80/x").value().host == "box:80");
  CHECK(parse_url("http://box:80/x").value().host == "box");
}

TEST_CASE("alert/url: an error shows nothing of the URL") {
  for (const char* bad :
       {"", "ftp://secret/tok3n", "https://", "https:///tok3n", "https://secret:99999/tok3n",
        "https://user:tok3n@secret/x", "http://secret/tok3 n", "https://secret/t\r\nHost: x"}) {
    const auto url = parse_url(bad);
    REQUIRE_MESSAGE(!url.has_value(), bad);
    CHECK(url.error().text.find("tok3") == std::string::npos);
    CHECK(url.error().text.find("secret") == std::string::npos);
  }
}

TEST_CASE("alert/url: healthchecks.io's path for a failure") {
  CHECK(fail_target("/5f1e-22") == "/5f1e-22/fail");
  CHECK(fail_target("/5f1e-22/") == "/5f1e-22/fail");
  CHECK(fail_target("/") == "/fail");
  CHECK(fail_target("/ping?key=a/b") == "/ping/fail?key=a/b");
}
