// What became of each call: noted, told and handed over when votes have left; and the rehearsal, which
// shows that the next one could be cast.
#include "voter/voter.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace dcrvoter::voter {

namespace asio = net::asio;
using vote::CallRecord;
using vote::Outcome;
using vote::UnixMillis;

void Voter::settle_soon() {
  if (settling_ || working_) {  // votes first: it is called again when they are worked off
    return;
  }
  settling_ = true;
  asio::post(executor_, [this] {
    settling_ = false;
    if (working_) {
      return;
    }
    settle();
  });
}

void Voter::settle() {
  // A vote is noted with its answers, which are milliseconds away, but for a node that hangs.
  const auto patient_since = std::chrono::steady_clock::now() - kAnswerPatience;
  std::erase_if(notes_, [this, patient_since](const Note& item) {
    const bool done = stopping_ || item.since <= patient_since || !book_.is_waiting(item.job.block.hash);
    if (done) {
      note(item);
    }
    return done;
  });
  settle_without_answers();
  for (const auto& end : receipts_.take_ends()) {
    index_.ended(end.ticket, end.end);
  }
  for (const auto& record : receipts_.take_outcomes()) {
    tell_outcome(record);
  }
  vote::Changes changes{.calls = receipts_.take_changes(),
                        .tickets = {},
                        .forgotten = {},
                        .events = std::exchange(events_, {})};
  index_.take_changes(changes);
  const bool only_events = changes.calls.empty() && changes.tickets.empty() && changes.forgotten.empty();
  if (only_events && changes.events.size() < kMostWaitingEvents && !stopping_) {
    events_ = std::move(changes.events);  // a node that comes and goes must not wear out a card
  } else if (!changes.empty()) {
    keep_(std::move(changes));
  }
}

void Voter::settle_without_answers() {
  if (notes_.empty() || std::exchange(answer_patience_runs_, true)) {
    return;
  }
  answer_patience_.expires_at(notes_.front().since + kAnswerPatience);
  answer_patience_.async_wait([this](const boost::system::error_code& error) {
    answer_patience_runs_ = false;
    if (!error) {
      settle_soon();
    }
  });
}

void Voter::note_not_cast(const VoteJob& job, const core::Error& why) {
  spdlog::error("vote not cast block={} height={} ticket={}: {}", job.block.hash.to_string(),
                job.block.height, job.ticket.to_string(), why.text);
  notes_.push_back({job, why.text});
}

void Voter::note(const Note& note) {
  const auto& job = note.job;
  const auto clock = clock_();
  const auto ago =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - job.called);
  receipts_.called(job.block, job.ticket,
                   {.at = std::max<UnixMillis>(clock.now - ago.count(), 1),
                    .heard = job.called,
                    .node = nodes_[job.by].supervisor->name(),
                    .clock_synchronised = clock.synchronised,
                    .ticket_was_unknown = job.was_unknown});
  if (!note.fault.empty()) {
    receipts_.failed(job.block, job.ticket, note.fault);
    return;
  }
  const auto* cast = book_.vote_of(job.block.hash, job.ticket);
  if (cast == nullptr) {
    return;
  }
  vote::SentVote sent{.txid = cast->txid, .bits = cast->bits, .treasury = cast->treasury};
  if (cast->handed_over) {
    const auto after =
        std::chrono::duration_cast<std::chrono::microseconds>(*cast->handed_over - cast->called).count();
    sent.after_us = static_cast<std::uint32_t>(std::clamp<std::int64_t>(after, 1, UINT32_MAX));
  }
  receipts_.sent(job.block, job.ticket, std::move(sent));
}

void Voter::tell_outcome(const CallRecord& record) {
  const auto ticket = record.ticket.to_string();
  const auto level = record.called == 0 ? spdlog::level::debug : spdlog::level::info;
  switch (record.outcome) {
    case Outcome::mined:
      spdlog::log(level, "vote mined vote={} ticket={} block={} height={}{}", record.mined->txid.to_string(),
                  ticket, record.decided_in.to_string(), record.height + 1,
                  record.mined->by_twin ? " by=twin" : "");
      if (!record.mined->as_wished && record.called != 0) {
        const auto words = fmt::format(
            "vote {} of ticket {} stands in block {} with other choices than ours: bits {:#06x}; another "
            "voter with this key has other choices",
            record.mined->txid.to_string(), ticket, record.decided_in.to_string(), record.mined->bits);
        spdlog::error("{}", words);
        events_.push_back({.at = now(),
                           .kind = vote::EventKind::alarm,
                           .node = {},
                           .height = record.height + 1,
                           .words = words});
      }
      break;
    case Outcome::missed:
      spdlog::warn("vote missed ticket={} called-on={} height={} cause=\"{}\"{}{}", ticket,
                   record.block.to_string(), record.height, vote::to_string(record.cause),
                   record.words.empty() ? "" : ": ", record.words);
      break;
    case Outcome::gone:
      spdlog::log(level, "vote void ticket={} called-on={} height={}: that block left the chain", ticket,
                  record.block.to_string(), record.height);
      break;
    case Outcome::open: break;
  }
}

