#include "status/http_message.hpp"

#include "hex.hpp"

#include <doctest/doctest.h>

using namespace dcrvoter;
using namespace dcrvoter::status;
using Progress = HttpRequest::Progress;

TEST_CASE("status/http_message: a request, in one piece and in many") {
  const std::string bytes = "GET /a?b=c HTTP/1.1\r\nHost: x\r\nX-More: y\r\n\r\n";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    CAPTURE(piece);
    HttpRequest request;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      CHECK(request.progress() == Progress::incomplete);
      request.feed(std::string_view(bytes).substr(at, piece));
    }
    CHECK(request.progress() == Progress::complete);
    CHECK(request.method() == "GET");
    CHECK(request.target() == "/a?b=c");
    CHECK(request.end() == Progress::complete);
  }
}

TEST_CASE("status/http_message: what follows the request counts for nothing") {
  HttpRequest request;
  CHECK(request.feed("HEAD / HTTP/1.0\r\n\r\nGET /secret HTTP/1.1\r\n\r\n") == Progress::complete);
  CHECK(request.feed("more") == Progress::complete);
  CHECK(request.method() == "HEAD");
  CHECK(request.target() == "/");
}

TEST_CASE("status/http_message: the limit is exact") {
  const std::string start = "GET / HTTP/1.1\r\nA: ";
  const std::string end = "\r\n\r\n";
  const std::string fits = start + std::string(HttpRequest::kMostHead - start.size() - end.size(), 'a') + end;
  HttpRequest request;
  CHECK(request.feed(fits) == Progress::complete);
  HttpRequest longer;
  CHECK(longer.feed(std::string(fits).insert(start.size(), "a")) == Progress::refused);
  CHECK(longer.refusal().status == 431);
  HttpRequest endless;
  for (std::size_t i = 0; i <= HttpRequest::kMostHead; ++i) {
    endless.feed("a");
  }
  CHECK(endless.progress() == Progress::refused);
  CHECK(endless.refusal().status == 431);
}

TEST_CASE("status/http_message: refusals") {
  const struct {
    const char* bytes;
    unsigned status;
  } rows[] = {{"\r\n\r\n", 400},
              {"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400},
              {"GET  / HTTP/1.1\r\n\r\n", 400},
              {"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400},
              {"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400},
              {"GET / HTTP/1.1\r\nContent-Length: 1\r\n\r\n", 413},
              {"GET / HTTP/1.1\r\nContent-Length: 99999999999999\r\n\r\n", 413},
              {"HEAD / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 413}};
  for (const auto& row : rows) {
    CAPTURE(row.bytes);
    HttpRequest request;
    CHECK(request.feed(row.bytes) == Progress::refused);
    CHECK(request.refusal().status == row.status);
  }
  HttpRequest half;
  half.feed("GET / HT");
  CHECK(half.end() == Progress::refused);
  CHECK(half.refusal().status == 400);
}

TEST_CASE("status/http_message: an answer's bytes, and back") {
  const HttpAnswer answer{404, {{"Content-Type", "text/plain"}}, "no\n"};
  CHECK(to_bytes(answer, false) ==
        "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: "
        "3\r\n\r\nno\n");
  CHECK(
      to_bytes(answer, true) ==
      "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 3\r\n\r\n");
  const HttpAnswer back = testing::ok(parse_answer(to_bytes(answer, false)));
  CHECK(back.status == 404);
  CHECK(back.headers[0] == answer.headers[0]);
  CHECK(back.body == answer.body);
  const HttpAnswer large{200, {}, std::string(std::size_t{9} << 20, 'x')};
  CHECK(testing::ok(parse_answer(to_bytes(large, false))).body == large.body);
}
