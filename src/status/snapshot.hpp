/// What there is to show, as one value: made on the voting thread when asked for, and never changed
/// afterwards. Every view (page, text, JSON, metrics) is a pure function of it.
#pragma once

#include "status/views.hpp"
#include "vote/record.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dcrvoter::status {

struct Snapshot {
  vote::UnixMillis observed_at = 0;
  wire::NetworkId network = wire::NetworkId::mainnet;
  std::uint32_t height = 0;  ///< of the best block known; 0: of none
  std::uint32_t vote_version = 0;
  bool can_vote = false;     ///< a node calls, and the last vote, real or rehearsed, could be made
  std::string rehearsal;     ///< why that one could not be made; "" otherwise
  std::string store;         ///< why nothing is kept; "" when the store works
  std::string page;          ///< why the page cannot be reached, such as a port that is taken; "" otherwise
  bool newer_rules = false;  ///< a node knows a newer vote version than this program
  std::optional<BlockView> block;
  std::vector<NodeView> nodes;
  std::vector<vote::TicketRecord> tickets;  ///< in no order: there may be 40,000
  std::vector<vote::CallRecord> calls;      ///< the latest first, at most some dozens
  std::vector<AgendaView> agendas;
  std::vector<SpendView> spends;
  std::vector<ChoiceView> choices;
  HistoryView history;
  KeyView key;
  BoardView board;
  std::optional<BoxView> box;  ///< on the appliance only
  AlertView heartbeat, webhook;
};

}  // namespace dcrvoter::status
