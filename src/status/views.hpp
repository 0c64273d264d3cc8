/// The parts of a snapshot: each is plain data that somebody hands over, and no view works out again.
#pragma once

#include "vote/record.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
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

/// The last block of the highest node that is connected; of one that was, when none is.
struct BlockView {
  core::Hash hash;
  std::uint32_t height = 0;
  vote::UnixMillis made = 0;      ///< as its header says
  vote::UnixMillis seen = 0;      ///< when a node told us of it, by the box's clock
  std::uint64_t age = 0;          ///< seconds since then when this was observed, by a clock that nobody sets
  std::uint32_t pool_size = 0;    ///< live tickets of everybody
  std::int64_t ticket_price = 0;  ///< atoms, of the tickets in it
};

/// Calls of one day that are decided; a day without any is left out.
struct DayView {
  std::int32_t day = 0;  ///< days since 1970, UTC: of the call, or reckoned from its height
  std::uint32_t mined = 0;
  std::uint32_t missed = 0;    ///< for any cause
  std::uint32_t left_out = 0;  ///< of those, by the miner
};

/// How long votes took from the call to the socket. Miners wait kMinersPatience for votes.
struct LatencyView {
  static constexpr std::uint32_t kMinersPatience = 2'500'000;  ///< microseconds
  /// Upper ends of the buckets in microseconds, each included; the last bucket is all above.
  static constexpr std::uint32_t kEnds[] = {1'000,   2'000,   5'000,   10'000,    20'000,   50'000,
                                            100'000, 200'000, 500'000, 1'000'000, 2'500'000};
  static constexpr std::size_t kBuckets = std::size(kEnds) + 1;
  std::array<std::uint32_t, kBuckets> votes{};
  std::uint32_t count = 0;                      ///< the sum of them: of the latest votes, at most 1000
  std::uint32_t median = 0, p95 = 0, most = 0;  ///< microseconds; 0 without votes
  std::uint64_t sum = 0;                        ///< microseconds
};

/// What mined votes earned, with the ticket's own price left out. Of a ticket with several owners: all of it.
struct RewardView {
  std::int64_t sum = 0;  ///< atoms
  std::uint64_t count = 0;
  std::int64_t last = 0;          ///< atoms, of the highest mined vote
  std::uint32_t last_height = 0;  ///< of its call; 0: none
};

/// Of all calls that the store has; worked out behind the votes' back.
struct HistoryView {
  std::vector<DayView> days;  ///< of the last kDays, oldest first
  LatencyView latency;
  RewardView rewards;
  std::uint64_t mined = 0, missed = 0;  ///< ever
  static constexpr std::int32_t kDays = 90;
};

/// An account whose key votes here.
struct AccountView {
  std::string xpub;         ///< dpub…: what the buyer's wallet imports
  std::string fingerprint;  ///< 8 hex digits
  std::string origin;       ///< "seed, m/44'/42'/0'" or "imported account key"
};

struct KeyView {
  enum class Backup : std::uint8_t {
    unknown,  ///< the disk has not answered yet
    missing,  ///< made here, and the seed words were never exported
    made,     ///< exported, or imported from where it is kept
    waived,   ///< the configuration says so
  };
  std::vector<AccountView> accounts;
  std::size_t single = 0;  ///< addresses of single keys and of scripts that can vote
  Backup backup = Backup::unknown;
  std::vector<std::string> problems;  ///< a key file each that cannot be read, and why; no secret

  [[nodiscard]] bool empty() const noexcept { return accounts.empty() && single == 0; }
};

/// The machine. What is not there, or not known, is empty.
struct BoardView {
  std::string host;     ///< its name in the network
  std::string version;  ///< of this program
  std::string model;
  std::optional<double> temperature;                           ///< degrees Celsius
  std::optional<bool> undervoltage;                            ///< now, or since it was switched on
  std::optional<std::uint64_t> storage_size, storage_free;     ///< bytes, where the state folder is
  std::optional<std::uint64_t> memory_size, memory_available;  ///< bytes
  std::optional<std::uint64_t> memory_used;                    ///< bytes, by this program (RSS)
  std::optional<std::uint64_t> uptime;                         ///< seconds, of the machine
  std::optional<std::uint64_t> running;                        ///< seconds, of this program
  std::optional<bool> clock_synchronised;
};

/// What the programs around this one say on the appliance (docs/image.md): its card, its system, its updates.
struct BoxView {
  struct Problem {
    std::string words, remedy;
  };
  enum class Update : std::uint8_t {
    none,
    writing,  ///< one is being written beside the system that runs
    trial,    ///< the system that runs is new, and not yet known to be good
    done,     ///< the last one ended well
    failed,   ///< the last one did not: the system before it runs
    refused,  ///< there is one that is not taken
  };
  std::string release, build, slot;  ///< of the system: "0.1.0", a hash, "a" or "b"
  std::vector<Problem> problems;
  Update update = Update::none;
  std::string update_release;  ///< which one
  std::string update_words;    ///< how it stands or ended, as a sentence
};

struct AlertView {
  bool configured = false;
  vote::UnixMillis last_success = 0;  ///< 0: none yet
  std::string problem;                ///< why the last one failed, without its URL; "" when it did not
};

}  // namespace dcrvoter::status
