// Calls about tickets and addresses.
#include "simnode/client.hpp"
#include "simnode/node.hpp"
#include "simnode/rpc.hpp"
#include "wire/address.hpp"

namespace dcrvoter::simnode {
namespace {

std::unexpected<RpcError> fail(int code, std::string message) {
  return std::unexpected(RpcError{code, std::move(message)});
}

std::string text_of(const boost::json::value& v) {
  return v.is_string() ? std::string(v.get_string()) : std::string();
}

/// dcrd's bit set: bit i of the answer belongs to entry i, lowest bit first; as hex in quotes.
template <class Test>
Reply bit_set(const boost::json::array& entries, Test test) {
  core::Bytes bits((entries.size() + 7) / 8);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::expected<bool, RpcError> yes = test(text_of(entries[i]));
    if (!yes) {
      return std::unexpected(yes.error());
    }
    if (*yes) {
      bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | 1U << (i % 8));
    }
  }
  return json_quoted(core::to_hex(bits));
}

std::expected<core::Hash, RpcError> hash_of(const std::string& text) {
  const auto hash = core::Hash::from_string(text);
  if (!hash) {
    return fail(-22, "Argument must be hexadecimal string (not \"" + text + "\")");
  }
  return *hash;
}

std::expected<bool, RpcError> is_live(const Node& node, const std::string& text) {
  const auto hash = hash_of(text);
  return hash ? std::expected<bool, RpcError>(node.chain.is_live(*hash)) : std::unexpected(hash.error());
}

std::expected<bool, RpcError> is_seen(const Node& node, const std::string& address) {
  const auto any = wire::decode_address(address, node.network);
  if (!any) {
    return fail(-5, "Could not decode address: " + any.error().text);
  }
  const auto payee = wire::decode_payee(address, node.network);
  return payee && node.chain.seen(*payee);
}

Reply existsliveticket(const Call& call) {
  const auto live = is_live(call.node, text_of(call.params[0]));
  return live ? Reply(*live ? "true" : "false") : std::unexpected(live.error());
}

Reply existslivetickets(const Call& call) {
  return bit_set(call.params[0].get_array(),
                 [&](const std::string& text) { return is_live(call.node, text); });
}

RpcError index_off() {
  return {-32603,
          "The exists address index must be enabled to query for the existence of an address (specify "
          "--existsaddrindex)"};
}

Reply existsaddress(const Call& call) {
  if (!call.node.options.exists_address_index) {
    return std::unexpected(index_off());
  }
  const auto seen = is_seen(call.node, text_of(call.params[0]));
  return seen ? Reply(*seen ? "true" : "false") : std::unexpected(seen.error());
}

Reply existsaddresses(const Call& call) {
  if (!call.node.options.exists_address_index) {
    return std::unexpected(index_off());
  }
  if (call.node.faults.behind) {
    return fail(-32603, "exists address index: index not synced");
  }
  return bit_set(call.params[0].get_array(),
                 [&](const std::string& text) { return is_seen(call.node, text); });
}

Reply existsmempooltxs(const Call& call) {
  return bit_set(call.params[0].get_array(), [&](const std::string& text) -> std::expected<bool, RpcError> {
    const auto hash = hash_of(text);
    return hash ? std::expected<bool, RpcError>(call.node.mempool.find(*hash) != nullptr)
                : std::unexpected(hash.error());
  });
}

Reply livetickets(const Call& call) {
  JsonText j;
  j.open_object().key("tickets").open_array();
  for (const core::Hash& hash : call.node.chain.live()) {
    j.value(hash.to_string());
  }
  return j.close_array().close_object().take();
}

Reply ticketsforaddress(const Call& call) {
  const std::string address = text_of(call.params[0]);
  const auto payee = wire::decode_payee(address, call.node.network);
  if (!payee) {
    return fail(-5, "Could not decode address: " + payee.error().text);
  }
  JsonText j;
  j.open_object().key("tickets").open_array();
  for (const core::Hash& hash : call.node.chain.live()) {
    if (call.node.chain.tickets().at(hash).rights == *payee) {
      j.value(hash.to_string());
    }
  }
  return j.close_array().close_object().take();
}

constexpr Method kMethods[] = {
    {"existsaddress", "s", true, existsaddress},         {"existsaddresses", "l", true, existsaddresses},
    {"existsliveticket", "s", true, existsliveticket},   {"existslivetickets", "l", true, existslivetickets},
    {"existsmempooltxs", "l", true, existsmempooltxs},   {"livetickets", "", true, livetickets},
    {"ticketsforaddress", "s", true, ticketsforaddress},
};

}  // namespace

std::span<const Method> ticket_methods() {
  return kMethods;
}

}  // namespace dcrvoter::simnode
