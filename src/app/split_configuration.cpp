#include "app/split_configuration.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace dcrvoter::app {
namespace {

constexpr std::string_view kPassword = "password";
constexpr std::string_view kPasswordFile = "password_file";
constexpr std::string_view kClientKey = "client_key";
constexpr std::string_view kPem = "-----BEGIN";
constexpr std::string_view kRemark =
    "   # kept on the box; to change it write password = \"the new one\" in this place";

/// A secret of one node, and where it stands.
struct Place {
  std::size_t node;
  std::string_view key;
  std::uint32_t key_line, key_column;
  const Value* value;
};

struct Change {
  std::size_t begin, end;  ///< of the text that goes
  std::string instead;
};

const Value* find(const Value& table, std::string_view key) {
  const auto at = std::ranges::find(table.keys, key, &Value::Key::name);
  const auto index = static_cast<std::size_t>(at - table.keys.begin());
  return at == table.keys.end() ? nullptr : &table.items[index];
}

const std::vector<Value>& nodes_of(const Value& document) {
  static const std::vector<Value> kNone;
  const Value* nodes = find(document, "node");
  return nodes != nullptr && nodes->kind == Value::Kind::array ? nodes->items : kNone;
}

bool is_secret(std::string_view key, const Value& value) {
  return value.kind == Value::Kind::text &&
         (key == kPassword || (key == kClientKey && value.text.view().find(kPem) != std::string_view::npos));
}

/// Where a character of a line begins, as bytes.
std::size_t offset_of(std::string_view text, std::uint32_t line, std::uint32_t column) {
  std::size_t at = 0;
  for (; line > 1; --line) {
    at = text.find('\n', at);
    if (at == std::string_view::npos) {
      return text.size();
    }
    ++at;
  }
  const auto continues = [text](std::size_t place) {
    constexpr unsigned kMask = 0xc0;
    constexpr unsigned kInside = 0x80;
    return (static_cast<unsigned char>(text[place]) & kMask) == kInside;
  };
  for (; column > 1 && at < text.size(); --column) {
    for (++at; at < text.size() && continues(at);) {
      ++at;
    }
  }
  return at;
}

/// The end of a text that begins at `at` with its quotes; `at` when there is none.
std::size_t end_of_text(std::string_view text, std::size_t at) {
  const char quote = at < text.size() ? text[at] : '\0';
  if (quote != '"' && quote != '\'') {
    return at;
  }
  const std::string three(3, quote);
  const bool lines = text.substr(at).starts_with(three);
  const std::string_view close = lines ? std::string_view(three) : std::string_view(three).substr(0, 1);
  for (std::size_t i = at + close.size(); i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text.substr(i).starts_with(close)) {
      i += close.size();
      while (lines && i < text.size() && text[i] == quote) {
        ++i;  // up to two quotes belong to the text itself
      }
      return i;
    }
  }
  return at;
}

std::size_t end_of_key(std::string_view text, std::size_t at) {
  if (const std::size_t end = end_of_text(text, at); end != at) {
    return end;
  }
  constexpr std::string_view kBare = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
  return std::min(text.find_first_not_of(kBare, at), text.size());
}

/// The ends of lines in what goes, so that the lines after it keep their numbers.
std::string line_ends(std::string_view text) {
  std::string ends;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      ends += i > 0 && text[i - 1] == '\r' ? "\r\n" : "\n";
    }
  }
  return ends;
}

class Splitter {
 public:
  Splitter(std::string_view text, const Value& document) : text_(text), document_(document) {
    result_.sets_state = find(document, "state") != nullptr;
    for (const Value& node : nodes_of(document)) {
      for (const std::string_view key : {kPasswordFile, kClientKey, std::string_view("certificate"),
                                         std::string_view("client_certificate")}) {
        note(node, key);
      }
    }
  }

  std::expected<SplitConfiguration, ParseFailure> split() {
    for (std::size_t i = 0; i < nodes_of(document_).size(); ++i) {
      const Value& node = nodes_of(document_)[i];
      for (std::size_t k = 0; k < node.keys.size(); ++k) {
        if (is_secret(node.keys[k].name, node.items[k])) {
          take({i, node.keys[k].name, node.keys[k].line, node.keys[k].column, &node.items[k]});
        }
      }
    }
    apply();
    if (const std::uint32_t line = wrong_line()) {
      return std::unexpected(ParseFailure{
          line,
          "a password or key is written in a way that cannot be taken out; write it as password = \"…\" on "
          "a line of its own"});
    }
    return std::move(result_);
  }

