#include "net/record_watch.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>

namespace dcrvoter::net {
namespace {

core::Bytes record(std::uint8_t type, const core::Bytes& body) {
  core::Bytes bytes{type, 3, 3, static_cast<std::uint8_t>(body.size() >> 8U),
                    static_cast<std::uint8_t>(body.size())};
  bytes.insert(bytes.end(), body.begin(), body.end());
  return bytes;
}

TEST_CASE("net/record_watch: finds a clear alert between records, in any pieces") {
  core::Bytes bytes = record(22, core::Bytes(300, 21));
  for (const core::Bytes& more :
       {record(22, {}), record(20, {1}), record(21, core::Bytes(30, 2)), record(21, {2, 48})}) {
    bytes.insert(bytes.end(), more.begin(), more.end());
  }
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    RecordWatch watch;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      CHECK(!watch.alert());
      watch.saw(core::ByteView(bytes).subspan(at, std::min(piece, bytes.size() - at)));
    }
    CHECK(watch.alert() == 48);
    CHECK(!watch.saw_http());
  }
}

TEST_CASE("net/record_watch: an encrypted alert says nothing") {
  RecordWatch watch;
  watch.saw(record(21, core::Bytes(26, 2)));
  CHECK(!watch.alert());
}

TEST_CASE("net/record_watch: tells an alert before the hellos from one after") {
  RecordWatch watch;
  watch.saw(record(21, {2, 40}));
  CHECK(!watch.saw_handshake());
  watch.saw(record(22, core::Bytes(80, 2)));
  CHECK(watch.saw_handshake());
}

TEST_CASE("net/record_watch: knows an HTTP answer by its first bytes") {
  constexpr std::string_view kAnswer = "HTTP/1.1 400 Bad Request";
  const core::ByteView bytes(reinterpret_cast<const std::uint8_t*>(kAnswer.data()), kAnswer.size());
  RecordWatch watch;
  watch.saw(bytes.first(4));
  CHECK(!watch.saw_http());
  watch.saw(bytes.subspan(4));
  CHECK(watch.saw_http());
}

}  // namespace
}  // namespace dcrvoter::net
