/// The job: tickets found, calls heard, votes decided, signed and sent, answers kept. All of it on
/// the voting thread; it knows no disk, page or alarm.
///
/// The way of one vote: on_notification(WinningTickets) -> TicketIndex -> vote::decide_vote ->
/// KeyRing::sign -> the nodes that know the block. The first vote is on the wire while the others,
/// which leave together, are signed.
#pragma once

#include "core/clock.hpp"
#include "keys/key_ring.hpp"
#include "node/supervisor.hpp"
#include "vote/choices.hpp"
#include "voter/call_watch.hpp"
#include "voter/finder.hpp"
#include "voter/line_budget.hpp"
#include "voter/receipts.hpp"
#include "voter/ticket_index.hpp"
#include "voter/treasury_book.hpp"
#include "voter/vote_book.hpp"
#include "voter/vote_queue.hpp"
#include "wire/network.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace dcrvoter::voter {

struct VoterSettings {
  wire::NetworkId network = wire::NetworkId::mainnet;
  vote::Choices choices;
  std::uint32_t first_index = 0;          ///< `[keys] first_index`
  std::vector<node::NodeSettings> nodes;  ///< at most eight; without one there is only a key to show
  struct WallClock {
    vote::UnixMillis now = 0;
    bool synchronised = false;
  };
  /// Only for what is kept and shown; no vote depends on it.
  std::function<WallClock()> clock;
  /// Takes what is to be kept. Must not wait for anything; called after votes have left.
  std::function<void(vote::Changes&&)> keep;
  /// Something was kept before, and restore() will be called if the disk answers.
  bool restores = false;
};

/// The block that a node told of last.
struct LastBlock {
  core::Hash hash;
  std::uint32_t height = 0;                    ///< 0: none was told
  std::uint32_t timestamp = 0, pool_size = 0;  ///< as its header says
  std::int64_t ticket_price = 0;
  /// When it was told; of one that was looked up later, when it was made, as far as the clock is believed.
  core::SteadyTime seen{};
};

/// What the voter knows of a node, to be shown.
struct NodeFacts {
  std::string name;
  bool connected = false, calling = false, searching = false;
  std::uint32_t tip = 0;
  std::string problem;  ///< why it is of less use than it could be; "" otherwise
  LastBlock last{};     ///< kept when the connection ends
};

class Voter final : public node::NodeListener {
 public:
  /// The executor outlives the voter. Errors are for app to find before: nodes without a key, or more
  /// than eight of them, throw std::invalid_argument.
  Voter(net::asio::any_io_executor executor, keys::KeyRing ring, VoterSettings settings);
  ~Voter() override;
  Voter(const Voter&) = delete;
  Voter& operator=(const Voter&) = delete;

  /// Connects to the nodes and votes until stop(). Once.
  void start();
  /// Ends all connections; what was handed to the sockets is not waited for. `done` is called when
  /// the last has ended, perhaps at once.
  void stop(std::function<void()> done);
  /// Takes effect with the next call; a vote that was cast is not changed.
  void set_choices(vote::Choices choices) { choices_ = std::move(choices); }
  /// What was known before this program started. May come late: what was learnt since is kept. From the
  /// voting thread, once, and not before start().
  void restore(const std::vector<vote::TicketRecord>& tickets, const std::vector<vote::CallRecord>& calls);

  // To be shown; from the voting thread.
  [[nodiscard]] const wire::Network& network() const noexcept { return network_; }
  [[nodiscard]] std::vector<NodeFacts> node_facts() const;
  /// Of the last blocks, latest first.
  [[nodiscard]] std::vector<vote::CallRecord> recent_calls() const { return receipts_.recent(); }
  /// All tickets, piece by piece; see TicketIndex::copy_some().
  [[nodiscard]] const TicketIndex& tickets() const noexcept { return index_; }
  [[nodiscard]] const vote::Choices& choices() const noexcept { return choices_; }
  [[nodiscard]] const TreasuryBook& treasury() const noexcept { return treasury_; }
  /// As the node told last; empty before.
  [[nodiscard]] const node::VoteInfo& vote_info() const noexcept { return vote_info_; }
  /// Whether a node knows a newer vote version than this program.
  [[nodiscard]] bool knows_of_newer_rules() const noexcept { return said_newer_; }
  /// Whether a vote could be made and signed when that was last tried, for a call or, on a block that
  /// called none of ours, as a rehearsal; the error says why not.
  [[nodiscard]] const core::Result<void>& rehearsed() const noexcept { return rehearsed_; }

