#include "node/rpc_session.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace dcrvoter::node {

namespace json = boost::json;
using core::Errc;
using core::fail;
using core::Result;

namespace {

/// Memory for one message: the heap, up to a limit. What is beyond it is refused like any other
/// failure to allocate.
class BoundedMemory final : public json::memory_resource {
 public:
  explicit BoundedMemory(std::size_t limit) : left_(limit) {}

 private:
  void* do_allocate(std::size_t bytes, std::size_t align) override {
    if (bytes > left_) {
      throw std::bad_alloc();
    }
    left_ -= bytes;
    return ::operator new(bytes, std::align_val_t(align));
  }
  void do_deallocate(void* memory, std::size_t bytes, std::size_t align) override {
    left_ += bytes;
    // Without its size: Boost.JSON's monotonic_resource gives blocks back as smaller than it took them.
    ::operator delete(memory, std::align_val_t(align));
  }
  bool do_is_equal(const json::memory_resource& other) const noexcept override { return this == &other; }

  std::size_t left_;
};

/// The id of a reply, if it is one that we gave out: a whole number.
std::uint64_t id_of(const json::value& id) {
  boost::system::error_code ec;
  const auto number = id.is_number() ? id.to_number<std::uint64_t>(ec) : 0;
  return ec ? 0 : number;
}

CallError error_of(const json::value& error) {
  CallError out{.kind = Errc::refused, .code = 0, .text = "the node gave an error without words"};
  const auto* object = error.if_object();
  if (object == nullptr) {
    return out;
  }
  if (const auto* code = object->if_contains("code"); code != nullptr && code->is_int64()) {
    out.code = static_cast<int>(std::clamp<std::int64_t>(code->get_int64(), -999999, 999999));
  }
  if (const auto* message = object->if_contains("message"); message != nullptr && message->is_string()) {
    constexpr std::size_t kMostWords = 600;  // a script failure quotes whole scripts
    const auto& words = message->get_string();
    out.text.assign(words.data(), std::min(words.size(), kMostWords));
  }
  return out;
}

}  // namespace

std::string RpcSession::request(std::string_view method, std::string_view params, core::SteadyTime deadline,
                                ReplyHandler handler) {
  if (pending_.size() >= kMaxPending) {
    handler(std::unexpected(
        CallError{.kind = Errc::refused,
                  .code = 0,
                  .text = fmt::format("{} calls to the node are open already", kMaxPending)}));
    return {};
  }
  const auto id = next_id_++;
  pending_.emplace(id,
                   Call{.method = std::string(method), .deadline = deadline, .handler = std::move(handler)});
  std::string text;
  text.reserve(params.size() + method.size() + 64);
  text += R"({"jsonrpc":"1.0","id":)";
  text += std::to_string(id);
  text += R"(,"method":")";
  text += method;
  text += R"(","params":)";
  text += params;
  text += '}';
  return text;
}

Result<void> RpcSession::on_message(std::string_view text, const NotificationHandler& notify) {
  // Most messages fit the first buffer, so that a notice of winning tickets costs no allocation.
  std::array<unsigned char, 8192> first;  // NOLINT(cppcoreguidelines-pro-type-member-init): scratch memory
  std::array<unsigned char, 4096> first_stack;  // NOLINT(cppcoreguidelines-pro-type-member-init): the same
  BoundedMemory bounded(kMaxJsonMemory);
  BoundedMemory bounded_stack(kMaxJsonMemory / 2);  // of values whose array or object has not ended
  json::monotonic_resource memory(first.data(), first.size(), &bounded);
  json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::system::error_code ec;
  json::value value(&memory);  // of the same storage as what is parsed into it: no copy
  try {
    json::parser parser(&bounded_stack, options, first_stack.data(), first_stack.size());
    parser.reset(&memory);
    parser.write(text.data(), text.size(), ec);
    value = ec ? json::value(&memory) : parser.release();
  } catch (const std::bad_alloc&) {
    return fail(Errc::too_large, fmt::format("a message of {} bytes would take more than {} MiB as JSON",
                                             text.size(), kMaxJsonMemory >> 20U));
  }
  if (ec) {
    return fail(Errc::malformed,
                fmt::format("a message of {} bytes is not JSON ({})", text.size(), ec.message()));
  }
  const auto* batch = value.if_array();
  if (batch == nullptr) {
    return on_value(value, notify);
  }
  for (const auto& item : *batch) {
    // Thousands of blocks in one message would be worked off in one go, while votes wait.
    if (const auto* object = item.if_object(); object != nullptr && object->contains("method")) {
      return fail(Errc::malformed,
                  "a batch of answers has a notification in it; nodes send those one by one");
    }
    if (auto done = on_value(item, notify); !done) {
      return done;
    }
  }
  return {};
}

Result<void> RpcSession::on_value(const json::value& value, const NotificationHandler& notify) {
  const auto* object = value.if_object();
  if (object == nullptr) {
    return fail(Errc::malformed, "a message is neither a JSON object nor an array of them");
  }
  const auto* method = object->if_contains("method");
  if (method == nullptr) {
    return on_reply(*object);
  }
  const auto* params = object->if_contains("params");
  if (!method->is_string() || params == nullptr) {
    return fail(Errc::malformed, "a notification has no method name or no params");
  }
  const auto& name = method->get_string();
  auto parsed = parse_notification(std::string_view(name.data(), name.size()), *params);
  if (!parsed) {
    return std::unexpected(parsed.error());
  }
  if (*parsed) {
    notify(std::move(**parsed));
  }
  return {};
}

Result<void> RpcSession::on_reply(const json::object& object) {
  const auto* id = object.if_contains("id");
  if (id == nullptr) {
    return fail(Errc::malformed, "a message has neither a method nor an id");
  }
  const auto found = pending_.find(id_of(*id));
  if (found == pending_.end()) {
    return {};  // an answer that nobody waits for any more
  }
  // The handler may open new calls: take it out first.
  auto handler = std::move(found->second.handler);
  pending_.erase(found);
  static const json::value kNull;
  const auto* error = object.if_contains("error");
  if (error != nullptr && !error->is_null()) {
    handler(std::unexpected(error_of(*error)));
    return {};
  }
  const auto* result = object.if_contains("result");
  handler(ReplyView(result == nullptr ? &kNull : result));
  return {};
}

core::SteadyTime RpcSession::first_deadline() const {
  auto first = core::SteadyTime::max();
  for (const auto& [id, call] : pending_) {
    first = std::min(first, call.deadline);
  }
  return first;
}

std::string_view RpcSession::expired_method(core::SteadyTime now) const {
  for (const auto& [id, call] : pending_) {
    if (call.deadline <= now) {
      return call.method;
    }
  }
  return {};
}

bool RpcSession::expired(core::SteadyTime now) const {
  return !expired_method(now).empty();
}

void RpcSession::fail_all(const CallError& error) {
  auto calls = std::exchange(pending_, {});
  for (auto& [id, call] : calls) {
    call.handler(std::unexpected(error));
  }
}

}  // namespace dcrvoter::node
