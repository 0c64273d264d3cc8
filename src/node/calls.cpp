#include "node/calls.hpp"

#include "node/json_access.hpp"
#include "node/try.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

#include <utility>

namespace dcrvoter::node {

namespace asio = net::asio;
using core::Result;

namespace {

/// Makes a call and turns its answer into a T while the JSON is alive.
template <class T>
net::Task<CallResult<T>> call(ConnectionPtr node, std::string method, std::string params,
                              std::chrono::milliseconds deadline,
                              std::function<Result<T>(const JsonAt&)> parse) {
  struct Answer {
    asio::steady_timer arrived;
    std::optional<CallResult<T>> value;
  };
  auto answer = std::make_shared<Answer>(Answer{
      asio::steady_timer(node->executor(), std::chrono::steady_clock::time_point::max()), std::nullopt});
  node->request(method, params, deadline, [answer, method, parse](const ReplyView& reply) {
    if (!reply) {
      answer->value = std::unexpected(reply.error());
    } else if (auto parsed = parse(JsonAt(**reply, "result")); !parsed) {
      answer->value = std::unexpected(CallError{
          .kind = parsed.error().kind,
          .code = 0,
          .text = fmt::format("its answer to '{}' cannot be used: {}", method, parsed.error().text)});
    } else if constexpr (std::is_void_v<T>) {
      answer->value = CallResult<T>();
    } else {
      answer->value = CallResult<T>(std::move(*parsed));
    }
    answer->arrived.cancel();
  });
  while (!answer->value) {
    co_await answer->arrived.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  co_return std::move(*answer->value);
}

/// `["a","b"]` of texts that need no escaping (hashes, addresses).
template <class Items, class Text>
std::string quoted_list(const Items& items, Text text) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) {
      out += ',';
    }
    out += '"';
    out += text(item);
    out += '"';
  }
  out += ']';
  return out;
}

std::string hash_list(const std::vector<core::Hash>& hashes) {
  return quoted_list(hashes, [](const core::Hash& hash) { return hash.to_string(); });
}

std::string address_list(const std::vector<std::string>& addresses) {
  return quoted_list(addresses, [](const std::string& address) { return address; });
}

Result<std::uint32_t> number(const JsonAt& object, std::string_view field) {
  TRY(at, object.field(field));
  return at.height();
}

/// At most its first `most` bytes.
Result<std::string> text(const JsonAt& object, std::string_view field,
                         std::size_t most = std::string_view::npos) {
  TRY(at, object.field(field));
  TRY(view, at.string());
  return std::string(view.substr(0, most));
}

Result<Version> parse_version(const JsonAt& result) {
  TRY(dcrd, result.field("dcrd"));
  TRY(api, result.field("dcrdjsonrpcapi"));
  TRY(name, text(dcrd, "versionstring"));
  TRY(major, number(api, "major"));
  TRY(minor, number(api, "minor"));
  TRY(patch, number(api, "patch"));
  return Version{.dcrd = name, .api_major = major, .api_minor = minor, .api_patch = patch};
}

Result<BlockchainInfo> parse_blockchain_info(const JsonAt& result) {
  TRY(chain, text(result, "chain"));
  TRY(blocks, number(result, "blocks"));
  TRY(headers, number(result, "headers"));
  TRY(sync, number(result, "syncheight"));
  TRY(best_at, result.field("bestblockhash"));
  TRY(best, best_at.hash());
  TRY(download_at, result.field("initialblockdownload"));
  TRY(download, download_at.boolean());
  return BlockchainInfo{.chain = chain,
                        .blocks = blocks,
                        .headers = headers,
                        .sync_height = sync,
                        .best_block = best,
                        .initial_block_download = download};
}

Result<NodeInfo> parse_info(const JsonAt& result) {
  TRY(offset_at, result.field("timeoffset"));
  TRY(offset, offset_at.integer(INT32_MIN, INT32_MAX));
  TRY(connections, number(result, "connections"));
  TRY(txindex_at, result.field("txindex"));
  TRY(txindex, txindex_at.boolean());
  return NodeInfo{.time_offset = offset, .connections = connections, .txindex = txindex};
}

Result<PeerInfo> parse_peer_info(const JsonAt& result) {
  TRY(peers, result.array());
  PeerInfo info{.count = peers->size(), .greatest_time_offset = 0};
  for (const auto& peer : *peers) {
    TRY(offset_at, JsonAt(peer, "result[]").field("timeoffset"));
    TRY(offset, offset_at.integer(INT32_MIN, INT32_MAX));
    if (std::abs(offset) > std::abs(info.greatest_time_offset)) {
      info.greatest_time_offset = offset;
    }
  }
  return info;
}

