#include "alert/alarms.hpp"

#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <exception>
#include <utility>

namespace dcrvoter::alert {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

vote::UnixMillis wall_time() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

Request to_request(Url url, const Heartbeat::Beat& beat) {
  Request request{.url = std::move(url), .roots = {}, .clock_is_synchronised = {}, .post = {}};
  if (!beat.votes) {
    request.url.target = fail_target(request.url.target);
    request.post = {"text/plain; charset=utf-8", {}, beat.words};
    request.has_body = true;
  }
  return request;
}

Request to_request(Url url, const Message& message, Settings::Style style) {
  return {.url = std::move(url),
          .roots = {},
          .clock_is_synchronised = {},
          .post = to_post(message, style),
          .has_body = true};
}

}  // namespace

core::Result<Request> heartbeat_request(const std::string& url, const Heartbeat::Beat& beat) {
  auto parsed = parse_url(url);
  if (!parsed) {
    return std::unexpected(parsed.error());
  }
  return to_request(std::move(*parsed), beat);
}

core::Result<Request> webhook_request(const std::string& url, const Message& message, Settings::Style style) {
  auto parsed = parse_url(url);
  if (!parsed) {
    return std::unexpected(parsed.error());
  }
  return to_request(std::move(*parsed), message, style);
}

Alarms::Alarms(asio::any_io_executor executor, Surroundings surroundings)
    : executor_(std::move(executor)), surroundings_(std::move(surroundings)) {}

template <class Machine>
std::shared_ptr<Alarms::Line<Machine>> Alarms::make_line(const std::string& url) {
  auto line = std::make_shared<Line<Machine>>();
  if (!url.empty()) {
    line->view.configured = true;
    if (auto parsed = parse_url(url)) {
      line->url = std::move(*parsed);
    } else {
      line->view.problem = parsed.error().text;
    }
  }
  return line;
}

void Alarms::set(const Settings& settings, Roots roots) {
  roots_ = std::move(roots);
  if (settings.heartbeat_url != settings_.heartbeat_url) {
    beats_ = make_line<Heartbeat>(settings.heartbeat_url);
  }
  if (settings.webhook_url != settings_.webhook_url) {
    hooks_ = make_line<Occasions>(settings.webhook_url);
  }
  settings_ = settings;
  surroundings_.on_view(beats_->view, hooks_->view);
}

bool Alarms::wanted() const noexcept {
  return beats_->url || hooks_->url;
}

void Alarms::decided(const vote::CallRecord& call) {
  hooks_->machine.decided(call, steady_clock::now());
}

void Alarms::observe(const status::Judgement& judgement, const std::string& host) {
  const auto now = steady_clock::now();
  if (beats_->url) {
    beats_->machine.observe(judgement, now);
    if (auto beat = beats_->machine.due(now); beat && !beats_->under_way) {
      begin(std::move(*beat));
    }
  }
  if (hooks_->url) {
    hooks_->machine.observe(judgement, now);
    if (auto message = hooks_->machine.due(now); message && !hooks_->under_way) {
      message->host = host;
      message->version = surroundings_.version;
      message->at = wall_time();
      begin(std::move(*message));
    }
  }
}

void Alarms::begin(Heartbeat::Beat beat) {
  Request request = to_request(*beats_->url, beat);
  request.roots = roots_;
  request.clock_is_synchronised = surroundings_.clock_is_synchronised;
  beats_->under_way = true;
  asio::co_spawn(executor_, send(std::move(request)),
                 [this, line = beats_, beat = std::move(beat)](const std::exception_ptr& bug,
                                                               const core::Result<void>& result) {
                   net::rethrow(bug);
                   line->under_way = false;
                   const auto now = steady_clock::now();
                   result ? line->machine.sent(beat, now) : line->machine.failed(now);
                   done(line->view, result);
                 });
}

void Alarms::begin(Message message) {
  Request request = to_request(*hooks_->url, message, settings_.webhook_style);
  request.roots = roots_;
  request.clock_is_synchronised = surroundings_.clock_is_synchronised;
  hooks_->under_way = true;
  asio::co_spawn(executor_, send(std::move(request)),
                 [this, line = hooks_, message = std::move(message)](const std::exception_ptr& bug,
                                                                     const core::Result<void>& result) {
                   net::rethrow(bug);
                   line->under_way = false;
                   result ? line->machine.sent(message) : line->machine.failed(steady_clock::now());
                   done(line->view, result);
                 });
}

void Alarms::done(status::AlertView& view, const core::Result<void>& result) {
  view.problem = result ? "" : result.error().text;
  view.last_success = result ? wall_time() : view.last_success;
  surroundings_.on_view(beats_->view, hooks_->view);
}

}  // namespace dcrvoter::alert
