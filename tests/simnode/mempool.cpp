#include "simnode/mempool.hpp"

#include "simnode/vote_check.hpp"

#include <algorithm>
#include <chrono>

namespace dcrvoter::simnode {
namespace {

constexpr std::int64_t kMostAtoms = 21'000'000'00000000;
constexpr std::uint32_t kPruneVotesAfter = 10;  // dcrd: heightDiffToPruneVotes
constexpr std::size_t kMostVotesOfATicket = 5;  // dcrd: maxVoteDoubleSpends
constexpr std::size_t kMostTreasurySpends = 7;  // dcrd: MempoolMaxConcurrentTSpends
constexpr std::size_t kMostScript = 1650;       // dcrd: maxStandardSigScriptSize
const core::Bytes kStakebaseScript{0, 0};

std::unexpected<Rejection> no(std::string description, int code = -1) {
  return std::unexpected(Rejection{code, std::move(description)});
}

/// `dcrd: blockchain/standalone/tx.go` (CheckTransactionSanity), as far as votes can break it.
std::expected<void, Rejection> sane(const wire::Transaction& t) {
  if (t.inputs.empty()) {
    return no("transaction has no inputs");
  }
  if (t.outputs.empty()) {
    return no("transaction has no outputs");
  }
  std::int64_t sum = 0;
  for (const auto& out : t.outputs) {
    if (out.value < 0) {
      return no("transaction output has negative value of " + std::to_string(out.value));
    }
    if (out.value > kMostAtoms) {
      return no("transaction output value of " + std::to_string(out.value) +
                " is higher than max allowed value of " + std::to_string(kMostAtoms));
    }
    sum += out.value;
    if (sum > kMostAtoms) {
      return no("total value of all transaction outputs is " + std::to_string(sum) +
                " which is higher than max allowed value of " + std::to_string(kMostAtoms));
    }
  }
  for (const auto& in : t.inputs) {
    if (in.value_in < 0 && in.value_in != -1) {
      return no("transaction input value has negative value of " + std::to_string(in.value_in));
    }
    if (in.value_in > kMostAtoms) {
      return no("transaction input value " + std::to_string(in.value_in) +
                " is higher than max allowed value of " + std::to_string(kMostAtoms));
    }
  }
  if (t.version > 3) {
    return no("transaction version " + std::to_string(t.version) +
              " is greater than the max allowed version 3)");
  }
  return {};
}

bool is_expired(const wire::Transaction& t, std::uint32_t next_height) {
  return t.expiry != 0 && next_height >= t.expiry;
}

}  // namespace

const Pooled* Mempool::find(const core::Hash& hash) const {
  const auto it = pool_.find(hash);
  return it == pool_.end() ? nullptr : &it->second;
}

std::expected<void, Rejection> Mempool::accept(const TxPtr& tx) {
  if (auto good = examine(*tx); !good) {
    // Whatever the reason: dcrd calls what it confirmed recently a duplicate.
    if (chain_.find_tx(tx->id) != nullptr) {
      good.error().code = -40;
    }
    return good;
  }
  put(tx->kind == TxKind::vote ? with_fraud_proof(tx) : tx);
  return {};
}

TxPtr Mempool::with_fraud_proof(const TxPtr& vote) const {
  // dcrd fills in where the ticket was mined; neither txid nor signature depend on it.
  auto copy = std::make_shared<Tx>(*vote);
  wire::TxIn& in = copy->body.inputs[1];
  const Ticket& ticket = *chain_.ticket(in.previous.hash);
  in.value_in = ticket.price;
  in.block_height = ticket.height;
  in.block_index = ticket.block_index;
  return copy;
}

std::expected<void, Rejection> Mempool::examine(const Tx& tx) const {
  const std::uint32_t next = chain_.tip().height() + 1;
  const std::uint32_t svh = chain_.network().stake_validation_height;
  const std::string id = tx.id.to_string();
  if (pool_.contains(tx.id)) {
    return no("already have transaction " + id, -40);
  }
  if (auto good = sane(tx.body); !good) {
    return good;
  }
  const auto form = read_vote(tx.body);
  if (form && tx.body.inputs[0].signature_script != kStakebaseScript) {
    return no("stakebase transaction signature script was set to disallowed value (got " +
              core::to_hex(tx.body.inputs[0].signature_script) + ", want 0000)");
  }
  if (is_expired(tx.body, next)) {
    return no("transaction " + id + " expired at height " + std::to_string(tx.body.expiry));
  }
  if ((form || tx.kind == TxKind::treasury_spend) && next < svh) {
    return no(std::string(form ? "votes" : "treasury spends") + " are not valid until block height " +
              std::to_string(svh) + " (next block height " + std::to_string(next) + ")");
  }
  if (form) {
    return examine_vote(tx, *form);
  }
  if (tx.kind == TxKind::treasury_spend) {
    const auto spends = std::count_if(pool_.begin(), pool_.end(), [](const auto& p) {
      return p.second.tx->kind == TxKind::treasury_spend;
    });
    return static_cast<std::size_t>(spends) < kMostTreasurySpends
               ? std::expected<void, Rejection>{}
               : no("Mempool can only hold " + std::to_string(kMostTreasurySpends) +
                    " concurrent TSpend transactions");
  }
  // simnode keeps no coins, so nothing else can have its inputs there.
  return no("orphan transaction " + id + " references output " + outpoint_text(tx.body.inputs[0].previous) +
            " of unknown or fully-spent transaction");
}

std::expected<void, Rejection> Mempool::examine_vote(const Tx& tx, const VoteForm& form) const {
  const wire::Network& network = chain_.network();
  const std::uint32_t next = chain_.tip().height() + 1;
  const std::string id = tx.id.to_string();
  if (network.id == wire::NetworkId::mainnet && tx.body.inputs[1].signature_script.size() > kMostScript) {
    return no("transaction " + id + " is not standard: transaction input 1: signature script size of " +
              std::to_string(tx.body.inputs[1].signature_script.size()) +
              " bytes is large than max allowed size of " + std::to_string(kMostScript) + " bytes");
  }
  std::size_t votes_of_ticket = 0;
  for (const auto& [hash, pooled] : pool_) {
    const auto other = pooled.tx->kind == TxKind::vote ? read_vote(pooled.tx->body) : std::nullopt;
    if (!other || other->ticket != form.ticket) {
      continue;
    }
    ++votes_of_ticket;
    if (other->block == form.block) {
      return no("vote " + id + " spending ticket " + form.ticket.to_string() + " already votes on block " +
                form.block.to_string() + " (height " + std::to_string(form.height) + ")");
    }
  }
  if (votes_of_ticket >= kMostVotesOfATicket) {
    return no("transaction " + outpoint_text(tx.body.inputs[1].previous) +
              " in the pool with more than 5 votes");
  }
  if (std::int64_t{form.height} < std::int64_t{next} - network.max_vote_age) {
    return no("transaction " + id + " votes on old block height of " + std::to_string(form.height) +
              " which is before the current cutoff height of " +
              std::to_string(std::int64_t{next} - network.max_vote_age));
  }
  if (chain_.find_tx(tx.id) != nullptr) {
    return no("transaction already exists", -40);
  }
  const Ticket* ticket = chain_.ticket(form.ticket);
  if (ticket == nullptr || forgotten_.contains(form.ticket) || ticket->state == TicketState::unmined ||
      !ticket->spent_by.is_zero()) {
    return no("orphan transaction " + id + " references output " + outpoint_text(tx.body.inputs[1].previous) +
              " of unknown or fully-spent transaction");
  }
  if (auto fault = vote_fault(tx, form, {network, next, *ticket})) {
    return no(std::move(*fault));
  }
  std::int64_t out = 0;
  for (const auto& output : tx.body.outputs) {
    out += output.value;
  }
  if (const std::int64_t in = tx.body.inputs[0].value_in + ticket->price; in < out) {
    return no("total value of all transaction inputs for transaction " + id + " is " + std::to_string(in) +
              " which is less than the amount spent of " + std::to_string(out));
  }
  return {};
}

void Mempool::put(const TxPtr& tx) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  Pooled pooled{tx, chain_.tip().height(), std::chrono::duration_cast<std::chrono::seconds>(now).count(),
                ++order_};
  pool_.emplace(tx->id, std::move(pooled));
  chain_.see(*tx);
}

