/// One JSON-RPC conversation with dcrd as a state machine without I/O: requests go out as text,
/// messages come in as text, in any order. Source: `dcrd: internal/rpcserver/rpcwebsocket.go`.
///
/// Use: `request()` for each call and send what it returns; give every message that arrives to
/// `on_message()`; ask `expired()` from time to time; `fail_all()` when the connection ended.
/// Each handler is called exactly once.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "node/call_result.hpp"
#include "node/notification.hpp"

#include <boost/json/fwd.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace dcrvoter::node {

/// The result of a call as JSON; valid only while the handler runs.
using ReplyView = CallResult<const boost::json::value*>;
using ReplyHandler = std::function<void(const ReplyView&)>;
using NotificationHandler = std::function<void(Notification&&)>;

class RpcSession {
 public:
  /// `params` is a JSON array as text. At most `kMaxPending` calls may be open: beyond it the
  /// handler is called at once with an error and the text is empty.
  [[nodiscard]] std::string request(std::string_view method, std::string_view params,
                                    core::SteadyTime deadline, ReplyHandler handler);

  /// One text message of the node: a reply, a notification, or a batch of replies. Fields and methods
  /// that are not known are passed over; a reply to no call of ours, too. The error says what makes
  /// the message unusable (a notification in a batch does): the connection should then be dropped.
  [[nodiscard]] core::Result<void> on_message(std::string_view text, const NotificationHandler& notify);

  /// The first deadline of an open call; the end of time where none is open.
  [[nodiscard]] core::SteadyTime first_deadline() const;
  /// Whether some call's deadline has passed: then the connection is of no more use.
  [[nodiscard]] bool expired(core::SteadyTime now) const;
  /// The name of a call whose deadline has passed, for the log.
  [[nodiscard]] std::string_view expired_method(core::SteadyTime now) const;

  /// Ends every open call with this error.
  void fail_all(const CallError& error);

  [[nodiscard]] std::size_t pending() const noexcept { return pending_.size(); }

  static constexpr std::size_t kMaxPending = 256;
  /// A message may take this much memory as JSON: eight megabytes of nested nothing would want more.
  static constexpr std::size_t kMaxJsonMemory = std::size_t{32} << 20U;
  static constexpr std::size_t kMaxDepth = 24;

 private:
  struct Call {
    std::string method;
    core::SteadyTime deadline;
    ReplyHandler handler;
  };
  core::Result<void> on_value(const boost::json::value& value, const NotificationHandler& notify);
  core::Result<void> on_reply(const boost::json::object& object);

  std::unordered_map<std::uint64_t, Call> pending_;
  std::uint64_t next_id_ = 1;
};

}  // namespace dcrvoter::node
