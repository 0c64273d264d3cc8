#include "node/json_access.hpp"

#include <fmt/format.h>

namespace dcrvoter::node {

using core::Errc;
using core::fail;
using core::Result;

namespace {

/// Far beyond all that there will be, and fit for what counts with it.
constexpr std::uint32_t kMostHeight = 0x7fffffff;

std::string_view kind_name(json::kind kind) {
  switch (kind) {
    case json::kind::null: return "null";
    case json::kind::bool_: return "a boolean";
    case json::kind::int64:
    case json::kind::uint64: return "an integer";
    case json::kind::double_: return "a fraction";
    case json::kind::string: return "a string";
    case json::kind::array: return "an array";
    case json::kind::object: return "an object";
  }
  return "something else";
}

}  // namespace

std::unexpected<core::Error> JsonAt::wrong(std::string_view expected) const {
  return fail(Errc::malformed,
              fmt::format("{}: expected {}, found {}", path_, expected, kind_name(value_->kind())));
}

Result<JsonAt> JsonAt::field(std::string_view name) const {
  const auto* object = value_->if_object();
  if (object == nullptr) {
    return wrong("an object");
  }
  const auto* found = object->if_contains(json::string_view(name.data(), name.size()));
  if (found == nullptr) {
    return fail(Errc::malformed, fmt::format("{}: the field '{}' is missing", path_, name));
  }
  return JsonAt(*found, fmt::format("{}.{}", path_, name));
}

Result<JsonAt> JsonAt::element(std::size_t index) const {
  auto items = array();
  if (!items) {
    return std::unexpected(items.error());
  }
  if (index >= (*items)->size()) {
    return fail(Errc::malformed,
                fmt::format("{}: has {} elements, number {} is missing", path_, (*items)->size(), index));
  }
  return JsonAt((**items)[index], fmt::format("{}[{}]", path_, index));
}

Result<const json::array*> JsonAt::array() const {
  const auto* items = value_->if_array();
  if (items == nullptr) {
    return wrong("an array");
  }
  return items;
}

Result<std::string_view> JsonAt::string() const {
  const auto* text = value_->if_string();
  if (text == nullptr) {
    return wrong("a string");
  }
  return std::string_view(text->data(), text->size());
}

Result<bool> JsonAt::boolean() const {
  const auto* flag = value_->if_bool();
  if (flag == nullptr) {
    return wrong("a boolean");
  }
  return *flag;
}

Result<std::int64_t> JsonAt::integer(std::int64_t least, std::int64_t most) const {
  boost::system::error_code ec;
  const auto number = value_->is_number() ? value_->to_number<std::int64_t>(ec) : 0;
  if (!value_->is_number() || ec) {
    return wrong("an integer");
  }
  if (number < least || number > most) {
    return fail(Errc::out_of_range,
                fmt::format("{}: {} is not between {} and {}", path_, number, least, most));
  }
  return number;
}

Result<std::uint32_t> JsonAt::height() const {
  auto number = integer(0, kMostHeight);
  if (!number) {
    return std::unexpected(number.error());
  }
  return static_cast<std::uint32_t>(*number);
}

Result<core::Hash> JsonAt::hash() const {
  auto text = string();
  if (!text) {
    return std::unexpected(text.error());
  }
  auto parsed = core::Hash::from_string(*text);
  if (!parsed) {
    return fail(parsed.error().kind, path_ + ": " + parsed.error().text);
  }
  return parsed;
}

Result<core::Bytes> JsonAt::hex() const {
  auto text = string();
  if (!text) {
    return std::unexpected(text.error());
  }
  auto bytes = core::from_hex(*text);
  if (!bytes) {
    return fail(bytes.error().kind, path_ + ": " + bytes.error().text);
  }
  return bytes;
}

Result<wire::Transaction> JsonAt::transaction() const {
  auto bytes = hex();
  if (!bytes) {
    return std::unexpected(bytes.error());
  }
  auto parsed = wire::Transaction::parse(*bytes);
  if (!parsed) {
    return fail(parsed.error().kind, path_ + ": " + parsed.error().text);
  }
  return parsed;
}

Result<wire::BlockHeader> JsonAt::header() const {
  auto bytes = hex();
  if (!bytes) {
    return std::unexpected(bytes.error());
  }
  auto parsed = wire::BlockHeader::parse(*bytes);
  if (!parsed) {
    return fail(parsed.error().kind, path_ + ": " + parsed.error().text);
  }
  if (parsed->height > kMostHeight) {
    return fail(Errc::out_of_range,
                fmt::format("{}: height {} is above {}", path_, parsed->height, kMostHeight));
  }
  return parsed;
}

}  // namespace dcrvoter::node
