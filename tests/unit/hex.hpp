/// For tests: bytes and hashes from text, and as text in doctest's messages.
#pragma once

#include "core/bytes.hpp"
#include "core/hash.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace dcrvoter::testing {

/// The value, or an exception with the error's text, which fails the test.
template <class T>
[[nodiscard]] T ok(core::Result<T> result) {
  if (!result) {
    throw std::runtime_error(result.error().text);
  }
  return std::move(*result);
}

[[nodiscard]] inline core::Bytes unhex(std::string_view text) {
  return ok(core::from_hex(text));
}

[[nodiscard]] inline core::Hash hash_of(std::string_view text) {
  return ok(core::Hash::from_string(text));
}

/// The kind of an error that must be there.
template <class T>
[[nodiscard]] core::Errc kind_of(const core::Result<T>& result) {
  if (result) {
    throw std::runtime_error("an error was expected");
  }
  return result.error().kind;
}

}  // namespace dcrvoter::testing

template <>
struct doctest::StringMaker<dcrvoter::core::Bytes> {
  static String convert(const dcrvoter::core::Bytes& bytes) { return dcrvoter::core::to_hex(bytes).c_str(); }
};
template <>
struct doctest::StringMaker<dcrvoter::core::Hash> {
  static String convert(const dcrvoter::core::Hash& hash) { return hash.to_string().c_str(); }
};
template <>
struct doctest::StringMaker<dcrvoter::core::Hash160> {
  static String convert(const dcrvoter::core::Hash160& hash) {
    return dcrvoter::core::to_hex(hash.bytes).c_str();
  }
};
template <>
struct doctest::StringMaker<dcrvoter::core::Errc> {
  static String convert(dcrvoter::core::Errc kind) { return dcrvoter::core::to_string(kind); }
};