Result<VoteInfo> parse_vote_info(const JsonAt& result) {
  TRY(height, number(result, "currentheight"));
  TRY(version, number(result, "voteversion"));
  VoteInfo info{.current_height = height, .vote_version = version, .agendas = {}};
  auto agendas = result.field("agendas");
  if (!agendas) {
    return info;  // left out when there are none
  }
  TRY(items, agendas->array());
  if (items->size() > kMaxAgendas) {
    return core::fail(core::Errc::malformed, fmt::format("{}: {} agendas, of which votes have room for {}",
                                                         agendas->path(), items->size(), kMaxAgendas));
  }
  for (const auto& item : *items) {
    const JsonAt at(item, "result.agendas[]");
    TRY(id, text(at, "id", kMaxAgendaText));
    TRY(description, text(at, "description", kMaxAgendaText));
    TRY(status, text(at, "status", kMaxAgendaText));
    info.agendas.push_back({.id = id, .description = description, .status = status});
  }
  return info;
}

Result<BestBlock> parse_best_block(const JsonAt& result) {
  TRY(hash_at, result.field("hash"));
  TRY(hash, hash_at.hash());
  TRY(height, number(result, "height"));
  return BestBlock{.hash = hash, .height = height};
}

Result<std::vector<wire::BlockHeader>> parse_headers(const JsonAt& result) {
  TRY(at, result.field("headers"));
  TRY(items, at.array());
  std::vector<wire::BlockHeader> headers;
  headers.reserve(items->size());
  for (const auto& item : *items) {
    TRY(header, JsonAt(item, "result.headers[]").header());
    headers.push_back(header);
  }
  return headers;
}

Result<std::vector<core::Hash>> parse_hashes(const JsonAt& result) {
  TRY(items, result.array());
  std::vector<core::Hash> hashes;
  hashes.reserve(items->size());
  for (const auto& item : *items) {
    TRY(hash, JsonAt(item, "result[]").hash());
    hashes.push_back(hash);
  }
  return hashes;
}

Result<std::vector<bool>> parse_bitset(const JsonAt& result, std::size_t count) {
  TRY(bytes, result.hex());
  if (bytes.size() != (count + 7) / 8) {
    return core::fail(core::Errc::malformed, fmt::format("{}: {} bytes of flags for {} questions",
                                                         result.path(), bytes.size(), count));
  }
  std::vector<bool> flags(count);
  for (std::size_t i = 0; i < count; ++i) {
    flags[i] = ((static_cast<unsigned>(bytes[i / 8]) >> (i % 8)) & 1U) != 0;
  }
  return flags;
}

Result<std::vector<RescannedBlock>> parse_rescan(const JsonAt& result) {
  TRY(found_at, result.field("discovereddata"));
  std::vector<RescannedBlock> blocks;
  if (found_at.value().is_null()) {
    return blocks;
  }
  TRY(items, found_at.array());
  for (const auto& item : *items) {
    const JsonAt at(item, "result.discovereddata[]");
    TRY(hash_at, at.field("hash"));
    TRY(hash, hash_at.hash());
    TRY(transactions_at, at.field("transactions"));
    TRY(transactions, transactions_at.array());
    RescannedBlock block{.hash = hash, .transactions = {}};
    block.transactions.reserve(transactions->size());
    for (const auto& one : *transactions) {
      TRY(transaction, JsonAt(one, "result.discovereddata[].transactions[]").transaction());
      block.transactions.push_back(std::move(transaction));
    }
    blocks.push_back(std::move(block));
  }
  return blocks;
}

Result<std::optional<UnspentOutput>> parse_tx_out(const JsonAt& result) {
  if (result.value().is_null()) {
    return std::nullopt;
  }
  TRY(best_at, result.field("bestblock"));
  TRY(best, best_at.hash());
  TRY(confirmations, number(result, "confirmations"));
  TRY(script_at, result.field("scriptPubKey"));
  TRY(hex_at, script_at.field("hex"));
  TRY(script, hex_at.hex());
  return UnspentOutput{.best_block = best, .confirmations = confirmations, .script = std::move(script)};
}

Result<wire::Block> parse_block(const JsonAt& result) {
  TRY(bytes, result.hex());
  return wire::Block::parse(bytes);
}

#undef TRY

Result<void> ignore(const JsonAt&) {
  return {};
}

}  // namespace

net::Task<CallResult<Version>> get_version(ConnectionPtr node) {
  return call<Version>(node, "version", "[]", node->timing().call, parse_version);
}

net::Task<CallResult<std::uint32_t>> get_current_net(ConnectionPtr node) {
  return call<std::uint32_t>(node, "getcurrentnet", "[]", node->timing().call,
                             [](const JsonAt& result) -> Result<std::uint32_t> {
                               auto magic = result.integer(0, UINT32_MAX);
                               if (!magic) {
                                 return std::unexpected(magic.error());
                               }
                               return static_cast<std::uint32_t>(*magic);
                             });
}

net::Task<CallResult<BlockchainInfo>> get_blockchain_info(ConnectionPtr node) {
  return call<BlockchainInfo>(node, "getblockchaininfo", "[]", node->timing().call, parse_blockchain_info);
}

net::Task<CallResult<NodeInfo>> get_info(ConnectionPtr node) {
  return call<NodeInfo>(node, "getinfo", "[]", node->timing().call, parse_info);
}

