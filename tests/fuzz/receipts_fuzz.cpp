// The receipts' state machine: a node tells of blocks, reorganisations, calls and answers in any order, and
// every outcome and cause has to be the one that a plain look at the chain and at the evidence gives.
#include "fuzz.hpp"
#include "voter/made_up_chain.hpp"
#include "voter/receipts.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace dcrvoter;
using namespace dcrvoter::voter;
using namespace dcrvoter::voter::testing;

namespace {

constexpr std::uint32_t kBase = 200;  ///< height of the lowest block
constexpr std::size_t kTickets = 3;
constexpr std::size_t kLongest = 12;  ///< less than what the receipts remember
constexpr std::size_t kMostSteps = 200;
constexpr std::uint16_t kWished = 1;
constexpr core::SteadyTime kStart{std::chrono::seconds(10)};
const std::array<std::string, 2> kNodes{"a:1", "b:1"};

constexpr std::uint32_t kOpen = UINT32_MAX;
struct Silence {
  std::uint32_t from = 0, to = kOpen;
};

using CallKey = std::pair<core::Hash, core::Hash>;  ///< block, ticket

/// What was told of one call.
struct Evidence {
  bool called = false, late = false, was_unknown = false, announced = false, failed = false;
  std::optional<vote::SentVote> sent;
  std::map<std::string, vote::Answer> answers;
};

/// What was told of one block.
struct Told {
  Block block;
  bool complete = false;
  std::map<core::Hash, std::pair<core::Hash, std::uint16_t>> votes;  ///< ticket -> txid, bits
  std::set<core::Hash> revoked;
};

class Bytes {
 public:
  explicit Bytes(core::ByteView rest) : rest_(rest) {}
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  /// 0 at the end.
  std::uint8_t next() {
    const std::uint8_t byte = rest_.empty() ? 0 : rest_[0];
    rest_ = rest_.subspan(rest_.empty() ? 0 : 1);
    return byte;
  }

 private:
  core::ByteView rest_;
};

class Model {
 public:
  explicit Model(Bytes bytes)
      : bytes_(bytes),
        receipts_(1, {.is_ours = [](const Hash& ticket) { return ticket.bytes[0] <= kTickets; },
                      .wished_bits = [](const Hash&) { return kWished; },
                      .was_announced = [this](const Hash& block, const Hash& ticket) -> std::optional<bool> {
                        return calls_[{block, ticket}].announced;
                      },
                      .had_expired = [](const Hash&, std::uint32_t) { return false; }}) {
    connect(block_on({}, kBase));
  }

  void run() {
    for (std::size_t step = 0; !bytes_.empty() && step < kMostSteps; ++step) {
      act();
      check();
    }
  }

 private:
  void act() {
    switch (bytes_.next() % 9) {
      case 0:
      case 1: connect_next(); break;
      case 2: disconnect(); break;
      case 3: call(); break;
      case 4: send(); break;
      case 5: answer(); break;
      case 6: fail(); break;
      case 7: tell_again(); break;
      default: silence(); break;
    }
  }

  // ---- what is told
  void connect_next() {
    if (chain_.size() < kLongest) {
      const auto tip = chain_.back();
      // Few kinds of block at each place, so that a branch that was left is come back to.
      auto next = block_on(tip, height(), bytes_.next() % 4);
      connect(std::move(next));
    }
  }
  void tell_again() { connect(told_.at(chain_.back()).block); }

