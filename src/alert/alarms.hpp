/// Heartbeat and webhook at work.
#pragma once

#include "alert/heartbeat.hpp"
#include "alert/occasions.hpp"
#include "alert/send.hpp"
#include "status/views.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace dcrvoter::alert {

/// What the requests of one run need besides what they say.
struct Surroundings {
  std::string version;
  std::function<bool()> clock_is_synchronised;
  /// Called when one of them got through, or did not, in another way than before.
  std::function<void(const status::AlertView& heartbeat, const status::AlertView& webhook)> on_view;
};

/// Of one thread; its requests are coroutines there, one a receiver at a time.
class Alarms {
 public:
  Alarms(boost::asio::any_io_executor executor, Surroundings surroundings);

  /// From now on these; one that changed begins anew.
  void set(const Settings& settings, Roots roots);
  [[nodiscard]] bool wanted() const noexcept;
  void decided(const vote::CallRecord& call);
  /// How it is now: a few times a minute at least, since this is when anything is sent.
  void observe(const status::Judgement& judgement, const std::string& host);

 private:
  template <class Machine>
  struct Line {
    std::optional<Url> url;  ///< nothing: not wanted
    Machine machine;
    status::AlertView view;
    bool under_way = false;
  };
  using Beats = std::shared_ptr<Line<Heartbeat>>;
  using Hooks = std::shared_ptr<Line<Occasions>>;

  template <class Machine>
  static std::shared_ptr<Line<Machine>> make_line(const std::string& url);
  void begin(Heartbeat::Beat beat);
  void begin(Message message);
  void done(status::AlertView& view, const core::Result<void>& result);

  boost::asio::any_io_executor executor_;
  Surroundings surroundings_;
  Settings settings_;
  Roots roots_;
  Beats beats_ = std::make_shared<Line<Heartbeat>>();
  Hooks hooks_ = std::make_shared<Line<Occasions>>();
};

/// The requests that "check --alerts" sends: a heartbeat, and a message that says that it is a test. Errors:
/// those of parse_url.
[[nodiscard]] core::Result<Request> heartbeat_request(const std::string& url, const Heartbeat::Beat& beat);
[[nodiscard]] core::Result<Request> webhook_request(const std::string& url, const Message& message,
                                                    Settings::Style style);

}  // namespace dcrvoter::alert
