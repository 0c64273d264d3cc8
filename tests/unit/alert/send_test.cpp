#include "alert/send.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using alert::judge_answer;
using alert::Request;
using alert::request_bytes;

TEST_CASE("alert/send: the bytes of both kinds") {
  Request request{.url = alert::parse_url("https://example.org/ping/1?a=b").value(),
                  .roots = {},
                  .clock_is_synchronised = {},
                  .post = {}};
  CHECK(request_bytes(request) ==
        "GET /ping/1?a=b HTTP/1.1\r\nHost: example.org\r\nUser-Agent: dcrvoter\r\nAccept: */*\r\n"
        "Connection: close\r\n\r\n");
  request.has_body = true;
  request.post = {"text/plain", {{"Title", "a"}}, "words"};
  CHECK(request_bytes(request) ==
        "POST /ping/1?a=b HTTP/1.1\r\nHost: example.org\r\nUser-Agent: dcrvoter\r\nAccept: */*\r\n"
        "Connection: close\r\nTitle: a\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nwords");
}

TEST_CASE("alert/send: only 2xx is a success") {
  CHECK(judge_answer("HTTP/1.1 200 OK\r\n\r\n").has_value());
  CHECK(judge_answer("HTTP/1.0 204\r\n\r\n").has_value());
  for (const char* bad :
       {"", "HTTP/1.1", "HTTP/1.1 20", "HTTP/2 200 OK", "SSH-2.0-x\r\n", "HTTP/1.1 2x0 \r\n"}) {
    const auto judged = judge_answer(bad);
    REQUIRE_FALSE(judged.has_value());
    CHECK(judged.error().kind == core::Errc::malformed);
  }
  CHECK(judge_answer("HTTP/1.1 404 Not Found\r\n\r\n").error().text == "it answers with HTTP status 404");
  CHECK(judge_answer("HTTP/1.1 301 Moved\r\nLocation: http://elsewhere/\r\n\r\n").error().text ==
        "it answers with HTTP status 301, which leads elsewhere and is not followed: give the final URL");
}
