/// What there is to show, as one value: made on the voting thread when asked for, and never changed
/// afterwards. Every view (text, JSON) is a pure function of it.
#pragma once

#include "vote/record.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dcrvoter::status {

struct NodeView {
  std::string name;  ///< host:port
  bool connected = false;
  bool calling = false;    ///< announces winning tickets to us
  bool searching = false;  ///< its blocks are being looked through for tickets
  std::uint32_t tip = 0;   ///< height; 0: not known
  std::string problem;     ///< why it is of no use now; "" when it is
};

/// One agenda of the vote version that this program votes.
struct AgendaView {
  std::string id, description;
  std::string status;      ///< as the node says: defined, started, lockedin, active, failed; "" not told
  std::uint64_t ends = 0;  ///< unix seconds, of the agenda's parameters
  std::string choice;      ///< ours, for tickets without one of their own
  bool by_default = true;  ///< nobody chose it
};

/// A treasury spend that is up for a vote.
struct SpendView {
  core::Hash txid;
  std::uint32_t start = 0, end = 0;  ///< voted heights, both included
  std::string answer;                ///< ours: abstain, yes, no
};

/// One table of the configuration's choices, as text.
struct ChoiceView {
  std::string scope;  ///< "" for all tickets, or a ticket's txid
  std::string what;   ///< an agenda, a treasury key or the txid of a spend
  std::string answer;
  std::string problem;  ///< such as "no agenda of this name is known"; mostly ""
};

struct Snapshot {
  vote::UnixMillis observed_at = 0;
  wire::NetworkId network = wire::NetworkId::mainnet;
  std::uint32_t height = 0;  ///< of the best block known; 0: of none
  std::uint32_t vote_version = 0;
  bool can_vote = false;  ///< a node calls, and the last rehearsal went well
  std::string rehearsal;  ///< why it failed; "" otherwise
  std::string store;      ///< why nothing is kept; "" when the store works
  std::vector<NodeView> nodes;
  std::vector<vote::TicketRecord> tickets;  ///< in no order: there may be 40,000
  std::vector<vote::CallRecord> calls;      ///< the latest first, at most some dozens
  std::vector<AgendaView> agendas;
  std::vector<SpendView> spends;
  std::vector<ChoiceView> choices;
};

}  // namespace dcrvoter::status
