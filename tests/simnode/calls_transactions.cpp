// Calls about transactions: looking them up, and sending votes.
#include "simnode/client.hpp"
#include "simnode/node.hpp"
#include "simnode/rpc.hpp"
#include "simnode/verbose.hpp"
#include "simnode/vote_form.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace dcrvoter::simnode {
namespace {

std::unexpected<RpcError> fail(int code, std::string message) {
  return std::unexpected(RpcError{code, std::move(message)});
}

std::string string_param(const Call& call, std::size_t i) {
  return std::string(call.params[i].get_string());
}

Reply not_hex(const std::string& text) {
  return fail(-22, "Argument must be hexadecimal string (not \"" + text + "\")");
}

bool is_of_type(TxKind kind, const std::string& type) {
  return type == "all" || (type == "regular" && kind == TxKind::regular) ||
         (type == "tickets" && kind == TxKind::ticket) || (type == "votes" && kind == TxKind::vote) ||
         (type == "revocations" && kind == TxKind::revocation) ||
         (type == "tspend" && kind == TxKind::treasury_spend);
}

Reply getrawmempool(const Call& call) {
  const bool verbose = !call.params.empty() && call.params[0].get_bool();
  const std::string type = call.params.size() > 1 ? string_param(call, 1) : "all";
  static constexpr std::string_view kTypes[] = {"all",         "regular", "tickets", "votes",
                                                "revocations", "tspend",  "tadd"};
  if (std::find(std::begin(kTypes), std::end(kTypes), type) == std::end(kTypes)) {
    return fail(-8, "Invalid transaction type: " + type);
  }
  JsonText j;
  verbose ? j.open_object() : j.open_array();
  for (const auto& [hash, pooled] : call.node.mempool.all()) {
    if (!is_of_type(pooled.tx->kind, type)) {
      continue;
    }
    if (!verbose) {
      j.value(hash.to_string());
      continue;
    }
    j.key(hash.to_string()).open_object().member("size", pooled.tx->body.serialize().size()).member("fee", 0);
    j.member("time", pooled.unix_time).member("height", pooled.height).member("startingpriority", 0);
    j.member("currentpriority", 0).key("depends").open_array().close_array().close_object();
  }
  verbose ? j.close_object() : j.close_array();
  return j.take();
}

Reply getmempoolinfo(const Call& call) {
  std::size_t bytes = 0;
  for (const auto& [hash, pooled] : call.node.mempool.all()) {
    bytes += pooled.tx->body.serialize().size();
  }
  JsonText j;
  j.open_object().member("size", call.node.mempool.all().size()).member("bytes", bytes);
  return j.close_object().take();
}

Reply getrawtransaction(const Call& call) {
  const auto hash = core::Hash::from_string(string_param(call, 0));
  if (!hash) {
    return not_hex(string_param(call, 0));
  }
  const bool verbose = call.params.size() > 1 && call.params[1].get_int64() != 0;
  TxPtr tx;
  const Place* place = nullptr;
  if (const Pooled* pooled = call.node.mempool.find(*hash)) {
    tx = pooled->tx;
  } else if (!call.node.options.tx_index) {
    return fail(-32603, "The transaction index must be enabled to query the blockchain (specify --txindex)");
  } else if (place = call.node.chain.find_tx(*hash); place != nullptr) {
    tx = place->tx;
  } else {
    return fail(-5, "No information available about transaction " + hash->to_string());
  }
  if (!verbose) {
    return json_quoted(tx->hex());
  }
  JsonText j;
  write_transaction(j, *tx, call.node, place);
  return j.take();
}

/// simnode knows of spending only what it is about: a ticket's first output.
bool is_spent(const Node& node, const Tx& tx, std::size_t index) {
  if (tx.kind != TxKind::ticket || index != 0) {
    return false;
  }
  return !node.chain.tickets().at(tx.id).spent_by.is_zero();
}

Reply gettxout(const Call& call) {
  const auto hash = core::Hash::from_string(string_param(call, 0));
  if (!hash) {
    return not_hex(string_param(call, 0));
  }
  const std::int64_t index = call.params[1].get_int64(), tree = call.params[2].get_int64();
  const bool with_mempool = call.params.size() < 4 || call.params[3].get_bool();
  const Place* place = call.node.chain.find_tx(*hash);
  const Pooled* pooled = with_mempool ? call.node.mempool.find(*hash) : nullptr;
  const TxPtr tx = place != nullptr ? place->tx : pooled != nullptr ? pooled->tx : nullptr;
  // Data outputs are in no set of unspent outputs.
  if (!tx || tree != tx->tree() || index < 0 || std::size_t(index) >= tx->body.outputs.size() ||
      is_null_data(tx->body.outputs[std::size_t(index)].script) ||
      is_spent(call.node, *tx, std::size_t(index))) {
    return "null";
  }
  const wire::TxOut& out = tx->body.outputs[std::size_t(index)];
  JsonText j;
  j.open_object().member("bestblock", call.node.chain.tip().hash.to_string());
  j.member("confirmations", place != nullptr ? confirmations(*place->block, call.node) : 0);
  j.member("value", Amount{out.value}).key("scriptPubKey");
  write_script(j, out, call.node);
  return j.member("coinbase", false).close_object().take();
}

/// What the side port ordered to say instead of looking at a vote.
std::optional<RpcError> ordered_refusal(Node& node, const Tx& tx, const VoteForm& form) {
  if (node.faults.refusals.empty()) {
    return std::nullopt;
  }
  Refusal& refusal = node.faults.refusals.front();
  std::string message = refusal.message;
  const std::pair<std::string_view, std::string> words[] = {{"<t>", tx.id.to_string()},
                                                            {"<k>", form.ticket.to_string()},
                                                            {"<b>", form.block.to_string()},
                                                            {"<h>", std::to_string(form.height)}};
  for (const auto& [mark, text] : words) {
    for (std::size_t at = message.find(mark); at != std::string::npos;
         at = message.find(mark, at + text.size())) {
      message.replace(at, mark.size(), text);
    }
  }
  const RpcError error{refusal.code, std::move(message)};
  if (--refusal.count == 0) {
    node.faults.refusals.pop_front();
  }
  return error;
}

void tell_vote(const Call& call, const Tx& tx, const VoteForm& form, const RpcError* error) {
  const std::int64_t checked = steady_ns();
  call.node.events.add_at(call.received_ns, "vote", [&](JsonText& j) {
    j.member("client", call.client.id())
        .member("vote", tx.id.to_string())
        .member("ticket", form.ticket.to_string());
    j.member("block", form.block.to_string()).member("height", form.height).member("bits", form.bits);
    j.member("version", form.version).member("txversion", tx.body.version).key("treasury").open_array();
    for (const TreasuryVote& vote : form.treasury) {
      j.open_object()
          .member("tspend", vote.spend.to_string())
          .member("choice", vote.choice == 1 ? "yes" : "no")
          .close_object();
    }
    j.close_array();
    j.member("verdict", error == nullptr ? "accepted" : error->code == -40 ? "duplicate" : "refused");
    if (error != nullptr) {
      j.member("code", error->code).member("message", error->message);
    }
    j.member("checked_ns", checked);
  });
}

Reply sendrawtransaction(const Call& call) {
  Node& node = call.node;
  std::string hex = string_param(call, 0);
  if (hex.size() % 2 != 0) {
    hex.insert(0, 1, '0');
  }
  const auto bytes = core::from_hex(hex);
  if (!bytes) {
    return not_hex(hex);
  }
  auto body = wire::Transaction::parse(*bytes);
  if (!body) {
    return fail(-22, "Could not decode Tx: " + std::string(bytes->empty() ? "EOF" : "unexpected EOF"));
  }
  const TxPtr tx = make_tx(std::move(*body));
  const auto form = read_vote(tx->body);
  std::optional<RpcError> error = form ? ordered_refusal(node, *tx, *form) : std::nullopt;
  if (!error) {
    if (const auto good = node.mempool.accept(tx); !good) {
      error = RpcError{good.error().code,
                       "rejected transaction " + tx->id.to_string() + ": " + good.error().description};
    }
  }
  if (form) {
    tell_vote(call, *tx, *form, error ? &*error : nullptr);
  }
  if (error) {
    return std::unexpected(*error);
  }
  node.notify_accepted(*tx);
  // Afterwards, so that the reply goes out before the block that may follow.
  boost::asio::post(node.io, [&node] { node.miner.votes_changed(); });
  return json_quoted(tx->id.to_string());
}

constexpr Method kMethods[] = {
    {"getmempoolinfo", "", false, getmempoolinfo},           {"getrawmempool", "?bs", true, getrawmempool},
    {"getrawtransaction", "s?i", true, getrawtransaction},   {"gettxout", "sii?b", true, gettxout},
    {"sendrawtransaction", "s?b", true, sendrawtransaction},
};

}  // namespace

std::span<const Method> transaction_methods() {
  return kMethods;
}

}  // namespace dcrvoter::simnode
