#include "status/json_fields.hpp"

#include "status/foreign_text.hpp"
#include "status/time_text.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::status {

using core::Errc;

namespace {

constexpr std::size_t kShown = 40;

std::optional<std::string_view> string_of(const json::value& value) {
  const json::string* text = value.if_string();
  return text == nullptr ? std::nullopt : std::optional(std::string_view(text->data(), text->size()));
}

std::string list_of(std::span<const std::string_view> words, const char* quote) {
  std::string list;
  for (const std::string_view word : words) {
    list += (list.empty() ? "" : ", ") + (quote + std::string(word)) + quote;
  }
  return list;
}

}  // namespace

std::string quoted(std::string_view text) {
  return '"' + printable(text, kShown) + '"';
}

Fields::Fields(const json::value& value, std::string path, std::optional<core::Error>& error)
    : object_(value.if_object()), path_(std::move(path)), error_(error) {
  if (object_ == nullptr) {
    wrong("", "is no JSON object");
  }
}

void Fields::allow(std::span<const std::string_view> names) {
  if (object_ == nullptr) {
    return;
  }
  for (const auto& entry : *object_) {
    const std::string_view key(entry.key().data(), entry.key().size());
    if (std::ranges::find(names, key) == names.end()) {
      wrong("", "the field " + quoted(key) + " is unknown; allowed: " + list_of(names, ""));
    }
  }
}

std::string Fields::text(std::string_view name) {
  const json::value* value = find(name);
  const auto text = value == nullptr ? std::optional(std::string_view()) : string_of(*value);
  if (!text) {
    wrong(name, "is no string");
  }
  return valid_utf8(text.value_or(""));
}

bool Fields::boolean(std::string_view name) {
  const json::value* value = find(name);
  if (value == nullptr) {
    return false;
  }
  if (!value->is_bool()) {
    wrong(name, "is neither true nor false");
    return false;
  }
  return value->get_bool();
}

std::uint64_t Fields::integer_up_to(std::string_view name, std::uint64_t most) {
  const json::value* value = find(name);
  if (value == nullptr) {
    return 0;
  }
  const auto outside = [&](const std::string& found) {
    wrong(name, found + " is not between 0 and " + std::to_string(most), Errc::out_of_range);
    return std::uint64_t{0};
  };
  if (const std::int64_t* number = value->if_int64()) {
    const bool inside = *number >= 0 && static_cast<std::uint64_t>(*number) <= most;
    return inside ? static_cast<std::uint64_t>(*number) : outside(std::to_string(*number));
  }
  if (const std::uint64_t* number = value->if_uint64()) {
    return *number <= most ? *number : outside(std::to_string(*number));
  }
  wrong(name, "is no integer");
  return 0;
}

core::Hash Fields::hash(std::string_view name, Null null) {
  const json::value* value = find(name);
  if (value == nullptr || (value->is_null() && null == Null::allowed)) {
    return {};
  }
  const auto hash = core::Hash::from_string(string_of(*value).value_or(""));
  if (!hash || hash->is_zero()) {
    wrong(name, std::string("is no hash of 64 hex digits") + (null == Null::allowed ? ", nor null" : ""));
    return {};
  }
  return *hash;
}

vote::UnixMillis Fields::time(std::string_view name) {
  const json::value* value = find(name);
  if (value == nullptr || value->is_null()) {
    return 0;
  }
  const auto at = parse_rfc3339(string_of(*value).value_or(""));
  if (!at) {
    wrong(name, at.error().text + ", nor null");
    return 0;
  }
  return *at;
}

std::size_t Fields::word_of(std::string_view name, std::span<const std::string_view> words) {
  const json::value* value = find(name);
  if (value == nullptr) {
    return 0;
  }
  const auto text = string_of(*value);
  const auto found = text ? std::ranges::find(words, *text) : words.end();
  if (found == words.end()) {
    wrong(name, (text ? quoted(*text) + " is" : std::string("is")) + " none of " + list_of(words, "\""));
    return 0;
  }
  return static_cast<std::size_t>(found - words.begin());
}

const json::array* Fields::array(std::string_view name, std::size_t most) {
  const json::value* value = find(name);
  if (value == nullptr) {
    return nullptr;
  }
  const json::array* items = value->if_array();
  if (items == nullptr) {
    wrong(name, "is no array");
  } else if (items->size() > most) {
    wrong(name,
          "has " + std::to_string(items->size()) + " elements; at most " + std::to_string(most) +
              " are allowed",
          Errc::out_of_range);
    return nullptr;
  }
  return items;
}

std::optional<Fields> Fields::object(std::string_view name) {
  const json::value* value = find(name);
  if (value == nullptr || value->is_null()) {
    return std::nullopt;
  }
  return Fields(*value, full(name), error_);
}

bool Fields::is_null(std::string_view name) {
  const json::value* value = find(name);
  return value == nullptr || value->is_null();
}

void Fields::wrong(std::string_view name, const std::string& why, Errc kind) {
  if (!error_) {
    const std::string where = name.empty() ? path_ : full(name);
    error_ = core::Error{kind, where.empty() ? why : where + ": " + why};
  }
}

const json::value* Fields::find(std::string_view name) {
  if (object_ == nullptr || error_) {
    return nullptr;
  }
  const json::value* value = object_->if_contains(json::string_view(name.data(), name.size()));
  if (value == nullptr) {
    wrong(name, "the field is missing");
  }
  return value;
}

std::string Fields::full(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

}  // namespace dcrvoter::status
