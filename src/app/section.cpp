#include "app/section.hpp"

#include "app/nearest.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace dcrvoter::app {
namespace {

constexpr std::string_view kBareKey = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

}  // namespace

std::string found(const Value& value, Shown shown) {
  if (shown == Shown::no) {
    return "found " + std::string(to_string(value.kind));
  }
  switch (value.kind) {
    case Value::Kind::text: return "found " + in_quotes(value.text.view());
    case Value::Kind::integer: return "found " + std::to_string(value.integer);
    case Value::Kind::boolean: return value.boolean ? "found true" : "found false";
    default: return "found " + std::string(to_string(value.kind));
  }
}

Section::Section(Problems& problems, const Value& table, std::string path, Keys keys)
    : problems_(problems), table_(table), path_(std::move(path)), keys_(keys) {}

const KeySchema& Section::schema(std::string_view key) const {
  const KeySchema* entry = find_key(keys_, key);
  if (entry == nullptr) {
    throw std::logic_error("the schema of the configuration lacks " + full(key));
  }
  return *entry;
}

std::string Section::full(std::string_view key) const {
  std::string name = path_;
  if (!name.empty() && !key.empty()) {
    name += '.';
  }
  const bool bare = key.find_first_not_of(kBareKey) == std::string_view::npos;
  return name + (bare && key.size() <= 80 ? std::string(key) : in_quotes(key, 80));
}

const Value* Section::find(std::string_view key) const {
  if (!keys_.empty()) {
    (void)schema(key);
  }
  for (std::size_t i = 0; i < table_.keys.size(); ++i) {
    if (table_.keys[i].name == key) {
      return &table_.items[i];
    }
  }
  return nullptr;
}

const Value* Section::text(std::string_view key, Shown shown) {
  const Value* value = find(key);
  if (value == nullptr) {
    return nullptr;
  }
  if (value->kind != Value::Kind::text) {
    error(*value, key, found(*value, shown) + "; a text in quotes is needed");
    return nullptr;
  }
  if (value->text.empty()) {
    error(*value, key, "is empty; give it a value or leave the line out");
    return nullptr;
  }
  return value;
}

const Value* Section::path(std::string_view key) {
  const Value* value = text(key, Shown::no);
  if (value == nullptr) {
    return nullptr;
  }
  const std::string_view name = value->text.view();
  const bool control =
      std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (control && name.find("-----BEGIN") == std::string_view::npos) {
    error(*value, key,
          "is no file's name (not shown: it may be a secret): it has more than one line, or a control "
          "character; PEM begins with -----BEGIN");
    return nullptr;
  }
  return value;
}

std::size_t Section::word(std::string_view key) {
  return word(key, schema(key).words).value_or(0);
}

std::optional<std::size_t> Section::word(std::string_view key, std::span<const std::string_view> allowed) {
  const Value* value = find(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->kind != Value::Kind::text) {
    error(*value, key, found(*value) + "; allowed: " + list_of(allowed) + ", in quotes");
    return std::nullopt;
  }
  const auto at = std::find(allowed.begin(), allowed.end(), value->text.view());
  if (at == allowed.end()) {
    error(*value, key,
          found(*value) + "; allowed: " + list_of(allowed) + did_you_mean(value->text.view(), allowed));
    return std::nullopt;
  }
  return static_cast<std::size_t>(at - allowed.begin());
}

std::optional<std::int64_t> Section::integer(std::string_view key) {
  const Value* value = find(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  const auto [least, most] = std::pair(schema(key).least, schema(key).most);
  if (value->kind != Value::Kind::integer || value->integer < least || value->integer > most) {
    error(*value, key,
          found(*value) + "; allowed: a whole number from " + std::to_string(least) + " to " +
              std::to_string(most));
    return std::nullopt;
  }
  return value->integer;
}

std::optional<std::vector<const Value*>> Section::texts(std::string_view key) {
  const Value* value = find(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  const auto wrong = [&](const Value& at) {
    error(at, key, found(at) + "; a list of texts is needed, such as " + std::string(schema(key).example));
    return std::nullopt;
  };
  if (value->kind != Value::Kind::array) {
    return wrong(*value);
  }
  std::vector<const Value*> list;
  for (const Value& item : value->items) {
    if (item.kind != Value::Kind::text) {
      return wrong(item);
    }
    list.push_back(&item);
  }
  return list;
}

const Value* Section::table(std::string_view key, std::string_view example) {
  const Value* value = find(key);
  if (value != nullptr && value->kind != Value::Kind::table) {
    error(*value, key,
          found(*value) + "; a table is needed, such as " +
              std::string(example.empty() ? schema(key).allowed : example));
    return nullptr;
  }
  return value;
}

void Section::error(const Value& at, std::string_view key, std::string text) {
  problems_.error(at.line, full(key), std::move(text));
}

void Section::refuse(const Value& at, std::string_view key) {
  error(at, key, found(at) + "; allowed: " + std::string(schema(key).allowed));
}

void Section::warning(const Value& at, std::string_view key, std::string text) {
  problems_.warning(at.line, full(key), std::move(text));
}

void Section::error_here(std::string_view key, std::string text) {
  problems_.error(table_.line, full(key), std::move(text));
}

void Section::refuse_unknown_keys() {
  std::vector<std::string_view> known;
  for (const KeySchema& key : keys_) {
    known.push_back(key.name);
  }
  for (const Value::Key& key : table_.keys) {
    if (find_key(keys_, key.name) != nullptr) {
      continue;
    }
    std::string remedy = did_you_mean(key.name, known);
    if (!path_.empty() && find_key(top_keys(), key.name) != nullptr) {
      remedy = " in a section; move it to the top of the file, above the first [section]";
    } else if (remedy.empty()) {
      remedy = "; allowed here: " + list_of(known);
    }
    problems_.error(key.line, full(key.name), "is no known key" + remedy);
  }
}

}  // namespace dcrvoter::app
