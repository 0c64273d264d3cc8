#include "core/digest.hpp"
#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

namespace dcrvoter::vectors {
namespace {

core::Bytes message_of(const Object& one) {
  if (has(one, "message")) {
    return bytes(one, "message");
  }
  const Object& rule = object(one, "rule");
  const auto factor = unsigned_integer(rule, "mul");
  const auto addend = unsigned_integer(rule, "add");
  core::Bytes message(static_cast<std::size_t>(unsigned_integer(rule, "length")));
  for (std::size_t i = 0; i < message.size(); ++i) {
    message[i] = static_cast<std::uint8_t>(factor * i + addend + (i >> 8U));
  }
  return message;
}

TEST_CASE("vectors/blake256: every message has its digest, in one piece and in chunks") {
  for_each_case("blake256.json", [](const Object& one) {
    const core::Bytes message = message_of(one);
    const std::string digest = text(one, "digest");
    CHECK(core::to_hex(core::blake256(message).bytes) == digest);
    if (!has(one, "chunks")) {
      return;
    }
    core::Blake256 hasher;
    core::ByteView rest = message;
    for (const auto& chunk : array(one, "chunks")) {
      const auto length = static_cast<std::size_t>(chunk.as_int64());
      hasher.update(rest.first(length));
      rest = rest.subspan(length);
    }
    CHECK(rest.empty());
    CHECK(core::to_hex(hasher.finish().bytes) == digest);
  });
}

}  // namespace
}  // namespace dcrvoter::vectors
