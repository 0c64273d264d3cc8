/// What a call to a node gives: the typed answer, or why there is none.
#pragma once

#include "core/result.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace dcrvoter::node {

/// JSON-RPC codes of dcrd that a voter acts on (`dcrd: dcrjson/jsonrpcerr.go`).
inline constexpr int kCodeLimitedUser = -32602;  ///< websocket: "limited user not authorized"
inline constexpr int kCodeInternal = -32603;     ///< also: an optional index is switched off
inline constexpr int kCodeDuplicate = -40;       ///< the node has this transaction already
inline constexpr int kCodeRuleError = -1;        ///< rejected by a rule, and much else

struct CallError {
  core::Errc kind = core::Errc::refused;  ///< refused: the node's own words; else the transport's fate
  int code = 0;                           ///< the node's code, 0 when it did not answer
  std::string text;
};

template <class T>
using CallResult = std::expected<T, CallError>;

/// The sentence about a call that failed; a refusal for want of permission becomes `unauthorized`
/// with what to do about it.
[[nodiscard]] core::Error to_error(const CallError& error, std::string_view method);

}  // namespace dcrvoter::node
