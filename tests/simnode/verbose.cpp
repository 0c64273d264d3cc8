#include "simnode/verbose.hpp"

#include "simnode/filter.hpp"
#include "simnode/node.hpp"
#include "wire/address.hpp"

#include <array>
#include <cstdio>

namespace dcrvoter::simnode {
namespace {

std::string stake_prefix(std::uint8_t opcode) {
  switch (opcode) {
    case wire::kOpSstx: return "stakesubmission-";
    case wire::kOpSsgen: return "stakegen-";
    case wire::kOpSsrtx: return "stakerevoke-";
    case wire::kOpSstxChange: return "sstxchange-";
    case wire::kOpTgen: return "treasurygen-";
    default: return "";
  }
}

std::string stake_opcode(std::uint8_t opcode) {
  switch (opcode) {
    case wire::kOpSstx: return "OP_SSTX ";
    case wire::kOpSsgen: return "OP_SSGEN ";
    case wire::kOpSsrtx: return "OP_SSRTX ";
    case wire::kOpSstxChange: return "OP_SSTXCHANGE ";
    case wire::kOpTgen: return "OP_TGEN ";
    default: return "";
  }
}

void write_input(JsonText& j, const Tx& tx, std::size_t i) {
  const wire::TxIn& in = tx.body.inputs[i];
  j.open_object();
  if (tx.kind == TxKind::vote && i == 0) {
    j.member("stakebase", core::to_hex(in.signature_script)).member("sequence", in.sequence);
  } else if (in.previous.hash.is_zero()) {
    const char* name = tx.kind == TxKind::treasury_base    ? "treasurybase"
                       : tx.kind == TxKind::treasury_spend ? "treasuryspend"
                                                           : "coinbase";
    j.key(name);
    if (tx.kind == TxKind::treasury_base) {
      j.value(true);
    } else {
      j.value(core::to_hex(in.signature_script));
    }
    j.member("sequence", in.sequence);
  } else {
    j.member("txid", in.previous.hash.to_string()).member("vout", in.previous.index);
    j.member("tree", unsigned{in.previous.tree}).member("sequence", in.sequence);
  }
  j.member("amountin", Amount{in.value_in});
  j.member("blockheight", in.block_height).member("blockindex", in.block_index);
  if (!in.previous.hash.is_zero()) {
    j.key("scriptSig").open_object().member("asm", core::to_hex(in.signature_script));
    j.member("hex", core::to_hex(in.signature_script)).close_object();
  }
  j.close_object();
}

std::string hex8(std::uint32_t v) {
  std::array<char, 12> out{};
  std::snprintf(out.data(), out.size(), "%08x", v);
  return out.data();
}

}  // namespace

void write_script(JsonText& j, const wire::TxOut& out, const Node& node) {
  const auto payee = payee_of_output(out.script);
  const std::uint8_t tag = out.script.empty() ? std::uint8_t{0} : out.script[0];
  j.open_object();
  if (payee) {
    const bool key = payee->type == wire::PayeeType::p2pkh;
    const std::string hash = core::to_hex(payee->hash.bytes);
    j.member("asm", stake_opcode(tag) + (key ? "OP_DUP OP_HASH160 " + hash + " OP_EQUALVERIFY OP_CHECKSIG"
                                             : "OP_HASH160 " + hash + " OP_EQUAL"));
    j.member("hex", core::to_hex(out.script)).member("reqSigs", 1);
    j.member("type", stake_prefix(tag) + (key ? "pubkeyhash" : "scripthash"));
    j.key("addresses").open_array().value(wire::encode_address(*payee, node.network)).close_array();
  } else {
    const bool data = tag == wire::kOpReturn && out.script.size() > 2;
    j.member("asm", data ? "OP_RETURN " + core::to_hex(core::ByteView(out.script).subspan(2)) : "OP_TADD");
    j.member("hex", core::to_hex(out.script)).member("type", data ? "nulldata" : "treasuryadd");
  }
  j.member("version", out.version).close_object();
}

void write_transaction(JsonText& j, const Tx& tx, const Node& node, const Place* place) {
  j.open_object()
      .member("hex", tx.hex())
      .member("txid", tx.id.to_string())
      .member("version", tx.body.version);
  j.member("locktime", tx.body.lock_time).member("expiry", tx.body.expiry);
  j.key("vin").open_array();
  for (std::size_t i = 0; i < tx.body.inputs.size(); ++i) {
    write_input(j, tx, i);
  }
  j.close_array().key("vout").open_array();
  for (std::size_t i = 0; i < tx.body.outputs.size(); ++i) {
    const wire::TxOut& out = tx.body.outputs[i];
    j.open_object().member("value", Amount{out.value}).member("n", i).member("version", out.version);
    j.key("scriptPubKey");
    write_script(j, out, node);
    j.close_object();
  }
  j.close_array();
  if (place == nullptr) {
    j.member("blockindex", wire::kMaxIndex);
  } else {
    j.member("blockhash", place->block->hash.to_string()).member("blockheight", place->block->height());
    j.member("blockindex", place->index).member("confirmations", confirmations(*place->block, node));
    j.member("time", place->block->header.timestamp).member("blocktime", place->block->header.timestamp);
  }
  j.close_object();
}

std::int64_t confirmations(const Block& block, const Node& node) {
  return block.on_main ? 1 + std::int64_t{node.chain.tip().height()} - block.height() : -1;
}

std::string chain_work(std::uint32_t height) {
  std::string work = hex8(height + 1);
  return std::string(64 - work.size(), '0') + work;
}

namespace {

void write_times(JsonText& j, const wire::BlockHeader& h) {
  j.member("time", h.timestamp).member("mediantime", h.timestamp).member("nonce", h.nonce);
}

void write_stake(JsonText& j, const wire::BlockHeader& h) {
  j.member("votebits", h.vote_bits)
      .member("finalstate", core::to_hex(h.final_state))
      .member("voters", h.voters);
  j.member("freshstake", unsigned{h.fresh_stake}).member("revocations", unsigned{h.revocations});
  j.member("poolsize", h.pool_size).member("bits", hex8(h.bits)).member("sbits", Amount{h.stake_difficulty});
}

void write_tail(JsonText& j, const Block& block, const Node& node) {
  const wire::BlockHeader& h = block.header;
  j.member("extradata", core::to_hex(h.extra_data)).member("stakeversion", h.stake_version);
  j.member("difficulty", 1).member("chainwork", chain_work(h.height));
  j.member("previousblockhash", h.previous.to_string());
  if (const Block* next = block.on_main ? node.chain.at(h.height + 1) : nullptr) {
    j.member("nextblockhash", next->hash.to_string());
  }
}

}  // namespace

void write_header(JsonText& j, const Block& block, const Node& node) {
  const wire::BlockHeader& h = block.header;
  j.open_object().member("hash", block.hash.to_string()).member("powhash", block.hash.to_string());
  j.member("confirmations", confirmations(block, node)).member("version", h.version);
  j.member("merkleroot", h.merkle_root.to_string()).member("stakeroot", h.stake_root.to_string());
  write_stake(j, h);
  j.member("height", h.height).member("size", h.size);
  write_times(j, h);
  write_tail(j, block, node);
  j.close_object();
}

void write_block(JsonText& j, const Block& block, const Node& node, bool with_transactions) {
  const wire::BlockHeader& h = block.header;
  j.open_object().member("hash", block.hash.to_string()).member("powhash", block.hash.to_string());
  j.member("confirmations", confirmations(block, node)).member("size", h.size).member("height", h.height);
  j.member("version", h.version).member("merkleroot", h.merkle_root.to_string());
  j.member("stakeroot", h.stake_root.to_string());
  for (const auto* tree : {&block.regular, &block.stake}) {
    const bool stake = tree == &block.stake;
    j.key(with_transactions ? (stake ? "rawstx" : "rawtx") : (stake ? "stx" : "tx")).open_array();
    for (std::uint32_t i = 0; i < tree->size(); ++i) {
      const Place place{&block, i, (*tree)[i]};
      if (with_transactions) {
        write_transaction(j, *place.tx, node, &place);
      } else {
        j.value(place.tx->id.to_string());
      }
    }
    j.close_array();
  }
  write_times(j, h);
  write_stake(j, h);
  write_tail(j, block, node);
  j.close_object();
}

}  // namespace dcrvoter::simnode
