#include "node/notification.hpp"

#include "node/json_access.hpp"
#include "node/try.hpp"

#include <fmt/format.h>

namespace dcrvoter::node {

using core::Errc;
using core::fail;
using core::Result;

namespace {

Result<Notification> block_connected(const JsonAt& params) {
  TRY(first, params.element(0));
  TRY(header, first.header());
  BlockConnected event{.hash = header.hash(), .header = header, .transactions = {}};
  TRY(second, params.element(1));
  if (second.value().is_null()) {
    return event;
  }
  TRY(items, second.array());
  event.transactions.reserve(items->size());
  for (std::size_t i = 0; i < items->size(); ++i) {
    TRY(item, second.element(i));
    TRY(transaction, item.transaction());
    event.transactions.push_back(std::move(transaction));
  }
  return event;
}

Result<Notification> block_disconnected(const JsonAt& params) {
  TRY(first, params.element(0));
  TRY(header, first.header());
  return BlockDisconnected{.hash = header.hash(), .header = header};
}

Result<Notification> reorganization(const JsonAt& params) {
  TRY(at0, params.element(0));
  TRY(at1, params.element(1));
  TRY(at2, params.element(2));
  TRY(at3, params.element(3));
  TRY(old_hash, at0.hash());
  TRY(old_height, at1.height());
  TRY(new_hash, at2.hash());
  TRY(new_height, at3.height());
  return Reorganization{
      .old_hash = old_hash, .new_hash = new_hash, .old_height = old_height, .new_height = new_height};
}

Result<Notification> winning_tickets(const JsonAt& params) {
  TRY(at0, params.element(0));
  TRY(at1, params.element(1));
  TRY(at2, params.element(2));
  TRY(block, at0.hash());
  TRY(height, at1.height());
  const auto* winners = at2.value().if_object();
  if (winners == nullptr) {
    return at2.wrong("an object of tickets");
  }
  if (winners->size() > kMaxWinners) {
    return fail(Errc::too_large, fmt::format("{}: {} winning tickets, at most {} are believed", at2.path(),
                                             winners->size(), kMaxWinners));
  }
  WinningTickets event{.block = block, .height = height, .tickets = {}};
  event.tickets.reserve(winners->size());
  for (const auto& entry : *winners) {
    TRY(ticket, JsonAt(entry.value(), "params[2]").hash());
    event.tickets.push_back(ticket);
  }
  return event;
}

Result<Notification> new_tickets(const JsonAt& params) {
  TRY(at0, params.element(0));
  TRY(at1, params.element(1));
  TRY(at2, params.element(2));
  TRY(at3, params.element(3));
  TRY(block, at0.hash());
  TRY(height, at1.height());
  TRY(price, at2.integer(0, INT64_MAX));
  TRY(items, at3.array());
  NewTickets event{.block = block, .height = height, .stake_difficulty = price, .tickets = {}};
  event.tickets.reserve(items->size());
  for (const auto& item : *items) {
    TRY(ticket, JsonAt(item, "params[3]").hash());
    event.tickets.push_back(ticket);
  }
  return event;
}

template <class Event>
Result<Notification> one_transaction(const JsonAt& params) {
  TRY(first, params.element(0));
  TRY(transaction, first.transaction());
  return Event{.transaction = std::move(transaction)};
}

Result<Notification> tx_accepted(const JsonAt& params) {
  TRY(first, params.element(0));
  TRY(txid, first.hash());
  return TransactionAccepted{.txid = txid};
}

Result<Notification> tx_accepted_verbose(const JsonAt& params) {
  TRY(first, params.element(0));
  TRY(field, first.field("txid"));
  TRY(txid, field.hash());
  return TransactionAccepted{.txid = txid};
}

#undef TRY

struct Method {
  std::string_view name;
  Result<Notification> (*parse)(const JsonAt& params);
};

constexpr Method kMethods[] = {
    {"winningtickets", winning_tickets},
    {"blockconnected", block_connected},
    {"newtickets", new_tickets},
    {"relevanttxaccepted", one_transaction<RelevantTransaction>},
    {"tspend", one_transaction<TreasurySpendAccepted>},
    {"blockdisconnected", block_disconnected},
    {"reorganization", reorganization},
    {"txaccepted", tx_accepted},
    {"txacceptedverbose", tx_accepted_verbose},
};

}  // namespace

Result<std::optional<Notification>> parse_notification(std::string_view method, const json::value& params) {
  for (const auto& known : kMethods) {
    if (known.name != method) {
      continue;
    }
    auto parsed = known.parse(JsonAt(params, "params"));
    if (!parsed) {
      return fail(parsed.error().kind, fmt::format("notification {}: {}", method, parsed.error().text));
    }
    return std::optional<Notification>(std::move(*parsed));
  }
  return std::optional<Notification>();
}

}  // namespace dcrvoter::node