void Mempool::prune(const Block& connected) {
  for (const auto* tree : {&connected.regular, &connected.stake}) {
    for (const TxPtr& tx : *tree) {
      pool_.erase(tx->id);
    }
  }
  std::erase_if(pool_, [&](const auto& entry) {
    const Pooled& pooled = entry.second;
    if (pooled.tx->kind == TxKind::vote) {
      const Ticket* ticket = chain_.ticket(pooled.tx->body.inputs[1].previous.hash);
      return pooled.height + kPruneVotesAfter < connected.height() || ticket == nullptr ||
             !ticket->spent_by.is_zero();
    }
    return is_expired(pooled.tx->body, connected.height() + 1);
  });
}

std::map<core::Hash, TxPtr> Mempool::votes_on(const Block& block) const {
  std::map<core::Hash, TxPtr> out;
  for (const auto& [hash, pooled] : pool_) {
    const auto form = pooled.tx->kind == TxKind::vote ? read_vote(pooled.tx->body) : std::nullopt;
    if (form && form->block == block.hash && form->height == block.height() &&
        std::find(block.winners.begin(), block.winners.end(), form->ticket) != block.winners.end()) {
      out.emplace(form->ticket, pooled.tx);
    }
  }
  return out;
}

std::vector<TxPtr> Mempool::tickets() const {
  std::vector<const Pooled*> found;
  for (const auto& [hash, pooled] : pool_) {
    if (pooled.tx->kind == TxKind::ticket) {
      found.push_back(&pooled);
    }
  }
  std::sort(found.begin(), found.end(), [](const Pooled* a, const Pooled* b) { return a->order < b->order; });
  std::vector<TxPtr> out;
  for (const Pooled* pooled : found) {
    out.push_back(pooled->tx);
  }
  return out;
}

}  // namespace dcrvoter::simnode
