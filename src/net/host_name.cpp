#include "net/host_name.hpp"

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <optional>

namespace dcrvoter::net {

namespace {

namespace ip = boost::asio::ip;

constexpr std::uint8_t kDnsName = 0x82;    // [2] IMPLICIT IA5String
constexpr std::uint8_t kIpAddress = 0x87;  // [7] IMPLICIT OCTET STRING
constexpr std::uint8_t kSequence = 0x30;
constexpr std::size_t kListed = 8;
constexpr std::size_t kListedLength = 255;

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_but_case(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view without_final_dot(std::string_view name) noexcept {
  return name.ends_with('.') ? name.substr(0, name.size() - 1) : name;
}

struct Element {
  std::uint8_t tag;
  core::ByteView value;
};

/// Takes one DER element off the front of `bytes`.
std::optional<Element> take_element(core::ByteView& bytes) noexcept {
  if (bytes.size() < 2) {
    return std::nullopt;
  }
  const std::uint8_t tag = bytes[0];
  std::size_t length = bytes[1];
  std::size_t header = 2;
  if (length >= 0x80) {
    const std::size_t digits = length & 0x7FU;
    if (digits == 0 || digits > 3 || bytes.size() < header + digits) {
      return std::nullopt;
    }
    length = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      length = length << 8U | bytes[header + i];
    }
    header += digits;
  }
  if (length > bytes.size() - header) {
    return std::nullopt;
  }
  const Element element{tag, bytes.subspan(header, length)};
  bytes = bytes.subspan(header + length);
  return element;
}

std::optional<ip::address> address_of(const std::string& host) {
  boost::system::error_code ec;
  const ip::address address = ip::make_address(host, ec);
  return ec ? std::nullopt : std::optional(address);
}

template <class Address>
core::Bytes bytes_of(const Address& address) {
  const auto bytes = address.to_bytes();
  return {bytes.begin(), bytes.end()};
}

template <std::size_t N>
std::array<std::uint8_t, N> fixed(const core::Bytes& bytes) {
  std::array<std::uint8_t, N> out{};
  std::copy_n(bytes.begin(), N, out.begin());
  return out;
}

}  // namespace

bool dns_name_matches(std::string_view pattern, std::string_view host) noexcept {
  pattern = without_final_dot(pattern);
  host = without_final_dot(host);
  if (pattern.empty() || host.empty()) {
    return false;
  }
  if (!pattern.starts_with("*.")) {
    return equal_but_case(pattern, host);
  }
  const std::string_view parent = pattern.substr(1);  // ".example.org"
  const auto dot = host.find('.');
  // "*.org" would stand for every name below a top level domain.
  return parent.find('.', 1) != std::string_view::npos && dot != std::string_view::npos && dot > 0 &&
         equal_but_case(parent, host.substr(dot));
}

SubjectNames parse_subject_names(core::ByteView extension) {
  SubjectNames names;
  auto sequence = take_element(extension);
  if (!sequence || sequence->tag != kSequence) {
    return names;
  }
  while (auto name = take_element(sequence->value)) {
    if (name->tag == kDnsName) {
      names.dns.emplace_back(name->value.begin(), name->value.end());
    } else if (name->tag == kIpAddress && (name->value.size() == 4 || name->value.size() == 16)) {
      names.addresses.emplace_back(name->value.begin(), name->value.end());
    }
  }
  return names;
}

bool names_hold(const SubjectNames& names, const std::string& host) {
  if (const auto address = address_of(host)) {
    const core::Bytes wanted = address->is_v4() ? bytes_of(address->to_v4()) : bytes_of(address->to_v6());
    return std::ranges::find(names.addresses, wanted) != names.addresses.end();
  }
  return std::ranges::any_of(names.dns,
                             [&host](const std::string& name) { return dns_name_matches(name, host); });
}

std::string list_names(const SubjectNames& names) {
  std::vector<std::string> words;
  for (const std::string& name : names.dns) {
    std::string word = name.substr(0, kListedLength);
    std::ranges::replace_if(
        word, [](char c) { return c <= ' ' || c > '~'; }, '?');
    words.push_back(std::move(word));
  }
  for (const core::Bytes& bytes : names.addresses) {
    words.push_back(bytes.size() == 4 ? ip::make_address_v4(fixed<4>(bytes)).to_string()
                                      : ip::make_address_v6(fixed<16>(bytes)).to_string());
  }
  std::string line;
  for (std::size_t i = 0; i < words.size() && i < kListed; ++i) {
    line += (i == 0 ? "" : ", ") + words[i];
  }
  return words.size() > kListed ? line + ", …" : line;
}

}  // namespace dcrvoter::net