  net::Task<core::Result<void>> on_connected(NodeId id, node::ConnectionPtr connection) override;
  void on_notification(NodeId id, node::Notification&& event, core::SteadyTime arrived) override;
  void on_disconnected(NodeId id, const core::Error& why) override;

  /// A vote waits at most this long for the list of treasury spends, and only if one matters.
  static constexpr std::chrono::milliseconds kTreasuryPatience{500};
  /// Votes signed before the node is looked after again: some milliseconds on a Pi.
  static constexpr std::size_t kTogether = 4;
  /// Calls looked at for these: of several nodes' equal ones all but the first need no vote.
  static constexpr std::size_t kMostLooks = kTogether * node::kMaxNodes;
  /// Headers that are asked of one node at a time; an honest one knows a few siblings of its tip.
  static constexpr std::size_t kMostPlacing = 16;
  /// A node that refuses to look through its blocks is asked again after so long.
  static constexpr std::chrono::seconds kSearchAgain{5};
  /// A called ticket is asked for as often, so long after an answer of no use.
  static constexpr int kLooks = 3;
  static constexpr std::chrono::milliseconds kLookAgain{500};
  /// Called tickets that one node is asked for at a time; an honest one calls five a block.
  static constexpr std::size_t kMostLooking = 32;
  /// Events wait for a call to be written with, up to so many.
  static constexpr std::size_t kMostWaitingEvents = 64;
  /// A start waits so long for what was kept: tickets that are known need not be found first.
  static constexpr std::chrono::milliseconds kStorePatience{250};
  /// A vote is kept with its nodes' answers, or without those that take longer.
  static constexpr std::chrono::milliseconds kAnswerPatience{1000};
  /// After a search, until its memory is given back.
  static constexpr std::chrono::seconds kMemoryPatience{2};
  /// So long a lone node has for the header of a block that it calls: a vote of two seconds still counts.
  static constexpr std::chrono::milliseconds kHeaderPatience{1000};
  /// A node that announces a block does so within milliseconds of telling of it; after so long it is asked
  /// for the winners of a tip that it owes, see CallWatch.
  static constexpr std::chrono::milliseconds kCallPatience{500};

 private:
  /// A job that was worked off: what is to be noted of it when the votes have left.
  struct Note {
    VoteJob job;
    std::string fault;  ///< why there is no vote; "" where there is
    core::SteadyTime since = std::chrono::steady_clock::now();
  };
  struct NodeState {
    std::unique_ptr<node::Supervisor> supervisor;
    net::asio::steady_timer call_patience;
    CallWatch calls{};            ///< of this connection
    bool searching = false;       ///< through its blocks: not all tickets may be known
    bool calling = false;         ///< it announces winning tickets to us
    bool filtered = false;        ///< its filter holds our addresses
    std::uint32_t tip = 0;        ///< height of the last block it told of in this connection; 0: none
    std::uint32_t synced_at = 0;  ///< height, when it was last asked
    bool said_lagging = false;    ///< that it is behind others, and it still is
    bool said_able = false;       ///< that it calls, and no search of it was over since
    std::size_t placing = 0;      ///< headers asked for, see place_and_vote()
    std::size_t looking = 0;      ///< tickets asked for, see look_at_called()
    LastBlock last{};
    std::uint32_t said_withheld = 0;  ///< the tip + 1 at which it was said that its calls are
    LineBudget lines{};               ///< of what it says of blocks and spends
    bool said_too_many = false;       ///< that it called more tickets on a block than are drawn
  };