void Voter::restore(const std::vector<vote::TicketRecord>& tickets, const std::vector<CallRecord>& calls) {
  std::uint32_t latest = 0;
  for (const auto& record : tickets) {
    latest = std::max({latest, record.seen, record.height, record.spent_height});
    if (const auto place = record.place ? ring_.place(*record.place) : std::nullopt) {
      finder_.used(*place);
    }
  }
  std::ranges::copy_if(tickets, std::back_inserter(restored_),
                       [latest](const vote::TicketRecord& record) { return record.may_be_called(latest); });
  const auto count = restored_.size();
  take_restored();
  for (const auto& record : calls) {
    receipts_.restore(record);
  }
  store_patience_.expires_at(core::SteadyTime::min());
  spdlog::info("store: {} tickets that may still be called, {} calls known from before", count, calls.size());
}

net::Task<void> Voter::until_restored() {
  while (store_patience_.expiry() > std::chrono::steady_clock::now() && !stopping_) {
    co_await store_patience_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

net::Task<void> Voter::derive_when_restored() {
  co_await until_restored();  // which may want more of them
  finder_.begin_deriving();
}

void Voter::take_restored() {
  // Those whose place is not known are offered again when more are derived.
  std::vector<core::Hash> taken;
  std::size_t left_out = 0;
  std::erase_if(restored_, [this, &taken, &left_out](const vote::TicketRecord& record) {
    if (const auto place = record.place ? ring_.place(*record.place) : std::nullopt) {
      ring_.know(record.ticket.voting, *place);
    }
    const bool ours = ring_.can_vote(record.ticket.voting);
    if (ours && !index_.restore(record)) {
      ++left_out;
    } else if (ours) {
      taken.push_back(record.ticket.txid);
      for (const auto& call : book_.open_calls(record.ticket.txid)) {
        if (book_.height_of(call.block.hash)) {
          enqueue({.block = call.block, .ticket = record.ticket.txid, .called = call.arrived, .by = call.by});
        }
      }
    }
    return ours;
  });
  restored_.shrink_to_fit();
  if (left_out != 0) {
    spdlog::warn("store: {} tickets are left out, there is no room for them; a node has to tell them again",
                 left_out);
  }
  if (!taken.empty()) {
    finder_.watch(taken);  // where a store answers late; a filter that is loaded later has them
  }
}

void Voter::event(vote::EventKind kind, NodeId node, std::string words) {
  events_.push_back({.at = now(),
                     .kind = kind,
                     .node = nodes_[node].supervisor->name(),
                     .height = tip_of(node),
                     .words = std::move(words)});
  settle_soon();
}

void Voter::calling_changed(NodeId id, std::uint32_t tip) {
  const bool any = std::ranges::any_of(nodes_, [](const NodeState& node) { return node.calling; });
  if (receipts_.node_is_calling(any, tip)) {
    ended_silence_ = id;
  }
}

// ---- the rehearsal --------------------------------------------------------------------------------

namespace {

/// A ticket that nobody has, whose vote a key of ours may cast.
vote::Ticket synthetic(const wire::Payee& voting) {
  constexpr std::int64_t kPrice = 100'000'000;
  return {.txid = {},
          .price = kPrice,
          .voting = voting,
          .commitments = {{.payee = {.type = wire::PayeeType::p2pkh, .hash = {}}, .amount = kPrice}}};
}

}  // namespace

void Voter::proved(const vote::VotedBlock& block, core::Result<void> result) {
  if (!result && (rehearsed_ || rehearsed_.error().text != result.error().text)) {
    spdlog::error("cannot vote: the vote made on block {}, real or rehearsed, failed: {}",
                  block.hash.to_string(), result.error().text);
  } else if (result && !rehearsed_) {
    spdlog::info("can vote again: a vote was made on block {}", block.hash.to_string());
  }
  rehearsed_ = std::move(result);
}

void Voter::rehearse(const vote::VotedBlock& block) {
  if (rehearsed_on_ == block.hash || block.height < network_.stake_validation_height) {
    return;
  }
  rehearsed_on_ = block.hash;
  asio::post(executor_, [this, block] {
    if (working_ || stopping_) {
      return;  // a real vote says as much
    }
    const auto* live = index_.any_live(block.height);
    const auto payees = live == nullptr ? ring_.any_payee() : std::nullopt;
    core::Result<void> result;
    if (live == nullptr && !payees) {
      result = core::fail(core::Errc::not_found, "no voting key is ready yet");
    } else {
      const auto ticket = live != nullptr ? *live : synthetic(*payees);
      const vote::VoteContent content{
          .bits = vote::vote_bits(network_, network_.vote_version, choices_, ticket.txid),
          .version = network_.vote_version,
          .treasury = vote::treasury_votes(choices_, ticket.txid, block.height, treasury_.spends())};
      const auto decided = vote::decide_vote(network_, ticket, block, content);
      if (!decided) {
        result = std::unexpected(decided.error());
      } else if (const auto made = ring_.sign(*decided); !made) {
        result = std::unexpected(made.error());
      }
    }
    proved(block, std::move(result));
  });
}

}  // namespace dcrvoter::voter
