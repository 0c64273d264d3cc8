#include "app/house.hpp"

#include "app/clock_state.hpp"
#include "app/service_words.hpp"
#include "app/version.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <unistd.h>
#include <utility>

namespace dcrvoter::app {

namespace asio = net::asio;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
/// How often systemd is told within its limit.
constexpr int kTimesInLimit = 4;
/// Until the voting loop runs.
constexpr std::chrono::milliseconds kFirstLooks{50};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// A snapshot that another thread makes. Of this thread alone: the other one only keeps a weak pointer to it.
struct Answer {
  explicit Answer(asio::io_context& context) : turn(context) {}
  asio::steady_timer turn;
  std::shared_ptr<const status::Snapshot> snapshot;
};

}  // namespace

NotifySettings notify_settings() {
  return {variable("NOTIFY_SOCKET"),
          host::watchdog_limit(variable("WATCHDOG_USEC"), variable("WATCHDOG_PID"), ::getpid())};
}

House::House(NotifySettings settings, host::LoopWatch::Post post, status::AskSnapshot ask, OnAlerts on_alerts)
    : settings_(std::move(settings)),
      systemd_(settings_.socket),
      voting_(std::move(post)),
      ask_(std::move(ask)),
      on_alerts_(std::move(on_alerts)),
      alarms_(
          context_.get_executor(),
          {.version = program_version(),
           .clock_is_synchronised = [] { return clock_state() == ClockState::synchronised; },
           .on_view = [this](const auto& heartbeat, const auto& webhook) { on_view(heartbeat, webhook); }}) {
  if (!settings_.socket.empty() && !systemd_.is_open()) {
    spdlog::warn(
        "systemd's notification socket cannot be reached: systemd will not learn that this service runs");
  }
}

House::~House() {
  end();
}

void House::start() {
  if (systemd_.is_open()) {
    begin();
  }
}

void House::begin() {
  if (!thread_.joinable()) {
    asio::co_spawn(context_, watch(), net::rethrow);
    asio::co_spawn(context_, follow(), net::rethrow);
    thread_ = std::thread([this] { context_.run(); });
  }
}

void House::set_alerts(const alert::Settings& settings, alert::Roots roots) {
  asio::post(context_, [this, settings, roots = std::move(roots)] { alarms_.set(settings, roots); });
  if (!settings.heartbeat_url.empty() || !settings.webhook_url.empty()) {
    begin();
  }
}

void House::decided(const vote::CallRecord& call) {
  if (thread_.joinable() && (call.outcome == vote::Outcome::missed || call.outcome == vote::Outcome::mined)) {
    asio::post(context_, [this, call] { alarms_.decided(call); });
  }
}

void House::reloading() const noexcept {
  (void)systemd_.tell(host::reloading_assignment(std::chrono::steady_clock::now()));
}

void House::reloaded() const noexcept {
  (void)systemd_.tell("READY=1");
}

void House::stopping() const noexcept {
  (void)systemd_.tell("STOPPING=1\nSTATUS=stopping");
}

void House::end() noexcept {
  context_.stop();
  if (thread_.joinable()) {
    thread_.join();
  }
}

net::Task<void> House::watch() {
  asio::steady_timer timer(context_);
  bool ready = false;
  while (systemd_.is_open() && (!ready || settings_.watchdog)) {
    if (voting_.moved()) {
      const bool told = systemd_.tell(ready ? "WATCHDOG=1" : "READY=1\nWATCHDOG=1");
      ready = ready || told;
    }
    const auto pause = settings_.watchdog.value_or(kFirstLooks) / kTimesInLimit;
    timer.expires_after(ready ? pause : std::min<std::chrono::microseconds>(pause, kFirstLooks));
    co_await timer.async_wait(kAwait);
  }
}

net::Task<void> House::follow() {
  for (;;) {
    auto answer = std::make_shared<Answer>(context_);
    ask_([this, to = std::weak_ptr(answer)](std::shared_ptr<const status::Snapshot> snapshot) {
      asio::post(context_, [to, snapshot = std::move(snapshot)] {
        if (const auto waiting = to.lock()) {
          waiting->snapshot = snapshot;
          waiting->turn.cancel();
        }
      });
    });
    while (!answer->snapshot) {
      answer->turn.expires_after(kPatience);
      co_await answer->turn.async_wait(kAwait);
      on_news(answer->snapshot.get());
    }
    asio::steady_timer pause(context_, kNews);
    co_await pause.async_wait(kAwait);
  }
}

void House::on_news(const status::Snapshot* snapshot) {
  status::Judgement judgement{
      status::State::not_voting,
      {{status::State::not_voting, "stale", "the voting loop does not answer", "restart the service"}}};
  if (snapshot != nullptr) {
    judgement = status::judge(*snapshot);
    host_ = snapshot->board.host;
  }
  std::string words = service_words(judgement, snapshot == nullptr ? 0 : snapshot->height);
  if (words != told_ && systemd_.tell(host::status_assignment(words))) {
    told_ = std::move(words);
  }
  alarms_.observe(judgement, host_);
}

void House::on_view(const status::AlertView& heartbeat, const status::AlertView& webhook) {
  const auto say = [](const char* what, const std::string& problem, std::string& said) {
    if (problem != said) {
      problem.empty() ? spdlog::info("the {} gets through again", what)
                      : spdlog::warn("the {} does not get through: {}", what, problem);
      said = problem;
    }
  };
  say("heartbeat", heartbeat.problem, heartbeat_problem_);
  say("webhook", webhook.problem, webhook_problem_);
  on_alerts_(heartbeat, webhook);
}

}  // namespace dcrvoter::app
