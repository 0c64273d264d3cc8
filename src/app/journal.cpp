#include "app/journal.hpp"

#include "app/bus_error.hpp"
#include "app/store_keeper.hpp"
#include "app/vote_history.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <malloc.h>
#include <mutex>
#include <optional>
#include <utility>

namespace dcrvoter::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kNothingKept = "nothing is kept for now, and votes go on: {}";

/// The signals of this program are for its other threads.
class SignalsElsewhere {
 public:
  SignalsElsewhere() {
    sigset_t all;
    ::sigfillset(&all);
    for (const int fault : {SIGBUS, SIGSEGV, SIGABRT, SIGILL, SIGFPE}) {
      ::sigdelset(&all, fault);
    }
    ::pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  ~SignalsElsewhere() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsElsewhere(const SignalsElsewhere&) = delete;
  SignalsElsewhere& operator=(const SignalsElsewhere&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

struct Journal::State {
  State(JournalSettings with, std::unique_ptr<StoreExamination> first)
      : settings(std::move(with)), examination(std::move(first)), pending(settings.limits) {}

  const JournalSettings settings;
  const std::unique_ptr<StoreExamination> examination;
  std::atomic<bool> bus_error{false};

  mutable std::mutex mutex;  ///< of all below; never held while the disk is asked
  std::condition_variable wake, done;
  PendingChanges pending;
  std::size_t dropped = 0;
  std::string problem;
  std::shared_ptr<const status::HistoryView> history;
  std::optional<Clock::time_point> asked;  ///< when the disk was, while it has not answered
  bool said_stuck = false;
  bool ending = false, ended = false, abandoned = false;

  /// With the mutex held.
  [[nodiscard]] std::string stuck() const {
    if (bus_error) {
      return settings.folder.string() +
             ": a part of the disk cannot be read; it is looked at again at the next start";
    }
    const auto since = asked ? Clock::now() - *asked : Clock::duration::zero();
    if (since <= settings.patience) {
      return {};
    }
    return settings.folder.string() + ": the disk has not answered for " +
           std::to_string(std::chrono::duration_cast<std::chrono::seconds>(since).count()) + " s";
  }
};

/// What a commit takes at most of calls, and of tickets: LMDB has a page in memory for each that it writes.
constexpr std::size_t kPortion = 2'000;

/// What runs on the disk thread.
class Journal::Worker {
 public:
  explicit Worker(std::shared_ptr<State> state)
      : state_(std::move(state)),
        settings_(state_->settings),
        history_(wire::network(settings_.network)),
        keeper_(
            settings_.folder, settings_.network, [this](Kept kept) { tell(std::move(kept)); },
            [this](const vote::CallRecord& call) { history_.put(call); }),
        unwritten_(settings_.limits),
        pause_(settings_.first_pause) {}

  void run() {
    stand_still_on_bus_error(state_->bus_error);
    if (state_->examination) {
      await_examination();
    }
    bool last = false;
    bool well = write();
    while (!last) {
      last = well ? await_changes() : await_next_try();
      well = write();
    }
  }

 private:
  /// While it lives, it is the disk's turn to answer.
  class Asking {
   public:
    explicit Asking(State& state) : state_(state) { set(Clock::now()); }
    ~Asking() { set(std::nullopt); }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;

   private:
    void set(std::optional<Clock::time_point> asked) {
      const std::scoped_lock lock(state_.mutex);
      state_.asked = asked;
    }
    State& state_;
  };

  void await_examination() {
    const Asking asking(*state_);
    auto finding = state_->examination->wait();
    if (finding.verdict == StoreExamination::Verdict::broken) {
      keeper_.distrust(std::move(finding.words));
    }
  }

  void tell(Kept kept) {
    const std::scoped_lock lock(state_->mutex);
    if (settings_.on_kept && !state_->abandoned) {
      settings_.on_kept(std::move(kept));
    }
  }

  /// True: this is the last time.
  bool await_changes() {
    std::unique_lock lock(state_->mutex);
    state_->wake.wait(lock, [this] { return state_->ending || !state_->pending.empty(); });
    // Only the first change woke us: what comes now is gathered without.
    const bool was_quiet = Clock::now() > written_ + settings_.quiet;
    return state_->wake.wait_for(lock, was_quiet ? settings_.soon : settings_.gather,
                                 [this] { return state_->ending; });
  }

  bool await_next_try() {
    const auto pause = std::exchange(pause_, std::min(2 * pause_, settings_.longest_pause));
    std::unique_lock lock(state_->mutex);
    return state_->wake.wait_for(lock, pause, [this] { return state_->ending; });
  }

  /// Writes all that waits. False: the disk did not take it, and it waits on.
  bool write() {
    PendingChanges fresh(settings_.limits);
    {
      const std::scoped_lock lock(state_->mutex);  // for a moment only: the voting thread may wait for it
      std::swap(fresh, state_->pending);
    }
    if (unwritten_.empty()) {
      std::swap(unwritten_, fresh);
    } else if (const auto dropped = unwritten_.add(fresh.take()); dropped > 0) {
      const std::scoped_lock lock(state_->mutex);
      state_->dropped += dropped;
    }
    bool large = false;
    bool new_calls = !state_->history;  // which this thread alone writes
    do {                                // once even when there is nothing: to know the store
      auto changes = unwritten_.take(kPortion);
      large = large || StoreKeeper::is_large(changes);
      if (auto written = commit(changes); !written) {
        (void)unwritten_.add(std::move(changes));
        begin_problem(std::move(written.error().text));
        return false;
      }
      written_ = changes.empty() ? written_ : Clock::now();
      for (const auto& call : changes.calls) {
        history_.put(call);
        new_calls = true;
      }
    } while (!unwritten_.empty());
    pause_ = settings_.first_pause;
    end_problem();
    if (new_calls) {
      publish_history();
    }
    if (large) {
      ::malloc_trim(0);  // what a search through the chain found: so much does not come again
    }
    return true;
  }

  void publish_history() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    auto history = std::make_shared<const status::HistoryView>(
        history_.view(std::chrono::duration_cast<std::chrono::milliseconds>(now).count()));
    const std::scoped_lock lock(state_->mutex);
    state_->history.swap(history);
  }

  core::Result<void> commit(const vote::Changes& changes) {
    const Asking asking(*state_);
    return keeper_.write(changes);
  }

  void begin_problem(std::string why) {
    bool first = false;
    {
      const std::scoped_lock lock(state_->mutex);
      first = state_->problem.empty();
      state_->problem = why;
    }
    if (first) {
      spdlog::warn(kNothingKept, why);
    }
  }

  void end_problem() {
    std::size_t dropped = 0;
    bool was_problem = false;
    {
      const std::scoped_lock lock(state_->mutex);
      was_problem = !state_->problem.empty() || state_->said_stuck;
      state_->problem.clear();
      state_->said_stuck = false;
      dropped = std::exchange(state_->dropped, 0);
    }
    if (dropped > 0) {
      spdlog::warn("the store works again; the {} oldest records that waited for it are lost", dropped);
    } else if (was_problem) {
      spdlog::info("the store works again; all that waited for it is written");
    }
  }

  const std::shared_ptr<State> state_;
  const JournalSettings& settings_;
  VoteHistory history_;
  StoreKeeper keeper_;
  PendingChanges unwritten_;  ///< what a commit that failed wanted to write
  Clock::time_point written_{};
  std::chrono::milliseconds pause_;
};

Journal::Journal(JournalSettings settings, std::unique_ptr<StoreExamination> examination)
    : state_(std::make_shared<State>(std::move(settings), std::move(examination))) {
  if (!state_->settings.left_alone.empty()) {
    state_->problem = state_->settings.left_alone;
    state_->ended = true;
    return;
  }
  const SignalsElsewhere inherited;
  thread_ = std::thread([state = state_] {
    Worker(state).run();
    const std::scoped_lock lock(state->mutex);
    state->ended = true;
    state->done.notify_all();
  });
}

Journal::~Journal() {
  end();
}

void Journal::keep(vote::Changes&& changes) {
  if (changes.empty() || !state_->settings.left_alone.empty()) {
    return;
  }
  std::string stuck;
  bool full = false;
  bool first = false;
  {
    const std::scoped_lock lock(state_->mutex);
    first = state_->pending.empty();
    const auto dropped = state_->pending.add(std::move(changes));
    full = dropped > 0 && state_->dropped == 0;
    state_->dropped += dropped;
    if (!state_->said_stuck) {
      stuck = state_->stuck();
      state_->said_stuck = !stuck.empty();
    }
  }
  if (first) {
    state_->wake.notify_one();
  }
  if (!stuck.empty()) {
    spdlog::warn(kNothingKept, stuck);
  }
  if (full) {
    spdlog::warn("so many records wait for the store that the oldest are dropped from now on");
  }
}

std::string Journal::problem() const {
  const std::scoped_lock lock(state_->mutex);
  auto stuck = state_->stuck();
  return stuck.empty() ? state_->problem : stuck;
}

std::shared_ptr<const status::HistoryView> Journal::history() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->history;
}

bool Journal::end(std::chrono::milliseconds most) {
  if (!thread_.joinable()) {
    return state_->ended;
  }
  {
    const std::scoped_lock lock(state_->mutex);
    state_->ending = true;
  }
  state_->wake.notify_one();
  if (state_->examination) {
    state_->examination->give_up();
  }
  bool ended = false;
  {
    std::unique_lock lock(state_->mutex);
    ended = state_->done.wait_for(lock, most, [this] { return state_->ended || state_->bus_error; }) &&
            state_->ended;
    state_->abandoned = !ended;
  }
  if (ended) {
    thread_.join();
  } else {
    thread_.detach();
  }
  return ended;
}

}  // namespace dcrvoter::app
