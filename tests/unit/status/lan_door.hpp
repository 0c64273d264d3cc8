/// A server of a test at a port of 127.0.0.1, and asking it.
#pragma once

#include "door.hpp"

#include <cstdint>
#include <future>
#include <string>
#include <utility>
#include <vector>

namespace dcrvoter::testing {

class Lan {
 public:
  explicit Lan(status::HttpServerSettings settings = {}) : server_(with_news(std::move(settings))) {
    server_.start();
    std::tie(open_, problems_) = news_.get_future().get();
  }
  explicit Lan(status::LanDoor lan) : Lan(of(std::move(lan))) {}

  [[nodiscard]] const std::vector<std::string>& open() const { return open_; }
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }
  [[nodiscard]] std::uint16_t port() const {
    REQUIRE_FALSE(open_.empty());
    return static_cast<std::uint16_t>(std::stoul(open_.front().substr(open_.front().rfind(':') + 1)));
  }
  /// All that comes for these bytes, after which the client says no more.
  [[nodiscard]] std::string ask(const std::string& bytes, const char* from = "127.0.0.1") const {
    const RawClient client(port(), from);
    client.send(bytes);
    client.send_no_more();
    return client.read();
  }
  [[nodiscard]] std::string get(const std::string& target, const std::string& host = "127.0.0.1") const {
    return ask("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }
  void stop() { server_.stop(); }

 private:
  using News = std::pair<std::vector<std::string>, std::vector<std::string>>;

  static status::HttpServerSettings of(status::LanDoor lan) {
    status::HttpServerSettings settings;
    settings.lan = std::move(lan);
    return settings;
  }
  status::HttpServerSettings with_news(status::HttpServerSettings settings) {
    if (settings.lan.listen.empty() && settings.lan.handed_over.empty()) {
      settings.lan.listen = {{"127.0.0.1", 0}};
    }
    if (!settings.ask) {
      settings.ask = at_once();
    }
    settings.lan_opened = [this, first = true](std::vector<std::string> open,
                                               std::vector<std::string> problems) mutable {
      if (std::exchange(first, false)) {
        news_.set_value({std::move(open), std::move(problems)});
      }
    };
    return settings;
  }

  std::promise<News> news_;
  std::vector<std::string> open_, problems_;
  status::HttpServer server_;
};

}  // namespace dcrvoter::testing
