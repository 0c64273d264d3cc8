// Client::sabotage: one outgoing message replaced by something that is wrong.
#include "simnode/client.hpp"
#include "simnode/node.hpp"

#include <algorithm>

namespace dcrvoter::simnode {
namespace {

Text text_of(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

/// A server's text frame: no mask. Only the beginning of `payload` goes in, the length is whole.
std::string half_a_frame(const std::string& payload) {
  std::string out("\x81", 1);
  const std::size_t n = payload.size();
  if (n < 126) {
    out += static_cast<char>(n);
  } else if (n < 65536) {
    out += static_cast<char>(126);
    out += static_cast<char>(n >> 8U);
    out += static_cast<char>(n);
  } else {
    out += static_cast<char>(127);
    for (int shift = 56; shift >= 0; shift -= 8) {
      out += static_cast<char>(n >> static_cast<unsigned>(shift));
    }
  }
  return out + payload.substr(0, n / 2);
}

/// The value of "id" in one of our own replies, as text; notifications have null.
std::string id_of(const std::string& reply) {
  const auto at = reply.rfind(",\"id\":");
  return at == std::string::npos ? "null" : reply.substr(at + 6, reply.size() - at - 7);
}

std::string wrong_type(const Message& message) {
  if (message.is_reply) {
    return R"({"jsonrpc":"1.0","result":{"hash":7,"height":"high","tickets":[null,{}],"discovereddata":3},"error":null,"id":)" +
           id_of(*message.text) + "}";
  }
  return R"({"jsonrpc":"1.0","method":")" + message.about + R"(","params":[{"0":1},"x",[[]]],"id":null})";
}

}  // namespace

bool Client::sabotage(Message& message) {
  auto& armed = node_.faults.breakages;
  const auto it = std::find_if(armed.begin(), armed.end(),
                               [&](const Breakage& b) { return b.on.empty() || b.on == message.about; });
  if (it == armed.end()) {
    return true;
  }
  const Breakage breakage = *it;
  if (--it->count == 0) {
    armed.erase(it);
  }
  node_.events.add("sabotaged", [&](JsonText& j) { j.member("client", id_).member("on", message.about); });
  switch (breakage.kind) {
    case Breakage::Kind::cut:
      message.kind = Message::Kind::raw_tls;
      message.text = text_of(half_a_frame(*message.text));
      message.close_after = true;
      break;
    case Breakage::Kind::garbage_json:
      message.text = text_of("{\"jsonrpc\":\"1.0\",,\"\xc3\x28 not json");
      break;
    case Breakage::Kind::garbage_frame:
      message.kind = Message::Kind::raw_tls;
      message.text = text_of(std::string("\xff\xff\xff\xff", 4) + "this is no frame at all");
      break;
    case Breakage::Kind::garbage_tls:
      message.kind = Message::Kind::raw_tcp;
      message.text = text_of("SSH-2.0-this is no TLS record, and it goes on for a while");
      break;
    case Breakage::Kind::huge:
      message.text = text_of(R"({"jsonrpc":"1.0","result":")" + std::string(breakage.bytes, 'a') +
                             R"(","error":null,"id":)" + id_of(*message.text) + "}");
      break;
    case Breakage::Kind::wrong_type: message.text = text_of(wrong_type(message)); break;
    case Breakage::Kind::mute: return false;
    case Breakage::Kind::close: drop(); return false;
    case Breakage::Kind::internal:
      message.text =
          text_of(R"({"jsonrpc":"1.0","result":null,"error":{"code":-32603,"message":"simulated"},"id":)" +
                  id_of(*message.text) + "}");
      break;
  }
  return true;
}

}  // namespace dcrvoter::simnode
