#include "app/run.hpp"

#include "app/alert_roots.hpp"
#include "app/backup_watch.hpp"
#include "app/board_watch.hpp"
#include "app/clock_state.hpp"
#include "app/crash_mark.hpp"
#include "app/doors.hpp"
#include "app/exit_code.hpp"
#include "app/hardening.hpp"
#include "app/house.hpp"
#include "app/journal.hpp"
#include "app/logging.hpp"
#include "app/node_options.hpp"
#include "app/recent_calls.hpp"
#include "app/restart_needs.hpp"
#include "app/signals.hpp"
#include "app/snapshot.hpp"
#include "net/endpoint.hpp"
#include "voter/voter.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <csignal>
#include <cstdlib>
#include <malloc.h>
#include <memory>
#include <utility>

namespace dcrvoter::app {

namespace asio = net::asio;

namespace {

/// So long after SIGTERM what is under way may take to end, then the last commit; and when the process ends
/// at the latest, whatever still hangs.
constexpr std::chrono::milliseconds kFarewell{500};
constexpr std::chrono::milliseconds kLastCommit{1'000};
constexpr int kLastMilliseconds = 1'750;
/// Buffers from this size on go back to the system when they are freed.
constexpr int kLargeBuffer = 256 * 1024;

node::NodeSettings node_settings(asio::thread_pool& disk, const Configuration& configuration,
                                 const NodeConfiguration& node) {
  auto options = std::make_shared<NodeOptions>(disk, configuration, node);
  return {
      .name = net::to_string(node.address), .options = [options] { return options->read(); }, .timing = {}};
}

vote::UnixMillis unix_millis() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

/// Asks the kernel whether its time is right only now and then: this is called for each call of a ticket.
class WallClock {
 public:
  voter::VoterSettings::WallClock operator()() {
    if (const auto now = std::chrono::steady_clock::now(); now >= ask_again_) {
      synchronised_ = clock_state() == ClockState::synchronised;
      ask_again_ = now + std::chrono::seconds(10);
    }
    return {.now = unix_millis(), .synchronised = synchronised_};
  }

 private:
  std::chrono::steady_clock::time_point ask_again_;
  bool synchronised_ = false;
};

/// The service and what its signals do.
class Service {
 public:
  Service(asio::io_context& voting, Signals& signals, const Configuration& configuration,
          keys::LoadedKeys keys, std::unique_ptr<StoreExamination> store)
      : voting_(voting),
        signals_(signals),
        started_with_(configuration),
        with_store_(store != nullptr),
        key_(key_view(keys)),
        backup_(configuration),
        board_(configuration.state),
        voter_(voting_.get_executor(), std::move(keys.ring), settings(configuration)),
        journal_(journal(configuration), std::move(store)),
        doors_(configuration, ask(Tickets::all)),
        house_(
            notify_settings(), [this](auto work) { asio::post(voting_, std::move(work)); },
            ask(Tickets::none),
            [this](const auto& heartbeat, const auto& webhook) {
              asio::post(voting_, [this, heartbeat, webhook] { alerts_ = {heartbeat, webhook}; });
            }) {}

  /// False: a disk still hangs, or something was cut off, and its thread cannot be joined.
  [[nodiscard]] bool run() {
    wait_for_signal();
    backup_.look(disk_, voting_);
    board_.look(disk_, voting_);
    voter_.start();
    doors_.start();
    house_.start();
    asio::post(disk_, [this] { use_alerts(started_with_.alert); });
    go_first();
    voting_.run();
    doors_.stop();
    house_.end();
    const bool written = journal_.end(kLastCommit);
    if (!written) {
      spdlog::warn("the disk does not answer: what was voted last is in no store, the chain has to tell it");
    }
    return written && !forced_;
  }

 private:
  voter::VoterSettings settings(const Configuration& configuration) {
    std::error_code ignored;
    voter::VoterSettings settings{
        .network = configuration.network,
        .choices = configuration.choices,
        .first_index = configuration.first_index.value_or(0),
        .nodes = {},
        .clock = WallClock(),
        .keep = [this](vote::Changes&& changes) { keep(std::move(changes)); },
        .restores = with_store_ && std::filesystem::exists(store_folder(configuration), ignored)};
    if (!key_.empty()) {
      for (const auto& node : configuration.nodes) {
        settings.nodes.push_back(node_settings(disk_, configuration, node));
      }
    }
    return settings;
  }

  JournalSettings journal(const Configuration& configuration) {
    JournalSettings settings;
    if (!with_store_) {
      settings.left_alone = "the store is left alone after crashes; the next start uses it again";
    }
    settings.folder = store_folder(configuration);
    settings.network = configuration.network;
    settings.on_kept = [this](Kept kept) {
      asio::post(voting_, [this, kept = std::move(kept)] {
        voter_.restore(kept.tickets, kept.calls);
        for (const auto& call : kept.calls) {
          recent_.restore(call);
        }
      });
    };
    return settings;
  }

  /// Of forty thousand they take their time.
  enum class Tickets : bool { none, all };

  status::AskSnapshot ask(Tickets tickets) {
    return [this, tickets](const status::SnapshotReady& ready) {
      asio::co_spawn(voting_, take_snapshot(this, tickets, ready), net::rethrow);
    };
  }

  void keep(vote::Changes&& changes) {
    for (const auto& call : changes.calls) {
      if (call.outcome != vote::Outcome::open) {
        recent_.put(call);
        house_.decided(call);
      }
    }
    journal_.keep(std::move(changes));
  }

  static net::Task<void> take_snapshot(Service* self, Tickets which, status::SnapshotReady ready) {
    auto snapshot = std::make_shared<status::Snapshot>();
    std::vector<vote::TicketRecord> tickets;
    std::size_t place = 0;
    while (which == Tickets::all) {
      place = self->voter_.tickets().copy_some(place, tickets);
      co_await asio::post(self->voting_, asio::use_awaitable);  // a vote goes first
      if (place == 0) {
        break;
      }
    }
    *snapshot = make_snapshot(self->voter_, unix_millis());
    snapshot->tickets = std::move(tickets);
    auto recent = self->recent_;
    for (const auto& call : self->voter_.recent_calls()) {
      recent.put(call);
    }
    snapshot->calls = recent.list();
    snapshot->store = self->journal_.problem();
    snapshot->page = self->doors_.problem();
    const auto history = self->journal_.history();
    snapshot->history =
        history ? *history : history_of(snapshot->calls, self->voter_.network(), snapshot->observed_at);
    self->backup_.look(self->disk_, self->voting_);
    snapshot->key = self->key_;
    if (!self->key_.empty()) {
      snapshot->key.backup = self->backup_.backup();
    }
    self->board_.look(self->disk_, self->voting_);
    snapshot->board = self->board_.view();
    snapshot->box = self->board_.box();
    snapshot->heartbeat = self->alerts_.first;
    snapshot->webhook = self->alerts_.second;
    ready(std::move(snapshot));
  }

  void wait_for_signal() {
    signals_.next([this](int signal) {
      if (signal == SIGHUP) {
        read_choices();
        wait_for_signal();
      } else {
        stop();
      }
    });
  }

  void stop() {
    end_within(kLastMilliseconds, kExitOk);
    spdlog::info("stopping");
    house_.stopping();
    last_resort_.expires_after(kFarewell);
    last_resort_.async_wait([this](const boost::system::error_code& error) {
      if (!error) {
        spdlog::warn("something did not end in time (a disk that hangs, perhaps): it is cut off");
        forced_ = true;
        voting_.stop();
      }
    });
    voter_.stop([this] { last_resort_.cancel(); });
  }

  void read_choices() {
    house_.reloading();
    asio::post(disk_, [this] {
      const auto& file = started_with_.file;
      auto loaded = load_configuration(file, process_environment());
      for (const auto& problem : loaded.problems) {
        spdlog::log(problem.level == Problem::Level::error ? spdlog::level::err : spdlog::level::warn, "{}",
                    to_string(file, problem));
      }
      if (!may_use(loaded)) {
        asio::post(voting_,
                   [this] { house_.reloaded(); });  // while this ends, the disk's thread may still run
        return;
      }
      if (const auto parts = restart_needs(started_with_, loaded.configuration); !parts.empty()) {
        spdlog::warn("what was changed in {} takes effect with the next restart of dcrvoter", parts);
      }
      use_alerts(loaded.configuration.alert);
      asio::post(voting_, [this, read = std::move(loaded.configuration)]() mutable {
        voter_.set_choices(std::move(read.choices));
        backup_.set_waived(read.backup_waived);
        spdlog::info("choices read anew from {}: they apply from the next vote on",
                     started_with_.file.string());
        house_.reloaded();
      });
    });
  }

  /// Agendas and treasury keys of another network would be in force on this one.
  [[nodiscard]] bool may_use(const LoadedConfiguration& loaded) const {
    if (!loaded.usable()) {
      spdlog::error("the choices stay as they are until the configuration is mended");
      return false;
    }
    const auto id = loaded.configuration.network;
    if (id != started_with_.network) {
      spdlog::error(
          "{}: network is {} there, and this service votes on {}: all stays as it is until you correct "
          "that, or restart dcrvoter to change the network",
          started_with_.file.string(), wire::network(id).name, voter_.network().name);
      return false;
    }
    return true;
  }

  /// On the disk thread.
  void use_alerts(const AlertConfiguration& alert) {
    asio::post(voting_, [this, alert, roots = read_roots(alert)] { house_.set_alerts(alert, roots); });
  }

  asio::io_context& voting_;
  Signals& signals_;
  const Configuration& started_with_;
  bool with_store_;
  asio::thread_pool disk_{1};
  asio::steady_timer last_resort_{voting_};
  bool forced_ = false;
  RecentCalls recent_;
  status::KeyView key_;
  BackupWatch backup_;
  BoardWatch board_;
  std::pair<status::AlertView, status::AlertView> alerts_;  ///< heartbeat, webhook
  voter::Voter voter_;
  Journal journal_;
  Doors doors_;
  House house_;
};

}  // namespace

int run(const Configuration& configuration, keys::LoadedKeys keys, std::unique_ptr<StoreExamination> store) {
  // Or the first large buffer that is freed makes the next ones stay with us for good (mallopt(3)).
  ::mallopt(M_MMAP_THRESHOLD, kLargeBuffer);
  asio::io_context voting{1};
  Signals signals(voting.get_executor(), {SIGTERM, SIGINT, SIGHUP});  // before the first thread
  LogThread log_thread;
  Service service(voting, signals, configuration, std::move(keys), std::move(store));
  if (!service.run()) {
    log_thread.end();
    forget_crashes(crash_file(configuration.state));  // a disk that hangs may hang here too: last
    std::_Exit(kExitOk);
  }
  return kExitOk;
}

}  // namespace dcrvoter::app