  /// A line of the log about what a node told, which may be wrong of it.
  void say(NodeId id, core::SteadyTime arrived, bool wrong, const std::string& words);
  void handle(NodeId id, node::WinningTickets& event, core::SteadyTime arrived);
  void handle(NodeId id, node::BlockConnected& event, core::SteadyTime arrived);
  void handle(NodeId id, node::BlockDisconnected& event, core::SteadyTime arrived);
  void handle(NodeId id, node::Reorganization& event, core::SteadyTime arrived);
  void handle(NodeId id, node::TreasurySpendAccepted& event, core::SteadyTime arrived);
  void handle(NodeId id, node::RelevantTransaction& event, core::SteadyTime arrived);
  void handle(NodeId, node::NewTickets&, core::SteadyTime) {}
  void handle(NodeId, node::TransactionAccepted&, core::SteadyTime) {}

  /// Asks for the header that tells the block's height, and ends `patience` then.
  net::Task<void> place(node::ConnectionPtr connection, core::Hash block,
                        std::shared_ptr<net::asio::steady_timer> patience);
  net::Task<void> place_and_vote(NodeId id, node::ConnectionPtr connection, node::WinningTickets event,
                                 core::SteadyTime arrived);
  net::Task<void> look_at(NodeId id, node::ConnectionPtr connection, core::Hash ticket);
  /// While not all our tickets may be known, those that are called are looked at one by one. Once some were
  /// forgotten, for ever: that rests on the word of nodes, of which one may lie.
  void look_at_called(NodeId id, const node::WinningTickets& event, core::SteadyTime arrived);
  void vote_and_send(NodeId id, const node::WinningTickets& event, core::SteadyTime arrived);
  /// Whether another node than this one could call too.
  [[nodiscard]] bool has_use_of_others(NodeId id) const;
  /// Whether another node has no search under way, so that it shows what became of each vote.
  [[nodiscard]] bool is_searched_elsewhere(NodeId id) const;
  /// Leaves in the notice what is to be believed of it.
  void believe(NodeId id, node::WinningTickets& event, core::SteadyTime arrived);
  /// The book's verdict; says it if a vote is withheld.
  VoteBook::Verdict ask_book(const VoteJob& job);
  void enqueue_if_open(const VoteJob& job);
  void enqueue(const VoteJob& job);
  void work_off();
  /// False: there is none, mostly since it was cast for another node's equal call.
  bool cast(VoteJob job);
  void send_due(NodeId id, const core::Hash& block, std::uint32_t height);
  void on_answer(NodeId id, const vote::VotedBlock& block, const core::Hash& vote, const core::Hash& ticket,
                 const node::CallResult<void>& answer);
  void on_ticket(const vote::Ticket& ticket);
  // voter_nodes.cpp
  [[nodiscard]] std::string problem_of(NodeId id) const;
  void compare_nodes(NodeId told);
  void note_block(NodeId id, const core::Hash& hash, const wire::BlockHeader& header, core::SteadyTime seen);
  /// When a block was made that was looked up afterwards.
  [[nodiscard]] core::SteadyTime made_at(const wire::BlockHeader& header) const;
  void ask_for_agendas(NodeId id);
  [[nodiscard]] bool is_time_for_agendas(std::uint32_t height);

