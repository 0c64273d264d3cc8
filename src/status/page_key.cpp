#include "status/page_parts.hpp"
#include "status/qr_code.hpp"

#include <algorithm>

namespace dcrvoter::status {
namespace {

constexpr std::size_t kMostAccounts = 3;

void add_backup(Html& html, KeyView::Backup backup) {
  switch (backup) {
    case KeyView::Backup::unknown: return;
    case KeyView::Backup::missing:
      add_tag(html, "warn", "no back-up");
      html << "<small>Lose this disk and the key is gone, with the vote of every ticket bought for it. "
              "<a href=#todo>What to do</a></small>";
      return;
    case KeyView::Backup::made:
      add_tag(html, "ok", "backed up");
      html << "<small>its words were exported, or it was imported from where you keep it</small>";
      return;
    case KeyView::Backup::waived:
      add_tag(html, "idle", "back-up waived");
      html << "<small>by [keys] of the configuration</small>";
      return;
  }
}

void add_account(Html& html, const AccountView& account) {
  html << "<div class=key>";
  if (const QrDrawing qr = qr_drawing(account.xpub); qr.size != 0) {
    const std::string size = std::to_string(qr.size);
    html << "<svg class=qr viewBox=\"0 0 " << size << " " << size
         << "\" role=img aria-label=\"QR code of the public account key\" shape-rendering=crispEdges>"
            "<path stroke=\"#000\" d=\""
         << qr.path << "\"/></svg>";
  }
  html << "<div><code>";
  html.text(account.xpub, 120) << "</code><small>Public account key ";
  html.text(account.fingerprint, 8) << ". With it a wallet buys tickets for this box; nobody can vote or "
                                       "spend with it.</small></div></div>";
}

}  // namespace

void add_key(Html& html, const PageView& view) {
  const KeyView& key = view.snapshot.key;
  if (!view.is_full() || key.empty()) {
    return;
  }
  const bool alone = view.snapshot.tickets.empty() && view.snapshot.calls.empty();
  html << "<section id=key" << (alone ? " class=full" : "") << "><h2>Voting key</h2>";
  if (!key.accounts.empty()) {
    add_account(html, key.accounts.front());
  }
  html << "<dl class=rows>";
  for (std::size_t i = 0; i < std::min(key.accounts.size(), kMostAccounts); ++i) {
    begin_row(html, i == 0 ? "Made from" : "And");
    html.text(key.accounts[i].origin, 60);
    if (i != 0) {
      html << "<small><code>";
      html.text(key.accounts[i].xpub, 120) << "</code></small>";
    }
    html << "</dd></div>";
  }
  if (key.accounts.size() > kMostAccounts) {
    begin_row(html, "");
    add_more(html, key.accounts.size(), kMostAccounts);
    html << "</dd></div>";
  }
  if (key.single != 0) {
    begin_row(html, "Single keys") << grouped(key.single) << "</dd></div>";
  }
  if (key.backup != KeyView::Backup::unknown) {
    begin_row(html, "Back-up");
    add_backup(html, key.backup);
    html << "</dd></div>";
  }
  if (!key.accounts.empty()) {
    begin_row(html, "For dcrwallet") << "<pre>importxpub dcrvoter ";
    html.text(key.accounts.front().xpub, 120)
        << "</pre><small>then <code>enableticketbuyer=1</code> and "
           "<code>ticketbuyer.votingaccount=dcrvoter</code>; dcrwallet 2.1 or newer</small></dd></div>";
  }
  html << "</dl></section>";
}

}  // namespace dcrvoter::status
