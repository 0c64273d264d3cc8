// Calls about blocks and headers, and rescan.
#include "simnode/client.hpp"
#include "simnode/node.hpp"
#include "simnode/rpc.hpp"
#include "simnode/verbose.hpp"

namespace dcrvoter::simnode {
namespace {

constexpr std::size_t kMostHeaders = 2000;

std::unexpected<RpcError> fail(int code, std::string message) {
  return std::unexpected(RpcError{code, std::move(message)});
}

std::expected<core::Hash, RpcError> hash_param(const boost::json::value& v) {
  const std::string_view text = v.is_string() ? std::string_view(v.get_string()) : "";
  const auto hash = core::Hash::from_string(text);
  if (!hash) {
    return fail(-22, "Argument must be hexadecimal string (not \"" + std::string(text) + "\")");
  }
  return *hash;
}

std::expected<Block*, RpcError> block_param(const Call& call) {
  const auto hash = hash_param(call.params[0]);
  if (!hash) {
    return std::unexpected(hash.error());
  }
  Block* block = call.node.chain.find(*hash);
  if (block == nullptr) {
    return fail(-5, "Block not found: " + hash->to_string());
  }
  return block;
}

bool flag(const Call& call, std::size_t i, bool otherwise) {
  return call.params.size() > i ? call.params[i].get_bool() : otherwise;
}

Reply getblockhash(const Call& call) {
  const std::int64_t height = call.params[0].get_int64();
  const Block* block =
      height < 0 || height > 0xffffffff ? nullptr : call.node.chain.at(static_cast<std::uint32_t>(height));
  if (block == nullptr) {
    return fail(-1, "Block number out of range: " + std::to_string(height));
  }
  return json_quoted(block->hash.to_string());
}

Reply getblock(const Call& call) {
  const auto block = block_param(call);
  if (!block) {
    return std::unexpected(block.error());
  }
  if (!flag(call, 1, true)) {
    return json_quoted(core::to_hex((*block)->serialize()));
  }
  JsonText j;
  write_block(j, **block, call.node, flag(call, 2, false));
  return j.take();
}

Reply getblockheader(const Call& call) {
  const auto block = block_param(call);
  if (!block) {
    return std::unexpected(block.error());
  }
  if (!flag(call, 1, true)) {
    return json_quoted(core::to_hex((*block)->header.serialize()));
  }
  JsonText j;
  write_header(j, **block, call.node);
  return j.take();
}

Reply getheaders(const Call& call) {
  const Chain& chain = call.node.chain;
  const auto& locators = call.params[0].get_array();
  const std::string_view stop_text = call.params[1].get_string();
  core::Hash stop;
  if (!stop_text.empty()) {
    const auto hash = hash_param(call.params[1]);
    if (!hash) {
      return std::unexpected(hash.error());
    }
    stop = *hash;
  }
  JsonText j;
  j.open_object().key("headers").open_array();
  if (locators.empty()) {
    if (const Block* block = chain.find(stop)) {
      j.value(core::to_hex(block->header.serialize()));
    }
    return j.close_array().close_object().take();
  }
  std::uint32_t from = chain.first_height() + 1;
  for (const auto& locator : locators) {
    const auto hash = hash_param(locator);
    if (!hash) {
      return std::unexpected(hash.error());
    }
    if (const Block* block = chain.find(*hash); block != nullptr && block->on_main) {
      from = block->height() + 1;
      break;
    }
  }
  for (std::size_t n = 0; n < kMostHeaders; ++n, ++from) {
    const Block* block = chain.at(from);
    if (block == nullptr) {
      break;
    }
    j.value(core::to_hex(block->header.serialize()));
    if (block->hash == stop) {
      break;
    }
  }
  return j.close_array().close_object().take();
}

Reply getchaintips(const Call& call) {
  const Chain& chain = call.node.chain;
  JsonText j;
  j.open_array();
  for (Block* leaf : chain.leaves()) {
    j.open_object().member("height", leaf->height()).member("hash", leaf->hash.to_string());
    j.member("branchlen", leaf->height() - chain.fork_point(*leaf).height());
    j.member("status", leaf->on_main ? "active" : "valid-fork").close_object();
  }
  return j.close_array().take();
}

Reply rescan(const Call& call) {
  if (!call.client.filter) {
    return fail(-1, "Transaction filter must be loaded before rescanning");
  }
  const auto most = static_cast<std::size_t>(call.node.faults.most_rescan);
  if (most != 0 && call.params[0].get_array().size() > most) {
    return '"' + std::string(std::size_t{20} << 20U, 'x') + '"';
  }
  JsonText j;
  j.open_object().key("discovereddata").open_array();
  const Block* last = nullptr;
  for (const auto& entry : call.params[0].get_array()) {
    const auto hash = hash_param(entry);
    if (!hash) {
      return std::unexpected(hash.error());
    }
    const Block* block = call.node.chain.find(*hash);
    if (block == nullptr) {
      return fail(-5, "Failed to fetch block: block " + hash->to_string() + " is not known");
    }
    if (last != nullptr && block->header.previous != last->hash) {
      return fail(-8, "Block " + hash->to_string() + " is not a child of " + last->hash.to_string());
    }
    last = block;
    JsonText found;
    found.open_array();
    bool any = false;
    for (const auto* tree : {&block->stake, &block->regular}) {
      for (const TxPtr& tx : *tree) {
        if (call.client.filter->matches(*tx, MatchIn::rescan)) {
          found.value(tx->hex());
          any = true;
        }
      }
    }
    if (any) {
      j.open_object().member("hash", hash->to_string()).key("transactions").raw(found.close_array().text());
      j.close_object();
    }
  }
  return j.close_array().close_object().take();
}

constexpr Method kMethods[] = {
    {"getblock", "s?bb", true, getblock},
    {"getblockhash", "i", true, getblockhash},
    {"getblockheader", "s?b", true, getblockheader},
    {"getchaintips", "", true, getchaintips},
    {"getheaders", "ls", true, getheaders},
    {"rescan", "l", true, rescan},
};

}  // namespace

std::span<const Method> block_methods() {
  return kMethods;
}

}  // namespace dcrvoter::simnode
