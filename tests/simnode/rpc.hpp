/// JSON-RPC as dcrd speaks it over WebSocket (`dcrd: internal/rpcserver/rpcwebsocket.go`).
#pragma once

#include <boost/json/array.hpp>

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace dcrvoter::simnode {

class Node;
class Client;

struct RpcError {
  int code;
  std::string message;
};
/// The result as JSON text.
using Reply = std::expected<std::string, RpcError>;

struct Call {
  Node& node;
  Client& client;
  const boost::json::array& params;
  std::int64_t received_ns;
};

struct Method {
  std::string_view name;
  /// A letter a parameter: s string, i integer, b bool, l list; those after '?' may be left out.
  /// The handler gets only parameters that fit.
  std::string_view params;
  bool limited;  ///< a limited user may call it
  Reply (*handler)(const Call&);
};

/// The method tables, one of each calls_*.cpp.
[[nodiscard]] std::span<const Method> session_methods();
[[nodiscard]] std::span<const Method> state_methods();
[[nodiscard]] std::span<const Method> block_methods();
[[nodiscard]] std::span<const Method> ticket_methods();
[[nodiscard]] std::span<const Method> transaction_methods();
[[nodiscard]] std::span<const Method> subscription_methods();

/// One message of a client, answered through client.send. False: the connection must be closed.
[[nodiscard]] bool handle_message(Node& node, Client& client, std::string_view text,
                                  std::int64_t received_ns);

}  // namespace dcrvoter::simnode
