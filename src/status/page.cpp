#include "status/page.hpp"

#include "core/digest.hpp"
#include "status/page_assets.hpp"
#include "status/page_parts.hpp"

#include <array>
#include <cstddef>
#include <span>

namespace dcrvoter::status {
namespace {

constexpr std::size_t kLongestNotice = 300;

std::string base64(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8U | (at + i < bytes.size() ? bytes[at + i] : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += at + i > bytes.size() ? '=' : kDigits[group >> (18U - 6U * i) & 63U];
    }
  }
  return text;
}

std::string hash_source(std::string_view block) {
  const auto digest = core::sha256({reinterpret_cast<const std::uint8_t*>(block.data()), block.size()});
  return "'sha256-" + base64(digest) + "'";
}

/// The tab's icon: the state's shape in its colour, as a picture inside the page.
std::string_view icon(State state) noexcept {
  switch (state) {
    case State::ready:
      return "%3Ccircle cx='16' cy='16' r='14' fill='%230a7d56'/%3E%3Cpath d='M9 16.5l5 5 9-11' fill='none' "
             "stroke='%23fff' stroke-width='3.5'/%3E";
    case State::warning:
      return "%3Cpath d='M16 2 31 30H1z' fill='%23e09b00'/%3E%3Cpath d='M16 11v9M16 23v3' stroke='%23000' "
             "stroke-width='3.5'/%3E";
    case State::not_voting:
      return "%3Cpath d='M10 1h12l9 9v12l-9 9H10l-9-9V10z' fill='%23c62d24'/%3E%3Cpath d='M8 16h16' "
             "stroke='%23fff' "
             "stroke-width='4'/%3E";
  }
  return "";
}

std::string_view state_word(State state) noexcept {
  switch (state) {
    case State::ready: return "Ready";
    case State::warning: return "Warning";
    case State::not_voting: return "Not voting";
  }
  return "";
}

void add_head(Html& html, State state, std::string_view title, std::string_view host,
              std::string_view network) {
  html << "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport "
          "content=\"width=device-width,initial-scale=1\"><meta name=referrer content=no-referrer><title>"
       << shape(state) << " " << title << " · ";
  html.text(host.empty() ? "dcrvoter" : host, 60)
      << "</title><link rel=icon href=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' "
         "viewBox='0 0 32 "
         "32'%3E"
      << icon(state) << "%3C/svg%3E\"><style>" << page_style()
      << "</style></head><body><div class=wrap><header><span><svg viewBox=\"0 0 24 24\" "
         "aria-hidden=true><path d=\"M4 "
         "13v6a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-6M2 13h20M8 13V5a2 2 0 0 1 2-2h4a2 2 0 0 1 2 2v8\" fill=none "
         "stroke=currentColor stroke-width=1.8 stroke-linejoin=round /><path d=\"M10 8.5l1.5 1.7L14.3 7\" "
         "fill=none "
         "stroke=currentColor stroke-width=1.8 stroke-linecap=round /></svg><b>dcrvoter</b>";
  if (!host.empty()) {
    html << " · ";
    html.text(host, 60);
  }
  html << "</span><span>" << network << "</span></header><div class=old id=old role=alert></div>";
}

void add_foot(Html& html, const PageView& view) {
  html << "<footer class=foot><span>As of ";
  add_time(html, view.snapshot.observed_at);
  html << "<noscript>; reload the page for news</noscript></span><span>dcrvoter";
  if (const std::string& version = view.snapshot.board.version; !version.empty()) {
    html << " ";
    html.text(version, 30);
  }
  html << "</span>";
  if (view.is_full()) {
    html << "<a href=\"/api/v1/votes.csv\">All votes as a table</a>";
  }
  html << "<a href=\"/api/v1/status\">For programs</a></footer>";
}

}  // namespace

std::string page_html(const Snapshot& snapshot, Show show) {
  const wire::Network& network = wire::network(snapshot.network);
  const PageView view{snapshot,
                      show,
                      network,
                      judge(snapshot),
                      count_tickets(snapshot.tickets, network, snapshot.height),
                      outlook(snapshot)};
  Html html;
  add_head(html, view.judgement.state, state_word(view.judgement.state), snapshot.board.host, network.name);
  html << "<main>";
  for (const auto add : {add_state, add_facts, add_guide, add_votes, add_nodes, add_todo, add_latency,
                         add_days, add_tickets, add_key, add_choices, add_board}) {
    add(html, view);
  }
  html << "</main>";
  add_foot(html, view);
  html << "</div><script>" << page_script() << "</script></body></html>\n";
  return html.take();
}

std::string notice_html(const Notice& notice) {
  Html html;
  add_head(html, notice.state, notice.title, {}, {});
  html << "<main>";
  begin_banner(html, notice.state, notice.sentence);
  html.text(notice.words, kLongestNotice);
  end_banner(html);
  html << "</main><footer class=foot></footer></div>";
  if (notice.becomes_page) {
    html << "<script>" << page_script() << "</script>";
  }
  html << "</body></html>\n";
  return html.take();
}

const std::string& page_policy() {
  static const std::string kPolicy =
      "default-src 'none'; style-src " + hash_source(page_style()) + "; script-src " +
      hash_source(page_script()) +
      "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
      "frame-ancestors 'none'";
  return kPolicy;
}

}  // namespace dcrvoter::status
