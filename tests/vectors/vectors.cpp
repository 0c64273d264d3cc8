#include "vectors/vectors.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace dcrvoter::vectors {
namespace {

std::string path_of(const char* variable, const char* compiled_in, std::string_view file) {
  const char* folder = std::getenv(variable);
  return std::string(folder != nullptr && *folder != '\0' ? folder : compiled_in) + "/" + std::string(file);
}

std::ifstream open(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot open " + path);
  }
  return in;
}

/// object.at(key), with the key in the exception's text.
const boost::json::value& member(const Object& object, std::string_view key) {
  const boost::json::value* value = object.if_contains(key);
  if (value == nullptr) {
    throw std::out_of_range("there is no member " + std::string(key));
  }
  return *value;
}

template <class T>
T value_or_throw(core::Result<T> result) {
  if (!result) {
    throw std::invalid_argument(result.error().text);
  }
  return std::move(*result);
}

}  // namespace

Object load(std::string_view file) {
  std::ostringstream text;
  text << open(path_of("DCRVOTER_VECTORS", DCRVOTER_SOURCE_VECTORS, file)).rdbuf();
  return boost::json::parse(text.str()).as_object();
}

void for_each_case(std::string_view file, const std::function<void(const Object&)>& check) {
  const Object whole = load(file);
  const boost::json::array& cases = array(whole, "cases");
  std::size_t run = 0;
  for (const boost::json::value& entry : cases) {
    const Object& one = entry.as_object();
    const std::string name = has(one, "name") ? text(one, "name") : std::string();
    CAPTURE(file);
    CAPTURE(run);
    CAPTURE(name);
    check(one);
    ++run;
  }
  CAPTURE(file);
  CHECK(run > 0);
  CHECK(run == unsigned_integer(whole, "count"));
}

std::vector<Object> fixture_lines(std::string_view file) {
  std::ifstream in = open(path_of("DCRVOTER_FIXTURES", DCRVOTER_SOURCE_FIXTURES, file));
  std::vector<Object> lines;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) {
      lines.push_back(boost::json::parse(line).as_object());
    }
  }
  CAPTURE(file);
  REQUIRE(!lines.empty());
  return lines;
}

bool has(const Object& object, std::string_view key) {
  return object.contains(key);
}

std::string text(const Object& object, std::string_view key) {
  const boost::json::string* value = member(object, key).if_string();
  if (value == nullptr) {
    throw std::invalid_argument(std::string(key) + " is no string");
  }
  return std::string(*value);
}

bool boolean(const Object& object, std::string_view key) {
  return member(object, key).as_bool();
}

std::int64_t integer(const Object& object, std::string_view key) {
  return member(object, key).as_int64();
}

std::uint64_t unsigned_integer(const Object& object, std::string_view key) {
  const boost::json::value& value = member(object, key);
  if (value.is_uint64()) {
    return value.as_uint64();
  }
  if (value.as_int64() < 0) {
    throw std::out_of_range(std::string(key) + " is negative");
  }
  return static_cast<std::uint64_t>(value.as_int64());
}

core::Bytes bytes(const Object& object, std::string_view key) {
  return from_hex(text(object, key));
}

core::Hash hash(const Object& object, std::string_view key) {
  return from_hash_string(text(object, key));
}

const Object& object(const Object& object, std::string_view key) {
  return member(object, key).as_object();
}

const boost::json::array& array(const Object& object, std::string_view key) {
  return member(object, key).as_array();
}

const wire::Network& network(const Object& object, std::string_view key) {
  const auto id = wire::network_id(text(object, key));
  if (!id) {
    throw std::invalid_argument("there is no such network");
  }
  return wire::network(*id);
}

core::Bytes from_hex(std::string_view text) {
  return value_or_throw(core::from_hex(text));
}

core::Hash from_hash_string(std::string_view text) {
  return value_or_throw(core::Hash::from_string(text));
}

}  // namespace dcrvoter::vectors
