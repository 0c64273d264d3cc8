#include "simnode/json_text.hpp"

#include <array>
#include <cstdio>

namespace dcrvoter::simnode {

std::string json_quoted(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          std::array<char, 8> code{};
          std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
          out += code.data();
        } else {
          out += c;
        }
    }
  }
  return out += '"';
}

std::string amount_text(std::int64_t atoms) {
  if (atoms == 0) {
    return "0";
  }
  std::string digits = std::to_string(atoms < 0 ? -atoms : atoms);
  std::string out = atoms < 0 ? "-" : "";
  // Go changes to the exponent form below 1e-6.
  if (digits.size() <= 2) {
    const auto exponent = 8 - (digits.size() - 1);
    out += digits[0];
    if (digits.size() == 2 && digits[1] != '0') {
      out += '.';
      out += digits[1];
    }
    return out + "e-" + std::to_string(exponent);
  }
  if (digits.size() < 9) {
    digits.insert(0, 9 - digits.size(), '0');
  }
  digits.insert(digits.size() - 8, 1, '.');
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') {
    digits.pop_back();
  }
  return out + digits;
}

void JsonText::comma() {
  if (!first_) {
    out_ += ',';
  }
  first_ = false;
}

JsonText& JsonText::key(std::string_view name) {
  comma();
  out_ += json_quoted(name);
  out_ += ':';
  first_ = true;
  return *this;
}

JsonText& JsonText::raw(std::string_view json) {
  comma();
  out_ += json;
  return *this;
}

JsonText& JsonText::open(char bracket) {
  comma();
  out_ += bracket;
  first_ = true;
  return *this;
}

JsonText& JsonText::close(char bracket) {
  out_ += bracket;
  first_ = false;
  return *this;
}

}  // namespace dcrvoter::simnode
