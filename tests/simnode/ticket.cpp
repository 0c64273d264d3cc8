#include "simnode/ticket.hpp"

#include "simnode/filter.hpp"
#include "simnode/lottery.hpp"

#include <numeric>

namespace dcrvoter::simnode {

Ticket read_ticket(TxPtr tx) {
  Ticket ticket;
  const auto& outputs = tx->body.outputs;
  ticket.rights = *wire::stake_payee_of(wire::kOpSstx, outputs[0].script);
  ticket.price = outputs[0].value;
  for (std::size_t i = 1; i < outputs.size(); i += 2) {
    const core::Bytes& script = outputs[i].script;
    Commitment c;
    c.payee = payee_of_commitment(script);
    std::uint64_t amount = 0;
    for (std::size_t k = 0; k < 8; ++k) {
      amount |= std::uint64_t{script[22 + k]} << (8 * k);
    }
    c.amount = static_cast<std::int64_t>(amount & ~(std::uint64_t{1} << 63U));
    c.limits = static_cast<std::uint16_t>(script[30] | script[31] << 8U);
    ticket.commitments.push_back(c);
  }
  ticket.tx = std::move(tx);
  return ticket;
}

const char* to_string(TicketState state) {
  switch (state) {
    case TicketState::unmined: return "unmined";
    case TicketState::immature: return "immature";
    case TicketState::live: return "live";
    case TicketState::voted: return "voted";
    case TicketState::missed: return "missed";
    case TicketState::expired: return "expired";
  }
  return "unknown";
}

std::vector<std::int64_t> shares(const Ticket& ticket, std::int64_t total) {
  __extension__ using Wide = unsigned __int128;
  Wide sum = 0;
  for (const Commitment& c : ticket.commitments) {
    sum += static_cast<std::uint64_t>(c.amount);
  }
  std::vector<std::int64_t> out;
  for (const Commitment& c : ticket.commitments) {
    const Wide part = Wide{static_cast<std::uint64_t>(c.amount)} * static_cast<std::uint64_t>(total);
    out.push_back(sum == 0 ? 0 : static_cast<std::int64_t>(part / sum));
  }
  return out;
}

std::vector<std::int64_t> revocation_shares(const Ticket& ticket, core::ByteView parent_header) {
  std::vector<std::int64_t> out = shares(ticket, ticket.price);
  std::int64_t left = ticket.price - std::accumulate(out.begin(), out.end(), std::int64_t{0});
  for (Hash256Prng prng(parent_header); left > 0; --left) {
    ++out[prng.below(static_cast<std::uint32_t>(out.size()))];
  }
  return out;
}

}  // namespace dcrvoter::simnode
