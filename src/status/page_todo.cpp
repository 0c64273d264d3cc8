#include "status/page_parts.hpp"

#include <algorithm>
#include <vector>

namespace dcrvoter::status {
namespace {

constexpr std::size_t kMostReasons = 12;

void add_item(Html& html, std::string_view kind, const std::string& words, const std::string& remedy) {
  html << "<li>";
  add_tag(html, kind, as_sentence(words));
  html << "<span class=why>";
  html.text(as_sentence(remedy), 240) << full_stop(remedy) << "</span></li>";
}

}  // namespace

void add_todo(Html& html, const PageView& view) {
  std::vector<const Reason*> reasons;
  for (const Reason& reason : view.judgement.reasons) {
    reasons.push_back(&reason);
  }
  // What stops the votes; then the key, whose loss is for good; then the rest as it was found.
  std::ranges::stable_sort(reasons, {}, [](const Reason* reason) {
    return reason->state == State::not_voting ? 0 : reason->name == "backup" ? 1 : 2;
  });
  const bool quiet = !view.snapshot.heartbeat.configured && !view.snapshot.webhook.configured;
  if (reasons.empty() && !quiet) {
    return;
  }
  html << "<section id=todo class=full><h2>" << (reasons.empty() ? "Worth doing" : "What to do")
       << "</h2><ul class=todo>";
  for (std::size_t i = 0; i < std::min(reasons.size(), kMostReasons); ++i) {
    add_item(html, css_class(reasons[i]->state), reasons[i]->words, reasons[i]->remedy);
  }
  if (reasons.size() > kMostReasons) {
    html << "<li>";
    add_more(html, reasons.size(), kMostReasons);
    html << "</li>";
  }
  if (quiet) {
    add_item(html, "idle", "Nobody is told when this box falls silent",
             "set heartbeat_url in [alert] of the configuration, and silence becomes an alarm");
  }
  html << "</ul></section>";
}

}  // namespace dcrvoter::status
