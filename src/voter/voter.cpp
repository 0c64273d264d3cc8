#include "voter/voter.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace dcrvoter::voter {

namespace asio = net::asio;
using core::Result;
using node::ConnectionPtr;

namespace {

/// A vote that is not answered by then would come too late for the next block anyway; the
/// connection is dropped and the vote sent again over a fresh one.
constexpr std::chrono::milliseconds kVoteAnswer{10'000};

Answer classify(const node::CallError& error) {
  if (error.kind != core::Errc::refused) {
    return Answer::lost;
  }
  if (error.code == node::kCodeDuplicate) {
    return Answer::duplicate;
  }
  if (error.code == node::kCodeRuleError && error.text.find("already votes on block") != std::string::npos) {
    return Answer::other_vote;
  }
  return Answer::refused;
}

}  // namespace

Voter::Voter(asio::any_io_executor executor, keys::KeyRing ring, VoterSettings settings)
    : executor_(std::move(executor)),
      network_(wire::network(settings.network)),
      ring_(std::move(ring)),
      choices_(std::move(settings.choices)),
      index_(network_, settings.nodes.size()),
      treasury_(network_),
      book_(settings.nodes.size(), network_.tickets_per_block),
      finder_(
          executor_, network_, ring_, index_, settings.first_index,
          [this] {
            std::vector<ConnectionPtr> live;
            for (const auto& state : nodes_) {
              if (state.filtered && state.supervisor->connection()) {
                live.push_back(state.supervisor->connection());
              }
            }
            return live;
          },
          [this](const vote::Ticket& ticket) { on_ticket(ticket); },
          [this](NodeId id, const core::Hash& hash, const wire::BlockHeader& header,
                 std::span<const wire::Transaction> transactions) {
            receipts_.connected(id, hash, header, transactions, true, std::chrono::steady_clock::now());
            note_block(id, hash, header, made_at(header));
            settle_soon();
          }),
      clock_(std::move(settings.clock)),
      keep_(std::move(settings.keep)),
      receipts_(settings.nodes.size(),
                {.is_ours = [this](const core::Hash& ticket) { return index_.find(ticket) != nullptr; },
                 .wished_bits =
                     [this](const core::Hash& ticket) {
                       return vote::vote_bits(network_, network_.vote_version, choices_, ticket);
                     },
                 .was_announced = [this](const core::Hash& block,
                                         const core::Hash& ticket) { return book_.drew(block, ticket); },
                 .had_expired = [this](const core::Hash& ticket,
                                       std::uint32_t height) { return index_.had_expired(ticket, height); }}),
      treasury_patience_(executor_),
      memory_patience_(executor_),
      store_patience_(executor_, settings.restores ? core::SteadyTime::max() : core::SteadyTime::min()) {
  if (ring_.empty() ? !settings.nodes.empty() : settings.nodes.size() > node::kMaxNodes) {
    throw std::invalid_argument("a voter has at most eight nodes, and without a key none");
  }
  for (auto& node : settings.nodes) {
    auto supervisor =
        std::make_unique<node::Supervisor>(executor_, nodes_.size(), network_, std::move(node), *this);
    nodes_.push_back({.supervisor = std::move(supervisor),
                      .call_patience = asio::steady_timer(executor_),
                      .searching = false,
                      .calling = false,
                      .filtered = false});
  }
}

Voter::~Voter() = default;

void Voter::start() {
  if (store_patience_.expiry() == core::SteadyTime::max()) {
    store_patience_.expires_after(kStorePatience);
  }
  asio::co_spawn(executor_, derive_when_restored(), net::rethrow);
  running_ = nodes_.size();
  events_.push_back({.at = now(), .kind = vote::EventKind::started, .node = {}, .words = {}});
  for (const auto& state : nodes_) {
    asio::co_spawn(executor_, state.supervisor->run(), [this](std::exception_ptr bug) {
      net::rethrow(bug);
      if (--running_ == 0 && stopped_) {
        stopped_();
      }
    });
  }
}

// ---- the way of the vote ------------------------------------------------------------------------

void Voter::on_notification(NodeId id, node::Notification&& event, core::SteadyTime arrived) {
  std::visit([&](auto& typed) { handle(id, typed, arrived); }, event);
}

void Voter::handle(NodeId id, node::WinningTickets& event, core::SteadyTime arrived) {
  nodes_[id].calls.called(event.block);
  believe(id, event, arrived);
  look_at_called(id, event, arrived);
  const auto connection = nodes_[id].supervisor->connection();
  if (book_.height_of(event.block) || !connection) {
    vote_and_send(id, event, arrived);
    return;
  }
  // Nobody has shown its header: a sibling of the tip, or an answer to rebroadcastwinners. That reads
  // the height of the best block before the tip's hash (`dcrd: internal/rpcserver/rpcwebsocket.go`,
  // handleRebroadcastWinners), so that while blocks come and go it names the height of another block.
  // A vote with a wrong height is accepted, never mined, and keeps the right one out of the mempool.
  if (nodes_[id].placing < kMostPlacing) {
    ++nodes_[id].placing;
    asio::co_spawn(executor_, place_and_vote(id, connection, std::move(event), arrived), net::rethrow);
  }
}

void Voter::vote_and_send(NodeId id, const node::WinningTickets& event, core::SteadyTime arrived) {
  const auto height = book_.height_of(event.block).value_or(event.height);
  if (height + 1 < network_.stake_validation_height) {
    return;  // no block after this one takes votes
  }
  const vote::VotedBlock block{.hash = event.block, .height = height};
  for (const auto& ticket : event.tickets) {
    enqueue_if_open({.block = block, .ticket = ticket, .called = arrived, .by = id});
  }
  send_due(id, event.block, height);  // votes cast before, which this node may lack
  if (jobs_.empty()) {
    rehearse(block);
  }
}

void Voter::enqueue_if_open(const VoteJob& job) {
  if (index_.find(job.ticket) != nullptr && ask_book(job) == VoteBook::Verdict::cast) {
    enqueue(job);
  }
}

void Voter::enqueue(const VoteJob& job) {
  jobs_.add(job);
  if (choices_.wants_treasury() && !treasury_.complete()) {
    if (!treasury_patience_runs_) {
      treasury_patience_runs_ = true;
      treasury_patience_.expires_after(kTreasuryPatience);
      treasury_patience_.async_wait([this](const boost::system::error_code&) {
        if (!stopping_) {
          treasury_.set_complete();  // what is not known by now is abstained from
          work_off();
        }
      });
    }
    return;
  }
  if (!working_) {
    work_off();
  }
}

void Voter::work_off() {
  if (jobs_.empty() || stopping_) {
    working_ = false;
    first_ = true;
    settle_soon();
    return;
  }
  working_ = true;
  // The writer runs before the second vote is signed: the first is on its way by then. Those after it
  // leave together, since the node has enough to do with the first.
  const std::size_t together = std::exchange(first_, false) ? 1 : kTogether;
  std::size_t votes = 0;
  for (std::size_t looks = 0; votes < together && looks < kMostLooks && !jobs_.empty(); ++looks) {
    votes += cast(jobs_.take()) ? 1U : 0U;
  }
  asio::post(executor_, [this] { work_off(); });
}

bool Voter::cast(VoteJob job) {
  const auto* ticket = index_.find(job.ticket);
  if (ticket == nullptr || ask_book(job) != VoteBook::Verdict::cast) {
    return false;
  }
  if (const auto heard = book_.first_heard(job.block.hash, job.ticket)) {
    job.called = heard->arrived;
    job.by = heard->by;
  }
  const vote::VoteContent content{
      .bits = vote::vote_bits(network_, network_.vote_version, choices_, job.ticket),
      .version = network_.vote_version,
      .treasury = vote::treasury_votes(choices_, job.ticket, job.block.height, treasury_.spends())};
  auto decided = vote::decide_vote(network_, *ticket, job.block, content);
  if (!decided) {
    note_not_cast(job, decided.error());
    return false;
  }
  auto is_signed = ring_.sign(*decided);
  if (!is_signed) {
    note_not_cast(job, is_signed.error());
    proved(job.block, std::unexpected(is_signed.error()));
    return false;
  }
  book_.add(job.block.hash, CastVote{.txid = decided->txid(),
                                     .ticket = job.ticket,
                                     .bits = content.bits,
                                     .treasury = decided->content().treasury,
                                     .hex = core::to_hex(is_signed->bytes),
                                     .called = job.called,
                                     .handed_over = {}});
  notes_.push_back({job, {}});
  for (NodeId id = 0; id < nodes_.size(); ++id) {
    send_due(id, job.block.hash, job.block.height);
  }
  proved(job.block, {});
  return true;
}

void Voter::send_due(NodeId id, const core::Hash& block, std::uint32_t height) {
  const auto connection = nodes_[id].supervisor->connection();
  if (!connection) {
    return;
  }
  for (const auto* vote : book_.take_due(id, block)) {
    const vote::VotedBlock voted{.hash = block, .height = height};
    const auto txid = vote->txid;
    const auto ticket = vote->ticket;
    node::send_raw_transaction(
        *connection, vote->hex, kVoteAnswer,
        [this, id, voted, txid, ticket](const auto& answer) { on_answer(id, voted, txid, ticket, answer); },
        [this, id, voted, txid, ticket, bits = vote->bits, called = vote->called](core::SteadyTime sent) {
          book_.handed_over(voted.hash, txid, sent);
          notes_.push_back(
              {.job = {.block = voted, .ticket = ticket, .called = called, .by = id}, .fault = {}});
          settle_soon();
          const std::chrono::duration<double, std::milli> after = sent - called;
          spdlog::info("vote cast block={} height={} ticket={} bits={:#06x} vote={} ms={:.3f} node={}",
                       voted.hash.to_string(), voted.height, ticket.to_string(), bits, txid.to_string(),
                       after.count(), nodes_[id].supervisor->name());
        });
  }
}

void Voter::on_answer(NodeId id, const vote::VotedBlock& block, const core::Hash& vote,
                      const core::Hash& ticket, const node::CallResult<void>& answer) {
  const auto meaning = answer ? Answer::accepted : classify(answer.error());
  book_.answered(id, block.hash, vote, meaning);
  receipts_.answered(block, ticket,
                     {.node = nodes_[id].supervisor->name(),
                      .answer = meaning,
                      .at = now(),
                      .tip = tip_of(id),
                      .words = meaning == Answer::refused ? answer.error().text : std::string()});
  if (!book_.is_waiting(block.hash)) {
    settle_soon();
  }
  const auto& name = nodes_[id].supervisor->name();
  switch (meaning) {
    case Answer::accepted:
    case Answer::duplicate:
      spdlog::info("vote {} vote={} ticket={} height={} node={}", to_string(meaning), vote.to_string(),
                   ticket.to_string(), block.height, name);
      break;
    case Answer::other_vote:
      spdlog::warn(
          "vote duplicate vote={} ticket={} height={} node={}: another voter's vote of this ticket on this "
          "block was first",
          vote.to_string(), ticket.to_string(), block.height, name);
      break;
    case Answer::refused:
      spdlog::warn("vote refused vote={} ticket={} height={} node={}: {}", vote.to_string(),
                   ticket.to_string(), block.height, name, answer.error().text);
      break;
    case Answer::lost:
      spdlog::info("vote unanswered vote={} ticket={} height={} node={}: {}", vote.to_string(),
                   ticket.to_string(), block.height, name, answer.error().text);
      break;
  }
}

// ---- what else nodes tell -----------------------------------------------------------------------

void Voter::handle(NodeId id, node::BlockConnected& event, core::SteadyTime arrived) {
  nodes_[id].tip = event.header.height;
  note_block(id, event.hash, event.header, arrived);
  receipts_.block_came(event.header.height, id == ended_silence_);
  book_.connected(id, {.hash = event.hash, .height = event.header.height});
  send_due(id, event.hash, event.header.height);  // a refusal may have become void with this tip
  // What was withheld until its header came.
  for (const auto& call : book_.open_calls_on(event.hash)) {
    enqueue_if_open({.block = call.block, .ticket = call.ticket, .called = call.arrived, .by = call.by});
  }
  finder_.take(id, event.transactions, {.height = event.header.height, .block = event.hash});
  // While its blocks are searched its filter may lack tickets that voted.
  receipts_.connected(id, event.hash, event.header, event.transactions,
                      !nodes_[id].searching || !is_searched_elsewhere(id), arrived);
  settle_soon();
  nodes_[id].calls.connected(event.hash, event.header.previous);
  ask_if_owed(id);
  if (finder_.connected(id, event.hash, event.header) == ChainTrail::Step::gap) {
    spawn_search(id);
  }
  spawn_extension();
  const auto height = common_height();
  book_.forget(height);
  if (std::ranges::none_of(nodes_, &NodeState::searching)) {
    receipts_.forget(height);  // else what is open may still be told of by blocks that are looked through
  }
  treasury_.forget(common_height(Among::known));
  if (nodes_.size() > 1) {
    compare_nodes(id);
  }
  if (is_time_for_agendas(event.header.height)) {
    ask_for_agendas(id);
  }
  if (event.header.height % TicketIndex::kReorganizationHorizon == 0) {
    index_.forget(common_height(Among::known));
  }
}

void Voter::say(NodeId id, core::SteadyTime arrived, bool wrong, const std::string& words) {
  const auto answer = nodes_[id].lines.ask(arrived);
  if (answer == LineBudget::Answer::hold) {
    return;
  }
  spdlog::log(
      wrong ? spdlog::level::warn : spdlog::level::info, "node {}: {}{}", nodes_[id].supervisor->name(),
      words,
      answer == LineBudget::Answer::say_last ? "; more lines of that kind are left out for a minute" : "");
}

void Voter::handle(NodeId id, node::BlockDisconnected& event, core::SteadyTime arrived) {
  say(id, arrived, false,
      fmt::format("block {} at height {} left the main chain", event.hash.to_string(), event.header.height));
  index_.disconnected(std::array{TicketIndex::Where{.height = event.header.height, .block = event.hash}});
  receipts_.disconnected(id, event.hash, event.header.height);
  settle_soon();
}

void Voter::handle(NodeId id, node::Reorganization& event, core::SteadyTime arrived) {
  say(id, arrived, false,
      fmt::format("reorganisation from height {} to block {} at height {}", event.old_height,
                  event.new_hash.to_string(), event.new_height));
  ask_again(id);
}

void Voter::handle(NodeId id, node::TreasurySpendAccepted& event, core::SteadyTime arrived) {
  const auto spend = treasury_.add(event.transaction);
  if (!spend) {
    say(id, arrived, true, "a treasury spend that is none: " + spend.error().text);
  } else if (*spend != nullptr) {
    spdlog::info("treasury spend {} is up for a vote on blocks {} to {}", (*spend)->txid.to_string(),
                 (*spend)->window.start, (*spend)->window.end);
  }
}

void Voter::handle(NodeId id, node::RelevantTransaction& event, core::SteadyTime /*arrived*/) {
  finder_.take(id, {&event.transaction, 1}, {});
  spawn_extension();
}

void Voter::on_ticket(const vote::Ticket& ticket) {
  spdlog::debug("ticket found ticket={} price={}", ticket.txid.to_string(), ticket.price);
  for (const auto& call : book_.open_calls(ticket.txid)) {
    if (!book_.height_of(call.block.hash)) {
      continue;  // its header is being asked for, and will lead here again
    }
    enqueue({.block = call.block,
             .ticket = ticket.txid,
             .called = call.arrived,
             .by = call.by,
             .was_unknown = true});
  }
}

}  // namespace dcrvoter::voter
