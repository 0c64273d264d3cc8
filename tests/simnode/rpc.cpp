#include "simnode/rpc.hpp"

#include "simnode/node.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace dcrvoter::simnode {
namespace {

namespace json = boost::json;

const Method* find_method(std::string_view name) {
  for (const auto table : {session_methods(), state_methods(), block_methods(), ticket_methods(),
                           transaction_methods(), subscription_methods()}) {
    for (const Method& method : table) {
      if (method.name == name) {
        return &method;
      }
    }
  }
  return nullptr;
}

std::string envelope(std::string_view version, const Reply& reply, std::string_view id) {
  JsonText j;
  j.open_object().member("jsonrpc", version).key("result");
  if (reply) {
    j.raw(*reply).key("error").null();
  } else {
    j.null()
        .key("error")
        .open_object()
        .member("code", reply.error().code)
        .member("message", reply.error().message);
    j.close_object();
  }
  return j.key("id").raw(id).close_object().take();
}

std::expected<void, RpcError> check_params(const Method& method, const json::array& params) {
  std::size_t required = 0;
  std::string types;
  for (const char c : method.params) {
    if (c == '?') {
      required = types.size() + 1;  // one more than there are, so that 0 means: all
    } else {
      types += c;
    }
  }
  const std::size_t least = required == 0 ? types.size() : required - 1;
  if (params.size() < least || params.size() > types.size()) {
    const std::string expected =
        least == types.size() ? std::to_string(least)
                              : "between " + std::to_string(least) + " and " + std::to_string(types.size());
    return std::unexpected(RpcError{-8, "Failed to parse request: wrong number of params (expected " +
                                            expected + ", received " + std::to_string(params.size()) + ")"});
  }
  for (std::size_t i = 0; i < params.size(); ++i) {
    const json::value& p = params[i];
    const bool fits = types[i] == 's'   ? p.is_string()
                      : types[i] == 'b' ? p.is_bool()
                      : types[i] == 'l' ? p.is_array()
                                        : p.is_int64();
    if (!fits) {
      return std::unexpected(RpcError{-8, "Failed to parse request: parameter #" + std::to_string(i + 1) +
                                              " of '" + std::string(method.name) + "' is of the wrong type"});
    }
  }
  return {};
}

/// What became of one request: a reply's text, silence, or the end of the connection.
struct Answer {
  bool close = false;
  std::string text;  ///< empty: no reply
  std::string method;
};

Answer answer(Node& node, Client& client, const json::value& value, bool in_batch, std::int64_t received_ns) {
  const auto* request = value.if_object();
  const auto text_member = [&](const char* name) -> std::string {
    const json::value* v = request != nullptr ? request->if_contains(name) : nullptr;
    return v != nullptr && v->is_string() ? std::string(v->get_string()) : std::string();
  };
  Answer out;
  out.method = text_member("method");
  const std::string version = text_member("jsonrpc") == "2.0" ? "2.0" : "1.0";
  const json::value* id_value = request != nullptr ? request->if_contains("id") : nullptr;
  const bool has_id = id_value != nullptr && (id_value->is_number() || id_value->is_string());
  const std::string id = has_id ? json::serialize(*id_value) : "null";
  const json::value* params_value = request != nullptr ? request->if_contains("params") : nullptr;
  const auto refuse = [&](int code, std::string message) {
    out.text = envelope(version, std::unexpected(RpcError{code, std::move(message)}), id);
    return out;
  };
  if (out.method.empty() || (in_batch && params_value == nullptr)) {
    return refuse(-32600, "Invalid request: malformed");
  }
  if (!has_id) {
    out.close = !client.authenticated;
    return out;  // a notification: silently not executed
  }
  static const json::array kNone;
  const json::array& params =
      params_value != nullptr && params_value->is_array() ? params_value->get_array() : kNone;

  const Method* method = find_method(out.method);
  const bool logs_in = out.method == "authenticate";
  if (client.authenticated == logs_in) {
    out.close = true;  // not logged in and something else, or logged in and once more
    return out;
  }
  node.events.add_at(received_ns, "call",
                     [&](JsonText& j) { j.member("client", client.id()).member("method", out.method); });
  if (method == nullptr) {
    return refuse(-32601, "Method not found");
  }
  if (const auto good = check_params(*method, params); !good) {
    return refuse(good.error().code, good.error().message);
  }
  if (!logs_in && !client.admin && !method->limited) {
    // dcrd answers "1.0" here whatever was asked in.
    out.text =
        envelope("1.0", std::unexpected(RpcError{-32602, "limited user not authorized for this method"}), id);
    return out;
  }
  const Reply reply = method->handler(Call{node, client, params, received_ns});
  if (logs_in && !reply) {
    out.close = true;
    return out;
  }
  out.text = envelope(version, reply, id);
  return out;
}

void send_reply(Client& client, std::string text, std::string about) {
  Message message;
  message.text = std::make_shared<const std::string>(std::move(text));
  message.about = std::move(about);
  message.is_reply = true;
  client.send(std::move(message));
}

bool handle_batch(Node& node, Client& client, const json::array& batch, std::int64_t received_ns) {
  if (batch.empty()) {
    send_reply(client,
               envelope("2.0", std::unexpected(RpcError{-32600, "Invalid request: empty batch"}), "null"),
               "");
    return client.authenticated;
  }
  JsonText all;
  all.open_array();
  bool any = false;
  std::string about;
  for (const json::value& entry : batch) {
    Answer one = answer(node, client, entry, true, received_ns);
    if (one.close) {
      return false;
    }
    if (!one.text.empty()) {
      all.raw(one.text);
      any = true;
      about = std::move(one.method);
    }
  }
  if (any) {
    send_reply(client, all.close_array().take(), std::move(about));
  }
  return true;
}

}  // namespace

bool handle_message(Node& node, Client& client, std::string_view text, std::int64_t received_ns) {
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  if (error) {
    if (!client.authenticated) {
      return false;
    }
    send_reply(
        client,
        envelope("1.0", std::unexpected(RpcError{-32700, "Failed to parse request: " + error.message()}),
                 "null"),
        "");
    return true;
  }
  if (const auto* batch = value.if_array()) {
    return handle_batch(node, client, *batch, received_ns);
  }
  Answer one = answer(node, client, value, false, received_ns);
  if (!one.close && !one.text.empty()) {
    send_reply(client, std::move(one.text), std::move(one.method));
  }
  return !one.close;
}

}  // namespace dcrvoter::simnode
