/// Reads the golden cases (tests/vectors/*.json) and the recorded frames (tests/fixtures/*.jsonl).
/// Another folder is read when DCRVOTER_VECTORS or DCRVOTER_FIXTURES names one. Integers stay
/// exact up to 2^64-1: Boost.JSON holds them as int64 or uint64, and a double is refused here.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"
#include "wire/network.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::vectors {

using Object = boost::json::object;

/// Calls `check` with each case of `file` ("txs.json"), its index and name captured for doctest.
/// Fails the test when there is no case, or another number than the file's `count`.
void for_each_case(std::string_view file, const std::function<void(const Object&)>& check);
/// A whole file, for those with more than cases (seed_words.json).
[[nodiscard]] Object load(std::string_view file);
/// The lines of `file` ("votes.jsonl"), each parsed. Fails the test when there is none.
[[nodiscard]] std::vector<Object> fixture_lines(std::string_view file);

// Members of an object. All of them throw, and so fail the test, when the member is absent (but
// for `has`) or of another type.
[[nodiscard]] bool has(const Object& object, std::string_view key);
[[nodiscard]] std::string text(const Object& object, std::string_view key);
[[nodiscard]] bool boolean(const Object& object, std::string_view key);
[[nodiscard]] std::int64_t integer(const Object& object, std::string_view key);
[[nodiscard]] std::uint64_t unsigned_integer(const Object& object, std::string_view key);
[[nodiscard]] core::Bytes bytes(const Object& object, std::string_view key);  ///< from hex
[[nodiscard]] core::Hash hash(const Object& object, std::string_view key);    ///< from a hash string
[[nodiscard]] const Object& object(const Object& object, std::string_view key);
[[nodiscard]] const boost::json::array& array(const Object& object, std::string_view key);
[[nodiscard]] const wire::Network& network(const Object& object, std::string_view key = "net");

/// from_hex and Hash::from_string for tests: throw instead of an error.
[[nodiscard]] core::Bytes from_hex(std::string_view text);
[[nodiscard]] core::Hash from_hash_string(std::string_view text);

/// An unsigned member as a narrower type, checked.
template <class Integer>
[[nodiscard]] Integer number(const Object& object, std::string_view key) {
  const std::uint64_t value = unsigned_integer(object, key);
  const auto narrow = static_cast<Integer>(value);
  if (static_cast<std::uint64_t>(narrow) != value) {
    throw std::out_of_range(std::string(key) + " does not fit");
  }
  return narrow;
}

}  // namespace dcrvoter::vectors
