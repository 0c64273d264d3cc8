/// Whether a certificate's names hold a host (RFC 6125, RFC 9525). Pure.
#pragma once

#include "core/bytes.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::net {

/// Whether the dNSName `pattern` stands for the name `host`: equal but for case and a final dot, or
/// with "*" as the whole first label for exactly one label.
[[nodiscard]] bool dns_name_matches(std::string_view pattern, std::string_view host) noexcept;

/// The names of a subjectAltName extension.
struct SubjectNames {
  std::vector<std::string> dns;
  std::vector<core::Bytes> addresses;  ///< 4 or 16 bytes, network order
};

/// Reads the extension's DER value (a SEQUENCE OF GeneralName); other kinds of names are passed
/// over, and so is all from the first byte on that is no DER.
[[nodiscard]] SubjectNames parse_subject_names(core::ByteView extension);

/// Whether `names` hold `host`: an IP address (any spelling, a zone is ignored) among the addresses
/// only, a name among the dNSNames only.
[[nodiscard]] bool names_hold(const SubjectNames& names, const std::string& host);

/// All names in one line, addresses as people write them: "localhost, 127.0.0.1, ::1"; no more than
/// the first 8, for an error's text. What is not printable stands as "?".
[[nodiscard]] std::string list_names(const SubjectNames& names);

}  // namespace dcrvoter::net
