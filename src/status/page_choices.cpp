#include "status/page_parts.hpp"
#include "status/time_text.hpp"

#include <algorithm>

namespace dcrvoter::status {
namespace {

constexpr std::size_t kMostRows = 8;
constexpr std::size_t kMostAnswer = 12;  // "abstain" has seven letters

std::string_view kind_of(std::string_view answer) {
  return answer == "yes" || answer == "no" ? "ok" : "idle";
}

std::string_view plain_status(std::string_view status) {
  if (status == "started") {
    return "being voted on";
  }
  if (status == "defined") {
    return "not begun";
  }
  return status == "lockedin" ? "accepted, not in force yet"
         : status == "active" ? "in force"
         : status == "failed" ? "rejected"
                              : "";
}

void add_agenda(Html& html, const AgendaView& agenda, vote::UnixMillis now) {
  html << "<tr><td>";
  html.text(agenda.id, 60) << "<span class=why>";
  html.text(agenda.description, 240);
  const char* between = "";
  if (!agenda.description.empty()) {
    html << full_stop(agenda.description) << " ";
  }
  if (const auto status = plain_status(agenda.status); !status.empty()) {
    html << as_sentence(std::string(status));
    between = ", ";
  }
  const auto seconds = static_cast<std::uint64_t>(std::max<vote::UnixMillis>(now, 0) / 1000);
  const bool ends = agenda.ends > seconds && agenda.ends <= static_cast<std::uint64_t>(kLastMoment / 1000);
  if (ends && (agenda.status == "started" || agenda.status == "defined")) {
    const std::uint64_t days = (agenda.ends - seconds) / (std::uint64_t{24} * 60 * 60);
    html << between << (days == 0 ? "less than a" : grouped(days)) << (days < 2 ? " day" : " days")
         << " left";
  }
  html << "</span></td><td class=n>";
  add_tag(html, kind_of(agenda.choice), agenda.choice.substr(0, kMostAnswer));
  if (agenda.by_default) {
    html << "<span class=why>nobody chose</span>";
  }
  html << "</td></tr>";
}

void add_row(Html& html, std::string_view what, std::string_view why, std::string_view answer) {
  html << "<tr><td>" << what << "<span class=why>" << why << "</span></td><td class=n>";
  add_tag(html, kind_of(answer), answer.substr(0, kMostAnswer));
  html << "</td></tr>";
}

std::string escaped(std::string_view foreign, std::size_t limit) {
  return Html().text(foreign, limit).take();
}

}  // namespace

void add_choices(Html& html, const PageView& view) {
  const Snapshot& snapshot = view.snapshot;
  // Beside what else is half as wide as the screen, or alone.
  const bool alone = !view.is_full() && snapshot.history.latency.count != 0;
  html << "<section id=choices" << (alone ? " class=full" : "") << "><h2>How it votes</h2><table><tbody>";
  for (std::size_t i = 0; i < std::min(snapshot.agendas.size(), kMostRows); ++i) {
    add_agenda(html, snapshot.agendas[i], snapshot.observed_at);
  }
  for (std::size_t i = 0; i < std::min(snapshot.spends.size(), kMostRows); ++i) {
    const SpendView& spend = snapshot.spends[i];
    add_row(html, "Treasury spend " + spend.txid.to_string().substr(0, 12) + "…",
            "up for a vote until block " + grouped(spend.end), spend.answer);
  }
  std::size_t shown = 0;
  std::size_t all = 0;
  for (const ChoiceView& choice : snapshot.choices) {
    const bool is_shown_above =
        choice.scope.empty() && std::ranges::any_of(snapshot.agendas, [&choice](const AgendaView& agenda) {
          return agenda.id == choice.what;
        });
    if (is_shown_above || (!choice.scope.empty() && !view.is_full())) {
      continue;
    }
    if (++all > kMostRows) {
      continue;
    }
    ++shown;
    add_row(html, escaped(choice.what, 24),
            choice.scope.empty() ? "for all tickets" : "for ticket " + escaped(choice.scope, 13),
            choice.answer);
  }
  if (all > shown) {
    html << "<tr><td colspan=2>";
    add_more(html, all, shown);
    html << "</td></tr>";
  }
  add_row(html, "All else", "blocks are approved", "abstain");
  html << "</tbody></table></section>";
}

}  // namespace dcrvoter::status
