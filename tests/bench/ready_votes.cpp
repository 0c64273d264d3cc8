// Makes votes with dcrvoter's own rooms but without its service: for the plain client that measures a
// node's floor, and for counting the instructions that a vote takes. Standard input, a line each:
//
//   account NETWORK KEY         first, this or the next: an account's private key (sprv… for simnet)
//   key NETWORK WIF             a single key
//   ticket HEX                  a ticket's transaction, known from then on; answers nothing
//   vote BLOCK HEIGHT TICKET    answers "TXID HEX"; TICKET is the txid of one that is known;
//                               without it the last one that was
//   again COUNT                 makes the last vote so often, each on another block; answers nothing
//
// A mistake ends it with one line to standard error and exit code 1. Tests only: it takes a key by text.
#include "core/bytes.hpp"
#include "keys/extended_key.hpp"
#include "keys/key_ring.hpp"
#include "keys/private_key.hpp"
#include "keys/wif.hpp"
#include "vote/builder.hpp"
#include "vote/ticket.hpp"
#include "wire/network.hpp"
#include "wire/transaction.hpp"

#include <cstdint>
#include <cstdio>
#include <iostream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

using namespace dcrvoter;

namespace {

template <class T>
T need(core::Result<T> result) {
  if (!result) {
    throw std::runtime_error(result.error().text);
  }
  return std::move(*result);
}

const wire::Network& network_named(const std::string& name) {
  const auto id = wire::network_id(name);
  if (!id) {
    throw std::runtime_error("no network is called '" + name + "'");
  }
  return wire::network(*id);
}

keys::KeyRing ring_of(const std::string& kind, const wire::Network& network, const std::string& key) {
  keys::KeyRing ring(network);
  if (kind == "key") {
    ring.add_key(need(keys::parse_wif(key, network)));
  } else if (const auto added = ring.add_account(need(keys::ExtendedKey::parse(key, network)), "bench");
             !added) {
    throw std::runtime_error(added.error().text);
  }
  return ring;
}

/// One account's, or one key's, tickets and the votes they cast.
class VoteMaker {
 public:
  VoteMaker(const wire::Network& network, keys::KeyRing ring) : network_(network), ring_(std::move(ring)) {}

  void learn(const vote::Ticket& ticket) {
    find_key(ticket);
    tickets_.insert_or_assign(ticket.txid, ticket);
    ticket_ = ticket.txid;
  }

  keys::SignedVote vote(const vote::VotedBlock& block, std::optional<core::Hash> ticket) {
    block_ = block;
    ticket_ = ticket.value_or(ticket_);
    return make();
  }

  /// Like the way of the vote in the service: from the known ticket to the hex that is sent.
  void again(std::uint32_t count) {
    std::size_t digits = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      block_.hash.bytes[0] = static_cast<std::uint8_t>(i);
      block_.hash.bytes[1] = static_cast<std::uint8_t>(i >> 8U);
      digits += core::to_hex(make().bytes).size();
    }
    if (digits < count) {
      throw std::runtime_error("a vote is empty");
    }
  }

 private:
  keys::SignedVote make() const {
    const vote::VoteContent content{.bits = 1, .version = network_.vote_version, .treasury = {}};
    return need(ring_.sign(need(vote::decide_vote(network_, tickets_.at(ticket_), block_, content))));
  }

  /// Tickets lie at growing indexes of the account's branch 1.
  void find_key(const vote::Ticket& ticket) {
    constexpr std::uint32_t kAtOnce = 100;
    constexpr std::uint32_t kMost = 100'000;
    while (!ring_.can_vote(ticket.voting)) {
      const auto from = ring_.accounts().empty() ? kMost : ring_.derived(0, 1);
      if (from >= kMost) {
        throw std::runtime_error("ticket " + ticket.txid.to_string() + " is not of this key");
      }
      ring_.derive(0, 1, from, from + kAtOnce);
    }
  }

  const wire::Network& network_;
  keys::KeyRing ring_;
  std::map<core::Hash, vote::Ticket> tickets_;
  vote::VotedBlock block_;
  core::Hash ticket_;
};

VoteMaker read_key() {
  std::string kind;
  std::string name;
  std::string key;
  if (!(std::cin >> kind >> name >> key) || (kind != "account" && kind != "key")) {
    throw std::runtime_error("the first line must be: account NETWORK KEY, or: key NETWORK WIF");
  }
  const auto& network = network_named(name);
  return {network, ring_of(kind, network, key)};
}

void answer_line(VoteMaker& maker, const std::string& line) {
  std::istringstream words(line);
  std::string verb;
  words >> verb;
  if (verb == "again") {
    std::uint32_t count = 0;
    words >> count;
    maker.again(count);
  } else if (verb == "ticket") {
    std::string hex;
    words >> hex;
    const auto bytes = need(core::from_hex(hex));
    maker.learn(need(vote::parse_ticket(need(wire::Transaction::parse(bytes)))));
  } else if (verb == "vote") {
    std::string hash;
    std::string ticket;
    std::uint32_t height = 0;
    words >> hash >> height >> ticket;
    const auto made =
        maker.vote({.hash = need(core::Hash::from_string(hash)), .height = height},
                   ticket.empty() ? std::nullopt : std::optional(need(core::Hash::from_string(ticket))));
    std::cout << made.decided.txid().to_string() << ' ' << core::to_hex(made.bytes) << std::endl;
  } else {
    throw std::runtime_error("a line must begin with ticket, vote or again");
  }
}

}  // namespace

int main() {
  try {
    auto maker = read_key();
    std::string line;
    std::getline(std::cin, line);
    while (std::getline(std::cin, line)) {
      answer_line(maker, line);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "ready_votes: %s\n", error.what());
    return 1;
  }
  return 0;
}
