#include "app/alert_findings.hpp"

#include "alert/alarms.hpp"
#include "app/alert_roots.hpp"
#include "app/clock_state.hpp"
#include "app/version.hpp"
#include "host/board.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <utility>

namespace dcrvoter::app {

namespace asio = net::asio;

namespace {

using Level = Finding::Level;

Finding finding(Level level, const char* subject, std::string text, std::string remedy = {}) {
  return {level, subject, std::move(text), std::move(remedy), std::nullopt};
}

core::Result<void> send_now(core::Result<alert::Request> request, const alert::Settings& settings) {
  if (!request) {
    return std::unexpected(request.error());
  }
  request->roots = read_roots(settings);
  request->clock_is_synchronised = [] { return clock_state() == ClockState::synchronised; };
  asio::io_context context{1};
  core::Result<void> outcome;
  asio::co_spawn(context, alert::send(std::move(*request)),
                 [&outcome](const std::exception_ptr& bug, core::Result<void> result) {
                   net::rethrow(bug);
                   outcome = std::move(result);
                 });
  context.run();
  return outcome;
}

Finding judge(const char* subject, const core::Result<void>& result, const char* sent) {
  if (result) {
    return finding(Level::ok, subject, sent);
  }
  return finding(Level::warn, subject, result.error().text,
                 "compare the URL in [alert] of the configuration with what the receiver shows");
}

alert::Message test_message() {
  alert::Message message;
  message.host = host::host_name();
  message.version = program_version();
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  message.at = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  return message;
}

}  // namespace

std::vector<Finding> test_alerts(const alert::Settings& settings) {
  std::vector<Finding> findings;
  const std::string& heartbeat = settings.heartbeat_url;
  findings.push_back(
      heartbeat.empty()
          ? finding(Level::warn, "heartbeat", "none is configured", "set heartbeat_url in [alert]")
          : judge("heartbeat", send_now(alert::heartbeat_request(heartbeat, {}), settings),
                  "the receiver took one; it counts as one of the service's"));
  const std::string& webhook = settings.webhook_url;
  findings.push_back(
      webhook.empty()
          ? finding(Level::warn, "webhook", "none is configured", "set webhook_url in [alert]")
          : judge("webhook",
                  send_now(alert::webhook_request(webhook, test_message(), settings.webhook_style), settings),
                  "the receiver took a message that says that it is a test"));
  return findings;
}

}  // namespace dcrvoter::app
