#include "app/doors.hpp"

#include "app/control_path.hpp"
#include "app/handed_sockets.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <unistd.h>
#include <utility>
#include <vector>

namespace dcrvoter::app {
namespace {

std::string joined(const std::vector<std::string>& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : between) + part;
  }
  return text;
}

/// What systemd hands over, if a page is wanted at all.
std::vector<int> handed_to(const PageConfiguration& page) {
  std::vector<int> sockets = take_handed_sockets();
  if (page.listen.empty() && !sockets.empty()) {
    std::ranges::for_each(sockets, ::close);
    sockets.clear();
    spdlog::warn(
        "there is no page, since listen in [page] is empty; \"systemctl mask --now dcrvoter.socket\" closes "
        "its port as well");
  }
  return sockets;
}

}  // namespace

Doors::Doors(const Configuration& configuration, status::AskSnapshot ask)
    : server_(settings(configuration, std::move(ask))) {}

std::string Doors::problem() const {
  const std::lock_guard guard(lock_);
  return problem_;
}

status::HttpServerSettings Doors::settings(const Configuration& configuration, status::AskSnapshot ask) {
  const PageConfiguration& page = configuration.page;
  status::HttpServerSettings settings;
  settings.control = control_socket_path(configuration.state);
  settings.ask = std::move(ask);
  for (const net::Endpoint& endpoint : page.listen) {
    settings.lan.listen.push_back({endpoint.host, endpoint.port});
  }
  settings.lan.handed_over = handed_to(page);
  settings.lan.names = page.names;
  settings.lan.allow = page.allow;
  settings.lan.show = page.show == PageConfiguration::Show::full ? status::Show::full : status::Show::health;
  settings.opened = [](const core::Result<void>& opened) {
    if (!opened) {
      spdlog::warn("no control socket, \"dcrvoter status\" will not find this service: {}",
                   opened.error().text);
    }
  };
  settings.lan_opened = [this](const std::vector<std::string>& open,
                               const std::vector<std::string>& problems) { say(open, problems); };
  return settings;
}

void Doors::say(const std::vector<std::string>& open, const std::vector<std::string>& problems) {
  for (const std::string& problem : problems) {
    spdlog::warn("the page is not to be had: {}", problem);
  }
  if (!open.empty()) {
    spdlog::info("the page is at http://{}", joined(open, " and http://"));
  }
  const std::lock_guard guard(lock_);
  problem_ = joined(problems, "; ");
}

}  // namespace dcrvoter::app