  // voter_receipts.cpp
  /// Receipts and what is kept are seen to when all that is under way on this thread was done.
  void settle_soon();
  void settle();
  /// Has that done once more when the patience with the nodes that have not answered for the first note is
  /// over.
  void settle_without_answers();
  void note(const Note& note);
  /// Takes up those restored tickets whose addresses are derived by now.
  void take_restored();
  /// At most kStorePatience.
  net::Task<void> until_restored();
  net::Task<void> derive_when_restored();
  /// Height of the node's best block, as far as it has told; 0: not at all.
  [[nodiscard]] std::uint32_t tip_of(NodeId id) const;
  void tell_outcome(const vote::CallRecord& record);
  void rehearse(const vote::VotedBlock& block);
  void proved(const vote::VotedBlock& block, core::Result<void> result);
  void note_not_cast(const VoteJob& job, const core::Error& why);
  [[nodiscard]] vote::UnixMillis now() const { return clock_().now; }
  void event(vote::EventKind kind, NodeId node, std::string words);
  void calling_changed(NodeId id, std::uint32_t tip);
  void ask_again(NodeId id);
  /// After kCallPatience, if the node owes the winners of its tip by then.
  void ask_if_owed(NodeId id);
  /// Which ones it owes is of a connection.
  void forget_calls(NodeId id);
  enum class Among : bool { connected, known };
  /// The lowest tip of the nodes that are connected: what is over by it is over for each of them. Of those
  /// that are known, since they were connected in this run, for what does not come back by itself: a node
  /// that lies of its height may be alone for a while.
  [[nodiscard]] std::uint32_t common_height(Among among = Among::connected) const;
  /// Looks through the node's blocks, again and again if it refuses.
  net::Task<core::Result<void>> search(NodeId id, node::ConnectionPtr connection);
  void spawn_search(NodeId id);
  void spawn_extension();

  /// So long, or until the service stops.
  net::Task<void> pause(std::chrono::milliseconds time);
  net::Task<core::Result<void>> wait_until_synced(NodeId id, node::ConnectionPtr connection);
  net::Task<core::Result<void>> ask(node::ConnectionPtr connection, std::string method);
  /// Has the node announce its calls, those of its tip included. From then on no vote is missed: a
  /// called ticket that is not known is looked at.
  net::Task<core::Result<void>> become_able(NodeId id, node::ConnectionPtr connection);
  /// Has the node call once more when the addresses are known that calls are told by.
  net::Task<void> ask_when_derived(NodeId id, node::ConnectionPtr connection);
  /// Has the node watch our addresses, and looks through its blocks.
  net::Task<core::Result<void>> find_tickets(NodeId id, node::ConnectionPtr connection);
  /// Ends `patience` when it is done, whether or not the node told us.
  net::Task<void> learn_treasury_spends(NodeId id, node::ConnectionPtr connection,
                                        std::shared_ptr<net::asio::steady_timer> patience);
  void give_memory_back_soon();
  net::Task<void> note_vote_version(NodeId id, node::ConnectionPtr connection);

  net::asio::any_io_executor executor_;
  const wire::Network& network_;
  keys::KeyRing ring_;
  vote::Choices choices_;
  std::vector<NodeState> nodes_;
  TicketIndex index_;
  TreasuryBook treasury_;
  VoteBook book_;
  Finder finder_;
  VoteQueue jobs_;
  std::function<VoterSettings::WallClock()> clock_;
  std::function<void(vote::Changes&&)> keep_;
  Receipts receipts_;
  std::vector<Note> notes_;
  std::vector<vote::EventRecord> events_;     ///< not handed over yet
  std::vector<vote::TicketRecord> restored_;  ///< of the store, not known to be ours yet
  bool settling_ = false;
  node::VoteInfo vote_info_;
  std::set<std::string> said_open_agendas_;
  bool said_newer_ = false;              ///< that a node knows a newer vote version
  std::uint32_t agendas_asked_at_ = 0;   ///< height
  std::optional<NodeId> ended_silence_;  ///< whose height is taken for that from which on calls could come
  std::uint32_t said_fork_ = 0;          ///< height at which nodes had different blocks
  core::Result<void> rehearsed_;
  core::Hash rehearsed_on_;
  bool working_ = false;
  bool first_ = true;  ///< of the jobs that are worked off in a row
  bool extending_ = false;
  bool stopping_ = false;
  std::list<net::asio::steady_timer> pauses_;
  bool said_unconnected_ = false;  ///< since a node was last of use
  std::size_t running_ = 0;        ///< supervisors
  std::function<void()> stopped_;
  net::asio::steady_timer treasury_patience_;
  bool treasury_patience_runs_ = false;
  net::asio::steady_timer memory_patience_;
  net::asio::steady_timer answer_patience_{executor_};
  bool answer_patience_runs_ = false;
  net::asio::steady_timer store_patience_;  ///< has run out when nothing is waited for
};

}  // namespace dcrvoter::voter