  /// With votes and revocations of the tickets as the next bytes say.
  void connect(Block block) {
    const auto parent = told_.find(block.header.previous);
    auto [at, is_new] = told_.try_emplace(block.hash);
    auto& told = at->second;
    if (is_new) {
      told.block = block;
    }
    const bool complete = bytes_.next() % 4 != 0;
    told.complete = told.complete || complete;
    for (std::size_t number = 1; number <= kTickets && parent != told_.end(); ++number) {
      const auto ticket = numbered(static_cast<unsigned>(number));
      const auto what = bytes_.next() % 6;
      if (what < 3) {
        const auto bits = static_cast<std::uint16_t>(what == 0 ? 5 : kWished);
        block.transactions.push_back(vote_on(parent->second.block, ticket, bits));
        told.votes.try_emplace(ticket, block.transactions.back().txid(), bits);
      } else if (what == 3) {
        block.transactions.push_back(revocation_of(ticket));
        told.revoked.insert(ticket);
      }
    }
    receipts_.connected(0, block.hash, block.header, block.transactions, complete, kStart);
    if (chain_.empty() || chain_.back() != block.hash) {
      chain_.push_back(block.hash);
    }
  }
  void disconnect() {
    if (chain_.size() > 1) {
      receipts_.disconnected(0, chain_.back(), height() - 1);
      chain_.pop_back();
    }
  }
  void call() {
    const auto [block, ticket] = some_call();
    auto& evidence = calls_[{block.hash, ticket}];
    const auto byte = bytes_.next();
    const bool unknown = (byte & 1U) != 0;
    const bool slow = (byte & 2U) != 0;
    const bool over = std::ranges::any_of(told_, [parent = block.hash](const auto& item) {
      return item.second.block.header.previous == parent;
    });
    if ((byte & 4U) != 0) {  // it comes, and nobody knows that the ticket is ours
      evidence.announced = evidence.announced || !over;
      return;
    }
    if (!evidence.called) {
      evidence.called = true;
      evidence.late = over || slow;
      evidence.was_unknown = unknown && over;
    }
    receipts_.called(block, ticket,
                     {.at = 1,
                      .heard = kStart + std::chrono::seconds(slow ? 3 : 1),
                      .node = kNodes[0],
                      .clock_synchronised = true,
                      .ticket_was_unknown = unknown});
  }
  void send() {
    const auto [block, ticket] = some_call();
    auto& evidence = calls_[{block.hash, ticket}];
    auto vote = sent_vote(vote_on(told_.at(block.hash).block, ticket), bytes_.next() % 2 == 0 ? 0 : 900);
    if (!evidence.sent || evidence.sent->after_us == 0) {
      evidence.sent = vote;
    }
    receipts_.sent(block, ticket, std::move(vote));
  }
  void answer() {
    const auto [block, ticket] = some_call();
    auto& evidence = calls_[{block.hash, ticket}];
    const auto byte = bytes_.next();
    if (!evidence.sent) {
      return;  // nobody answers what was not sent
    }
    const vote::NodeAnswer given{.node = kNodes.at(byte % kNodes.size()),
                                 .answer = static_cast<vote::Answer>(1 + byte / 2 % 5),
                                 .at = 1,
                                 .tip = 1,
                                 .words = {}};
    const auto before = evidence.answers.find(given.node);
    if (before == evidence.answers.end() || given.is_taken() ||
        !vote::NodeAnswer{.node = {}, .answer = before->second, .at = 0, .tip = 0, .words = {}}.is_taken()) {
      evidence.answers[given.node] = given.answer;
    }
    receipts_.answered(block, ticket, given);
  }
  void fail() {
    const auto [block, ticket] = some_call();
    calls_[{block.hash, ticket}].failed = true;
    receipts_.failed(block, ticket, "no key");
  }
  void silence() {
    const auto tip = height() - 1;
    auto& last = silent_.back();
    const auto byte = bytes_.next();
    switch (byte % 3) {
      case 0: {
        const bool ends = last.to == kOpen || (just_ended_ && tip > last.to);
        fuzz::require(receipts_.node_is_calling(true, tip) == ends);
        last.to = ends ? tip : last.to;
        just_ended_ = just_ended_ || ends;
        break;
      }
      case 1:
        receipts_.node_is_calling(false, tip);
        if (last.to != kOpen) {
          silent_.push_back({.from = tip});
          just_ended_ = false;
        }
        break;
      default:
        receipts_.block_came(tip, byte % 2 == 0);
        last.to = last.to == kOpen || byte % 2 != 0 ? last.to : std::min(last.to, tip);
        just_ended_ = false;
    }
  }

  /// Of one of the tickets on one of the last four blocks.
  std::pair<vote::VotedBlock, core::Hash> some_call() {
    const auto byte = bytes_.next();
    const auto depth = std::min<std::size_t>(byte / kTickets % 4, chain_.size() - 1);
    return {voted(told_.at(chain_[chain_.size() - 1 - depth]).block), numbered(1 + byte % kTickets)};
  }
  [[nodiscard]] std::uint32_t height() const { return kBase + static_cast<std::uint32_t>(chain_.size()); }