 private:
  void note(const Value& node, std::string_view key) {
    const Value* value = find(node, key);
    if (value == nullptr || value->kind != Value::Kind::text ||
        value->text.view().find(kPem) != std::string_view::npos) {
      return;
    }
    const std::string file(value->text.view());
    const bool secret = key == kPasswordFile || key == kClientKey;
    const auto known = std::ranges::find(result_.named, file, &SplitConfiguration::Named::file);
    if (known == result_.named.end()) {
      result_.named.push_back({file, secret});
    } else {
      known->secret = known->secret || secret;
    }
  }

  /// After the node, so that it stays right when sections change their order.
  std::string file_for(const Value& node, std::string_view ending) {
    std::string stem;
    const Value* address = find(node, "address");
    for (const char c : address == nullptr ? std::string_view() : address->text.view()) {
      const bool plain =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
      constexpr std::size_t kLongest = 80;
      if (stem.size() < kLongest) {
        stem += plain ? c : '-';
      }
    }
    stem = "node-" + (stem.empty() ? "unnamed" : stem);
    std::string name = stem + std::string(ending);
    const auto taken = [&] {
      return std::ranges::count(result_.named, name, &SplitConfiguration::Named::file) != 0 ||
             std::ranges::count(result_.secrets, name, &SplitConfiguration::Secret::file) != 0;
    };
    for (int more = 2; taken(); ++more) {
      name = stem + "-" + std::to_string(more) + std::string(ending);
    }
    return name;
  }

  void take(const Place& place) {
    const bool password = place.key == kPassword;
    std::string file = file_for(nodes_of(document_)[place.node], password ? ".password" : ".key");
    places_.emplace_back(place, file);
    if (password) {
      const std::size_t key = offset_of(text_, place.key_line, place.key_column);
      changes_.push_back({key, end_of_key(text_, key), std::string(kPasswordFile)});
    }
    const std::size_t value = offset_of(text_, place.value->line, place.value->column);
    const std::size_t end = end_of_text(text_, value);
    changes_.push_back({value, end, '"' + file + '"'});
    const std::size_t rest = std::min(text_.find('\n', end), text_.size());
    const bool alone = text_.substr(end, rest - end).find_first_not_of(" \t\r") == std::string_view::npos;
    if (alone && password) {
      changes_.push_back({end, end, std::string(kRemark)});
    }
    if (std::string ends = line_ends(text_.substr(value, end - value)); !ends.empty()) {
      const std::size_t next = std::min(rest + 1, text_.size());
      changes_.push_back({next, next, std::move(ends)});
    }
    result_.secrets.push_back({std::move(file), place.value->text});
  }

  void apply() {
    std::ranges::stable_sort(changes_, {}, &Change::begin);
    std::size_t at = 0;
    for (const Change& change : changes_) {
      const std::size_t begin = std::max(change.begin, at);
      result_.text += text_.substr(at, begin - at);
      result_.text += change.instead;
      at = std::max(change.end, begin);
    }
    result_.text += text_.substr(std::min(at, text_.size()));
  }

  /// Read again: the same but for the secrets, which are files now. The line that is not, or 0.
  std::uint32_t wrong_line() {
    if (places_.empty()) {
      return 0;
    }
    const auto again = parse_document(result_.text);
    for (const auto& [place, file] : places_) {
      const auto* nodes = again ? &nodes_of(*again) : nullptr;
      const bool there = nodes != nullptr && place.node < nodes->size();
      const Value* value =
          there ? find((*nodes)[place.node], place.key == kPassword ? kPasswordFile : place.key) : nullptr;
      if (value == nullptr || value->text.view() != file || value->line != place.value->line ||
          (place.key == kPassword && find((*nodes)[place.node], kPassword) != nullptr)) {
        return place.value->line;
      }
    }
    return again->keys.size() == document_.keys.size() ? 0 : places_.front().first.value->line;
  }

  std::string_view text_;
  const Value& document_;
  std::vector<std::pair<Place, std::string>> places_;
  std::vector<Change> changes_;
  SplitConfiguration result_;
};

}  // namespace

std::expected<SplitConfiguration, ParseFailure> split_configuration(std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  const auto document = parse_document(text);
  if (!document) {
    return std::unexpected(document.error());
  }
  return Splitter(text, *document).split();
}

}  // namespace dcrvoter::app
