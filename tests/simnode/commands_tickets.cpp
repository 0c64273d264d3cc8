// Side-port commands about tickets, addresses and treasury spends.
#include "simnode/control.hpp"
#include "simnode/node.hpp"
#include "wire/address.hpp"

#include <algorithm>

namespace dcrvoter::simnode {
namespace {

using boost::json::object;

std::unexpected<std::string> wrong(std::string text) {
  return std::unexpected(std::move(text));
}

const boost::json::array* list_of(const object& request, std::string_view name) {
  const auto* v = request.if_contains(name);
  return v != nullptr ? v->if_array() : nullptr;
}

void xpub(Node& node, const object& request, Answered answered) {
  const auto good = node.buyer.use_xpub(text_of(request, "xpub"),
                                        static_cast<std::uint32_t>(number_of(request, "branch", 1)),
                                        static_cast<std::uint32_t>(number_of(request, "first_index", 0)));
  good ? answered("{}") : answered(wrong("xpub: " + good.error().text));
}

/// An address, or `p2pkh:` or `p2sh:` and a hash160 in hex.
core::Result<wire::Payee> payee_of_text(std::string_view text, const wire::Network& network) {
  for (const auto& [mark, type] : {std::pair{std::string_view("p2pkh:"), wire::PayeeType::p2pkh},
                                   std::pair{std::string_view("p2sh:"), wire::PayeeType::p2sh}}) {
    if (text.starts_with(mark)) {
      wire::Payee payee{type, {}};
      const auto good = core::from_hex(text.substr(mark.size()), payee.hash.bytes);
      return good ? core::Result<wire::Payee>(payee) : std::unexpected(good.error());
    }
  }
  return wire::decode_payee(text, network);
}

/// Who gets the tickets of one `buy`: addresses, or indexes, or the next ones in turn.
std::expected<std::vector<wire::Payee>, std::string> payees_of(Node& node, const object& request) {
  std::vector<wire::Payee> out;
  if (const auto* addresses = list_of(request, "addresses")) {
    for (const auto& entry : *addresses) {
      const auto payee =
          payee_of_text(entry.is_string() ? std::string_view(entry.get_string()) : "", node.network);
      if (!payee) {
        return wrong("addresses: " + payee.error().text);
      }
      out.push_back(*payee);
    }
    return out;
  }
  if (const auto* indexes = list_of(request, "indexes")) {
    for (const auto& entry : *indexes) {
      const auto payee = entry.is_int64()
                             ? node.buyer.at(static_cast<std::uint32_t>(number_of(request, "branch", 1)),
                                             static_cast<std::uint32_t>(entry.get_int64()))
                             : std::nullopt;
      if (!payee) {
        return wrong("indexes: need numbers, and an xpub");
      }
      out.push_back(*payee);
    }
    return out;
  }
  if (!node.buyer.has_source()) {
    return wrong("buy: needs addresses, or an xpub given before");
  }
  for (std::int64_t n = number_of(request, "count", 1); n > 0; --n) {
    out.push_back(node.buyer.next_ours());
  }
  return out;
}

/// Into the mempool; the next blocks take them, twenty each.
void buy(Node& node, const object& request, Answered answered) {
  const auto payees = payees_of(node, request);
  if (!payees) {
    answered(wrong(payees.error()));
    return;
  }
  const bool ours = flag_of(request, "ours", true);
  JsonText j;
  j.open_object().key("tickets").open_array();
  for (const wire::Payee& payee : *payees) {
    const TxPtr tx = node.factory.ticket(payee, node.chain.ticket_price(node.chain.tip().height() + 1));
    node.chain.know_ticket(tx, ours);
    node.pool(tx);
    j.value(tx->id.to_string());
  }
  answered(j.close_array().close_object().take());
}

/// Makes a transaction known that was made elsewhere: `mined` puts a ticket into the next block
/// even though simnode did not make it.
void inject(Node& node, const object& request, Answered answered) {
  const auto bytes = core::from_hex(text_of(request, "hex"));
  auto body = bytes ? wire::Transaction::parse(*bytes) : core::fail(core::Errc::malformed, "no hex");
  if (!body) {
    answered(wrong("hex: " + body.error().text));
    return;
  }
  const TxPtr tx = make_tx(std::move(*body));
  if (tx->kind == TxKind::ticket) {
    node.chain.know_ticket(tx, flag_of(request, "ours", true));
  }
  node.pool(tx);
  answered(JsonText().open_object().member("txid", tx->id.to_string()).close_object().take());
}

/// These tickets are drawn on the next block, as far as they are live then: `tickets`, or the first
/// `count` live ones of ours.
void draw(Node& node, const object& request, Answered answered) {
  std::vector<core::Hash> chosen;
  if (const auto* list = list_of(request, "tickets")) {
    for (const auto& entry : *list) {
      const auto hash =
          core::Hash::from_string(entry.is_string() ? std::string_view(entry.get_string()) : "");
      if (!hash) {
        answered(wrong("tickets: " + hash.error().text));
        return;
      }
      chosen.push_back(*hash);
    }
  } else {
    const auto count = static_cast<std::size_t>(number_of(request, "count", node.network.tickets_per_block));
    const auto& winners = node.chain.tip().winners;
    for (const core::Hash& hash : node.chain.live()) {
      if (chosen.size() < count && node.chain.tickets().at(hash).ours &&
          std::find(winners.begin(), winners.end(), hash) == winners.end()) {
        chosen.push_back(hash);
      }
    }
  }
  JsonText j;
  j.open_object().key("tickets").open_array();
  for (const core::Hash& hash : chosen) {
    j.value(hash.to_string());
  }
  node.chain.force_draw(std::move(chosen));
  answered(j.close_array().close_object().take());
}

void spare(Node& node, const object& request, Answered answered) {
  node.chain.spare_ours(flag_of(request, "ours", true));
  answered("{}");
}

void tickets(Node& node, const object& request, Answered answered) {
  const bool all = flag_of(request, "all", false);
  JsonText j;
  j.open_object().key("tickets").open_array();
  for (const auto& [hash, ticket] : node.chain.tickets()) {
    if (!all && !ticket.ours) {
      continue;
    }
    j.open_object().member("ticket", hash.to_string()).member("state", to_string(ticket.state));
    j.member("address", wire::encode_address(ticket.rights, node.network)).member("height", ticket.height);
    j.member("spent_by", ticket.spent_by.is_zero() ? "" : ticket.spent_by.to_string()).close_object();
  }
  answered(j.close_array().close_object().take());
}

/// Addresses as if somebody had used them and nothing were left of it.
void use_addresses(Node& node, const object& request, Answered answered) {
  const auto payees = payees_of(node, request);
  if (!payees) {
    answered(wrong(payees.error()));
    return;
  }
  for (const wire::Payee& payee : *payees) {
    node.chain.see(payee);
  }
  answered("{}");
}

void tspend(Node& node, const object& request, Answered answered) {
  const std::uint32_t interval = node.network.treasury_vote_interval;
  const std::uint32_t window = interval * node.network.treasury_vote_multiplier;
  // Without an expiry: the one whose window is open already.
  const std::uint32_t end =
      (node.chain.tip().height() / interval + node.network.treasury_vote_multiplier) * interval;
  const auto expiry = static_cast<std::uint32_t>(number_of(request, "expiry", end + 2));
  const auto key = static_cast<std::size_t>(number_of(request, "pi_key", 0));
  if (key > 1) {
    answered(wrong("pi_key: must be 0 or 1"));
    return;
  }
  const TxPtr tx = node.factory.treasury_spend(expiry, key, number_of(request, "atoms", 1'000'000'000));
  node.pool(tx);
  JsonText j;
  j.open_object()
      .member("txid", tx->id.to_string())
      .member("expiry", expiry)
      .member("start", expiry - window - 2);
  answered(j.member("end", expiry - 2)
               .member("pi_key", core::to_hex(node.network.pi_keys.at(key)))
               .close_object()
               .take());
}

void buy_per_block(Node& node, const object& request, Answered answered) {
  node.miner.buy_per_block = static_cast<std::uint32_t>(number_of(request, "count", 0));
  answered("{}");
}

void strangers(Node& node, const object& request, Answered answered) {
  node.miner.strangers_vote = flag_of(request, "vote", node.miner.strangers_vote);
  node.miner.strangers_buy = flag_of(request, "buy", node.miner.strangers_buy);
  answered("{}");
}

constexpr Command kCommands[] = {
    {"buy", buy},
    {"buy_per_block", buy_per_block},
    {"draw", draw},
    {"inject", inject},
    {"spare", spare},
    {"strangers", strangers},
    {"tickets", tickets},
    {"tspend", tspend},
    {"use_addresses", use_addresses},
    {"xpub", xpub},
};

}  // namespace

std::span<const Command> ticket_commands() {
  return kCommands;
}

}  // namespace dcrvoter::simnode