  // ---- what has to be so
  void check() {
    for (const auto& record : receipts_.take_changes()) {
      kept_[{record.block, record.ticket}] = record;
    }
    for (const auto& record : receipts_.take_outcomes()) {
      outcomes_[{record.block, record.ticket}] = {record.outcome, record.decided_in};
    }
    const auto records = receipts_.recent();
    fuzz::require(kept_.size() == records.size());
    for (const auto& record : records) {
      const CallKey key{record.block, record.ticket};
      fuzz::require(kept_.at(key) == record);
      const auto told = outcomes_.try_emplace(key, vote::Outcome::open, core::Hash{}).first->second;
      fuzz::require(told == std::pair(record.outcome, record.decided_in));
      check(record, calls_[key]);
    }
    for (const auto& [key, evidence] : calls_) {
      fuzz::require(!evidence.called || kept_.contains(key));
    }
  }
  void check(const vote::CallRecord& record, const Evidence& evidence) const {
    const auto at = std::ranges::find(chain_, record.block);
    if (at == chain_.end()) {
      fuzz::require(record.outcome == vote::Outcome::gone);
      return;
    }
    if (at + 1 == chain_.end()) {
      fuzz::require(record.outcome == vote::Outcome::open);
      return;
    }
    const auto& child = told_.at(*(at + 1));
    const auto vote = child.votes.find(record.ticket);
    if (vote != child.votes.end()) {
      fuzz::require(record.outcome == vote::Outcome::mined && record.decided_in == child.block.hash);
      const auto [txid, bits] = vote->second;
      fuzz::require(record.mined->txid == txid && record.mined->bits == bits);
      fuzz::require(record.mined->by_twin == (!evidence.sent || evidence.sent->txid != txid));
      fuzz::require(record.mined->as_wished == (bits == kWished || (!evidence.sent && !evidence.called)));
    } else if (child.complete || child.revoked.contains(record.ticket)) {
      fuzz::require(record.outcome == vote::Outcome::missed && record.decided_in == child.block.hash);
      fuzz::require(record.cause == cause(record.height, evidence));
    } else {
      fuzz::require(record.outcome == vote::Outcome::open);
    }
  }
  [[nodiscard]] vote::MissCause cause(std::uint32_t at, const Evidence& evidence) const {
    using enum vote::MissCause;
    if (!evidence.called) {
      for (std::size_t i = 0; i < silent_.size(); ++i) {
        if (silent_[i].from <= at && at < silent_[i].to) {
          return i == 0 ? box_off : no_node;
        }
      }
      return evidence.announced ? ticket_unknown : node_behind;
    }
    const bool on_the_wire = evidence.sent && evidence.sent->after_us != 0;
    const auto any = [&](auto... kinds) {
      return std::ranges::any_of(evidence.answers,
                                 [&](const auto& answer) { return ((answer.second == kinds) || ...); });
    };
    const bool taken = any(vote::Answer::accepted, vote::Answer::duplicate, vote::Answer::other_vote);
    const std::array<std::pair<bool, vote::MissCause>, 6> list{{{evidence.was_unknown, ticket_unknown},
                                                                {evidence.failed, own_fault},
                                                                {!on_the_wire, no_node},
                                                                {evidence.late, called_late},
                                                                {taken, left_out},
                                                                {any(vote::Answer::refused), refused}}};
    const auto* fits = std::ranges::find(list, true, &std::pair<bool, vote::MissCause>::first);
    return fits == list.end() ? no_node : fits->second;
  }

  Bytes bytes_;
  Receipts receipts_;
  std::map<core::Hash, Told> told_;
  std::vector<core::Hash> chain_;
  std::map<CallKey, Evidence> calls_;
  bool just_ended_ = false;
  std::vector<Silence> silent_{{.from = 0}};  ///< first the time before the start
  std::map<CallKey, vote::CallRecord> kept_;  ///< what a store has that takes every change
  std::map<CallKey, std::pair<vote::Outcome, core::Hash>> outcomes_;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Model(Bytes({data, size})).run();
  return 0;
}
