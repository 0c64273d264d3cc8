// Transactions in their three forms, and what the voter asks about one: its kind, ticket, vote.
#include "fuzz.hpp"
#include "vote/ssgen.hpp"
#include "vote/stake_type.hpp"
#include "vote/ticket.hpp"
#include "wire/transaction.hpp"

#include <algorithm>

using namespace dcrvoter;

namespace {

void check_kind(const wire::Transaction& transaction) {
  const auto type = vote::stake_type(transaction);
  const auto ticket = vote::parse_ticket(transaction);
  fuzz::require(!ticket || vote::check_ticket(transaction).has_value());
  fuzz::require((type == vote::StakeType::ticket) == vote::check_ticket(transaction).has_value());
  fuzz::require((type == vote::StakeType::vote) == vote::check_vote(transaction).has_value());
  if (ticket) {
    fuzz::require(!ticket->commitments.empty() && ticket->commitments.size() <= vote::kMaxCommitments);
    fuzz::require(ticket->txid == transaction.txid());
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const core::ByteView input(data, size);
  wire::TxForm form = wire::TxForm::full;
  const auto transaction = wire::Transaction::parse(input, &form);
  if (!transaction) {
    return 0;
  }
  const auto bytes = transaction->serialize(form);
  fuzz::require(bytes.size() == size && std::equal(bytes.begin(), bytes.end(), data));
  fuzz::require(transaction->serialized_size(form) == size);
  check_kind(*transaction);
  return 0;
}
