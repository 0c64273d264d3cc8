// Calls about the connection itself.
#include "simnode/client.hpp"
#include "simnode/node.hpp"
#include "simnode/rpc.hpp"

namespace dcrvoter::simnode {
namespace {

Reply authenticate(const Call& call) {
  const Options& o = call.node.options;
  const std::string_view user = call.params[0].get_string(), password = call.params[1].get_string();
  call.client.admin = user == o.user && password == o.password;
  call.client.authenticated =
      call.client.admin || (!o.limit_user.empty() && user == o.limit_user && password == o.limit_password);
  if (!call.client.authenticated) {
    return std::unexpected(RpcError{-1, "login refused"});
  }
  return "null";
}

Reply session(const Call& call) {
  // Any number does, as long as it differs from connection to connection.
  return JsonText()
      .open_object()
      .member("sessionid", 7787225287556553000 + call.client.id())
      .close_object()
      .take();
}

Reply version(const Call&) {
  const auto one = [](JsonText& j, const char* text, int major, int minor, int patch, const char* build) {
    j.open_object().member("versionstring", text).member("major", major).member("minor", minor);
    j.member("patch", patch).member("prerelease", "").member("buildmetadata", build).close_object();
  };
  JsonText j;
  j.open_object().key("dcrd");
  one(j, "2.1.6+simnode", 2, 1, 6, "simnode");
  j.key("dcrdjsonrpcapi");
  one(j, "8.3.0", 8, 3, 0, "");
  return j.close_object().take();
}

Reply help(const Call&) {
  std::string names;
  for (const auto table : {session_methods(), state_methods(), block_methods(), ticket_methods(),
                           transaction_methods(), subscription_methods()}) {
    for (const Method& method : table) {
      names += std::string(names.empty() ? "" : "\n") + std::string(method.name);
    }
  }
  return json_quoted(names);
}

Reply ping(const Call&) {
  return "null";
}

constexpr Method kMethods[] = {
    {"authenticate", "ss", true, authenticate},
    {"help", "?s", true, help},
    {"ping", "", false, ping},
    {"session", "", true, session},
    {"version", "", true, version},
};

}  // namespace

std::span<const Method> session_methods() {
  return kMethods;
}

}  // namespace dcrvoter::simnode
