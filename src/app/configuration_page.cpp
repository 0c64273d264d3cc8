#include "alert/url.hpp"
#include "app/configuration_parts.hpp"
#include "app/ip_text.hpp"

#include <array>
#include <string>
#include <utility>

namespace dcrvoter::app {
namespace {

constexpr std::uint16_t kPagePort = 80;

void read_listen(Section& section, PageConfiguration& page) {
  const auto list = section.texts("listen");
  if (!list) {
    return;
  }
  page.listen.clear();
  for (const Value* item : *list) {
    auto endpoint = net::parse_endpoint(item->text.view(), kPagePort);
    if (!endpoint) {
      section.error(*item, "listen", endpoint.error().text);
    } else if (!is_ip_address(endpoint->host)) {
      section.refuse(*item, "listen");
    } else {
      page.listen.push_back(std::move(*endpoint));
    }
  }
}

void read_names(Section& section, PageConfiguration& page) {
  for (const Value* item : section.texts("names").value_or(std::vector<const Value*>())) {
    if (!is_host_name(item->text.view())) {
      section.refuse(*item, "names");
    } else {
      page.names.emplace_back(item->text.view());
    }
  }
}

void read_allow(Section& section, PageConfiguration& page) {
  for (const Value* item : section.texts("allow").value_or(std::vector<const Value*>())) {
    if (!is_ip_network(item->text.view())) {
      section.refuse(*item, "allow");
    } else {
      page.allow.emplace_back(item->text.view());
    }
  }
}

// An URL may carry a token: it is never shown.
std::string read_url(Section& section, std::string_view key) {
  const Value* value = section.text(key, Shown::no);
  if (value == nullptr) {
    return {};
  }
  const std::string_view url = value->text.view();
  const std::size_t scheme = url.starts_with("https://") ? 8 : (url.starts_with("http://") ? 7 : 0);
  const bool printable =
      url.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%") ==
      std::string_view::npos;
  const bool host = url.find_first_of("/?#", scheme) != scheme && url.size() != scheme;
  if (scheme == 0 || !host || url.size() > 2048 || !printable) {
    section.error(*value, key,
                  "is no URL (not shown: it may hold a token); allowed: " +
                      std::string(find_key(alert_keys(), key)->allowed));
    return {};
  }
  if (const auto parsed = alert::parse_url(url); !parsed) {
    section.error(*value, key, "cannot be used (not shown: it may hold a token): " + parsed.error().text);
    return {};
  }
  return std::string(url);
}

}  // namespace

void read_keys(Section& top, const ReadingContext& context, Configuration& configuration) {
  const Value* value = top.table("keys");
  if (value == nullptr) {
    return;
  }
  Section section(top.problems(), *value, "keys", keys_keys());
  if (const auto index = section.integer("first_index")) {
    configuration.first_index = static_cast<std::uint32_t>(*index);
  }
  if (const Value* credential = section.text("credential")) {
    configuration.voting_key = credential_of(section, *credential, "credential", context,
                                             "elsewhere \"dcrvoter key import\" takes a key over")
                                   .value_or("");
  }
  configuration.backup_waived = section.word("backup") == 1;
  section.refuse_unknown_keys();
}

PageConfiguration read_page(Section& top) {
  PageConfiguration page;
  page.listen = {{"0.0.0.0", kPagePort}, {"::", kPagePort}};
  const Value* value = top.table("page");
  if (value == nullptr) {
    return page;
  }
  Section section(top.problems(), *value, "page", page_keys());
  read_listen(section, page);
  read_names(section, page);
  read_allow(section, page);
  constexpr std::array kShows{PageConfiguration::Show::full, PageConfiguration::Show::health};
  page.show = kShows.at(section.word("show"));
  section.refuse_unknown_keys();
  return page;
}

AlertConfiguration read_alert(Section& top) {
  using Style = AlertConfiguration::Style;
  AlertConfiguration alert;
  const Value* value = top.table("alert");
  if (value == nullptr) {
    return alert;
  }
  Section section(top.problems(), *value, "alert", alert_keys());
  alert.heartbeat_url = read_url(section, "heartbeat_url");
  alert.webhook_url = read_url(section, "webhook_url");
  constexpr std::array kStyles{Style::json, Style::discord, Style::slack, Style::ntfy};
  alert.webhook_style = kStyles.at(section.word("webhook_style"));
  section.refuse_unknown_keys();
  return alert;
}

}  // namespace dcrvoter::app
