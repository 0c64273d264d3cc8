/// The disk thread: what the voting thread wants kept is merged, gathered and written behind its back,
/// for as long as a card takes. Nothing that happens to the disk happens to a vote.
#pragma once

#include "app/pending_changes.hpp"
#include "app/store_examination.hpp"
#include "app/store_keeper.hpp"
#include "status/views.hpp"
#include "vote/record.hpp"
#include "wire/network.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace dcrvoter::app {

struct JournalSettings {
  std::filesystem::path folder;  ///< of the store; made when it is not there
  wire::NetworkId network = wire::NetworkId::mainnet;
  /// Why the store is left alone in this run; "": it is not.
  std::string left_alone;
  /// Once, on the disk thread, when what was kept could be read: at the start, or when a disk that hung
  /// or failed is well again. Never after end(). It is short, and calls no function of the journal.
  std::function<void(Kept)> on_kept;

  /// How long a change waits for others of the same block, such as the answers of several nodes, so that they
  /// are one commit: a card wears by each. The first after a quiet time waits for `soon` alone, those of a
  /// burst of blocks for `gather`. A box that loses power meanwhile is told of that call by the chain.
  std::chrono::milliseconds soon{20}, gather{2'000}, quiet{5'000};
  /// After a failure, at first and at most; each one waits twice as long as the one before.
  std::chrono::milliseconds first_pause{1'000}, longest_pause{60'000};
  /// A disk that takes longer than this is a problem.
  std::chrono::milliseconds patience{2'000};
  PendingLimits limits;
};

/// What can go wrong, and what becomes of it. Votes go on in every case; problem() says what it is, and a
/// line of the log when it begins and when it ends.
///   no room, read-only, I/O error   tried again after 1 s to 60 s with all that waits
///   hangs                           what is to be written waits, and is merged
///   bad sector (SIGBUS)             the disk thread stands still until the next start
///   damaged                         the folder is renamed to <folder>.broken-1 (to -9), and begun anew
///   newer schema, other network,
///   another service's               left as it is, looked at again every 60 s
class Journal {
 public:
  /// Starts the thread, which awaits the examination first (none: nothing is known of the store). None where
  /// the store is left alone: then nothing is kept.
  Journal(JournalSettings settings, std::unique_ptr<StoreExamination> examination);
  /// As end().
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Takes what happened, in order. Never waits and reads or writes nothing. From the voting thread.
  void keep(vote::Changes&& changes);
  /// Why nothing is kept at the moment; "" when all is well. From any thread.
  [[nodiscard]] std::string problem() const;
  /// What all calls in the store add up to, as of the last commit; null before there was one. From any
  /// thread.
  [[nodiscard]] std::shared_ptr<const status::HistoryView> history() const;
  /// Waits for a last commit of all that waits, but no longer than `most`. False: the disk still hangs,
  /// the thread was left to itself, and the program must end without destructors (std::_Exit).
  bool end(std::chrono::milliseconds most = std::chrono::seconds(1));

 private:
  struct State;
  class Worker;
  std::shared_ptr<State> state_;  ///< shared with the thread, which may outlive us
  std::thread thread_;
};

}  // namespace dcrvoter::app