net::Task<CallResult<PeerInfo>> get_peer_info(ConnectionPtr node) {
  return call<PeerInfo>(node, "getpeerinfo", "[]", node->timing().call, parse_peer_info);
}

net::Task<CallResult<VoteInfo>> get_vote_info(ConnectionPtr node, std::uint32_t version) {
  return call<VoteInfo>(node, "getvoteinfo", fmt::format("[{}]", version), node->timing().call,
                        parse_vote_info);
}

net::Task<CallResult<BestBlock>> get_best_block(ConnectionPtr node) {
  return call<BestBlock>(node, "getbestblock", "[]", node->timing().call, parse_best_block);
}

net::Task<CallResult<core::Hash>> get_block_hash(ConnectionPtr node, std::uint32_t height) {
  return call<core::Hash>(node, "getblockhash", fmt::format("[{}]", height), node->timing().call,
                          [](const JsonAt& result) { return result.hash(); });
}

net::Task<CallResult<wire::BlockHeader>> get_block_header(ConnectionPtr node, core::Hash block) {
  return call<wire::BlockHeader>(node, "getblockheader", fmt::format("[\"{}\",false]", block.to_string()),
                                 node->timing().call, [](const JsonAt& result) { return result.header(); });
}

net::Task<CallResult<wire::Block>> get_block(ConnectionPtr node, core::Hash block) {
  return call<wire::Block>(node, "getblock", fmt::format("[\"{}\",false]", block.to_string()),
                           node->timing().call, parse_block);
}

net::Task<CallResult<std::vector<wire::BlockHeader>>> get_headers(ConnectionPtr node,
                                                                  std::vector<core::Hash> locators) {
  return call<std::vector<wire::BlockHeader>>(node, "getheaders",
                                              fmt::format("[{},\"\"]", hash_list(locators)),
                                              node->timing().long_call, parse_headers);
}

net::Task<CallResult<std::vector<bool>>> exists_addresses(ConnectionPtr node,
                                                          std::vector<std::string> addresses) {
  return call<std::vector<bool>>(
      node, "existsaddresses", fmt::format("[{}]", address_list(addresses)), node->timing().long_call,
      [count = addresses.size()](const JsonAt& result) { return parse_bitset(result, count); });
}

net::Task<CallResult<void>> load_tx_filter(ConnectionPtr node, bool reload,
                                           std::vector<std::string> addresses,
                                           std::vector<wire::OutPoint> outpoints) {
  std::string points = "[";
  for (const auto& point : outpoints) {
    points += fmt::format(R"({}{{"hash":"{}","tree":{},"index":{}}})", points.size() > 1 ? "," : "",
                          point.hash.to_string(), point.tree, point.index);
  }
  points += ']';
  return call<void>(node, "loadtxfilter", fmt::format("[{},{},{}]", reload, address_list(addresses), points),
                    node->timing().long_call, ignore);
}

net::Task<CallResult<std::vector<RescannedBlock>>> rescan(ConnectionPtr node,
                                                          std::vector<core::Hash> blocks) {
  return call<std::vector<RescannedBlock>>(node, "rescan", fmt::format("[{}]", hash_list(blocks)),
                                           node->timing().long_call, parse_rescan);
}

net::Task<CallResult<std::vector<core::Hash>>> get_raw_mempool(ConnectionPtr node, std::string type) {
  return call<std::vector<core::Hash>>(node, "getrawmempool", fmt::format("[false,\"{}\"]", type),
                                       node->timing().call, parse_hashes);
}

net::Task<CallResult<std::optional<UnspentOutput>>> get_tx_out(ConnectionPtr node, wire::OutPoint output) {
  return call<std::optional<UnspentOutput>>(
      node, "gettxout",
      fmt::format("[\"{}\",{},{},true]", output.hash.to_string(), output.index, output.tree),
      node->timing().call, parse_tx_out);
}

net::Task<CallResult<wire::Transaction>> get_raw_transaction(ConnectionPtr node, core::Hash txid) {
  return call<wire::Transaction>(node, "getrawtransaction", fmt::format("[\"{}\",0]", txid.to_string()),
                                 node->timing().call,
                                 [](const JsonAt& result) { return result.transaction(); });
}

net::Task<CallResult<void>> plain_call(ConnectionPtr node, std::string method) {
  return call<void>(node, std::move(method), "[]", node->timing().call, ignore);
}

void send_raw_transaction(Connection& node, std::string_view hex, std::chrono::milliseconds deadline,
                          std::function<void(const CallResult<void>&)> handler, OnSent on_sent) {
  std::string params;
  params.reserve(hex.size() + 16);
  params += "[\"";
  params += hex;
  params += "\"]";
  node.request(
      "sendrawtransaction", params, deadline,
      [handler = std::move(handler)](const ReplyView& reply) {
        handler(reply ? CallResult<void>() : CallResult<void>(std::unexpected(reply.error())));
      },
      std::move(on_sent));
}

}  // namespace dcrvoter::node
