/// The thread that tells those around how the service is: systemd, and whom the alarms go to. It waits for no
/// disk and no lock of the others, and the voting loop never waits for it.
#pragma once

#include "alert/alarms.hpp"
#include "host/loop_watch.hpp"
#include "host/notify_socket.hpp"
#include "net/task.hpp"
#include "status/ask_snapshot.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <thread>

namespace dcrvoter::app {

/// What systemd gives a service with Type=notify and WatchdogSec=; empty outside of it.
struct NotifySettings {
  std::string socket;  ///< $NOTIFY_SOCKET
  std::optional<std::chrono::microseconds> watchdog;
};
[[nodiscard]] NotifySettings notify_settings();

class House {
 public:
  /// Called on the house thread when an alarm got through, or did not, in another way than before.
  using OnAlerts = std::function<void(const status::AlertView& heartbeat, const status::AlertView& webhook)>;

  /// `post` hands a function to the voting loop; `ask` asks it for a snapshot, which needs no tickets.
  House(NotifySettings settings, host::LoopWatch::Post post, status::AskSnapshot ask, OnAlerts on_alerts);
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  /// Begins the thread, if systemd is to be told. This and the next two: on the thread that made this.
  void start();
  /// Whom the alarms go to from now on; begins the thread if there is anybody.
  void set_alerts(const alert::Settings& settings, alert::Roots roots);
  /// A call is decided.
  void decided(const vote::CallRecord& call);
  /// Tells systemd that the configuration is being read anew, and that this is done. From any thread.
  void reloading() const noexcept;
  void reloaded() const noexcept;
  /// Tells systemd that the service ends. From any thread.
  void stopping() const noexcept;
  /// Ends the thread, which waits for nothing.
  void end() noexcept;

 private:
  static constexpr std::chrono::seconds kNews{5};       ///< how often the voting loop is asked how it is
  static constexpr std::chrono::seconds kPatience{10};  ///< for its answer

  net::Task<void> watch();
  net::Task<void> follow();
  void on_news(const status::Snapshot* snapshot);
  void on_view(const status::AlertView& heartbeat, const status::AlertView& webhook);
  void begin();

  const NotifySettings settings_;
  host::NotifySocket systemd_;
  host::LoopWatch voting_;
  status::AskSnapshot ask_;
  boost::asio::io_context context_{1};
  std::string told_;  ///< as STATUS=
  std::string host_;  ///< as the last snapshot called it
  OnAlerts on_alerts_;
  alert::Alarms alarms_;
  std::string heartbeat_problem_, webhook_problem_;  ///< as they were logged
  std::thread thread_;
};

}  // namespace dcrvoter::app
