/// Errors that happen, in all rooms: a kind to branch on and one sentence for a person.
/// Exceptions are kept for programming errors and for start-up.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace dcrvoter::core {

/// What went wrong, as far as a caller may want to act on it.
enum class Errc {
  malformed,      ///< does not have the form it must have
  truncated,      ///< ends before it is complete
  trailing,       ///< goes on after it is complete
  non_canonical,  ///< a longer encoding than needed
  too_large,      ///< above a limit that is stated in the text
  checksum,       ///< well formed, but the checksum differs
  wrong_network,  ///< of another Decred network
  unsupported,    ///< understood, but not something a voter uses
  out_of_range,   ///< a number outside its allowed range
  not_found,
  refused,       ///< the other side, or a rule of ours, said no
  unauthorized,  ///< login refused (HTTP 401) or not permitted to this user
  untrusted,     ///< TLS: the certificate is not the one that was configured
  timed_out,
  closed,     ///< the connection ended
  cancelled,  ///< we are stopping
  io,         ///< the operating system said no; the text has its words
};

/// The name of a kind, such as "malformed".
[[nodiscard]] const char* to_string(Errc kind) noexcept;

/// An error: `text` is one clear sentence without a final full stop: what is wrong, where, and
/// what is allowed. It never holds a secret.
struct Error {
  Errc kind;
  std::string text;
  friend bool operator==(const Error&, const Error&) = default;
};

template <class T>
using Result = std::expected<T, Error>;

/// `return fail(Errc::truncated, "...");`
[[nodiscard]] inline std::unexpected<Error> fail(Errc kind, std::string text) {
  return std::unexpected<Error>(Error{kind, std::move(text)});
}

}  // namespace dcrvoter::core
