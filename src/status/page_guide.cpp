// The first run, step by step: what is done is ticked off as the box sees it happen.
#include "status/page_parts.hpp"

#include <algorithm>

namespace dcrvoter::status {
namespace {

/// The first that is not done is the one to do now.
class Steps {
 public:
  explicit Steps(Html& html) : html_(html) {}
  Html& begin(bool done, std::string_view what) {
    const bool now = !done && !said_now_;
    said_now_ = said_now_ || now;
    html_
        << "<li class="
        << (done  ? "done"
            : now ? "now"
                  : "later")
        << "><svg viewBox=\"0 0 24 24\" aria-hidden=true>"
        << (done
                ? R"(<circle cx="12" cy="12" r="10" fill="none" stroke="currentColor" stroke-width="2"/><path d="M7.5 12.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>)"
            : now
                ? R"(<circle cx="12" cy="12" r="10" fill="none" stroke="currentColor" stroke-width="2.4"/><circle cx="12" cy="12" r="4" fill="currentColor"/>)"
                : R"(<circle cx="12" cy="12" r="10" fill="none" stroke="currentColor" stroke-width="2"/>)")
        << "</svg><span class=vh>"
        << (done  ? "Done: "
            : now ? "Now: "
                  : "Then: ")
        << "</span><b>" << what << "</b>";
    return html_;
  }

 private:
  Html& html_;
  bool said_now_ = false;
};

void add_buying(Html& html, const KeyView& key) {
  if (key.accounts.empty()) {
    html << (key.single == 0
                 ? ""
                 : "<small>This box votes with single keys only: give the buyer an account key "
                   "instead (<code>dcrvoter key new</code>), or buy with these addresses.</small>");
    return;
  }
  html << "<small>Once, with the wallet open (dcrctl and dcrwallet 2.1 or newer; tried with 2.1.5 and dcrd "
          "2.1.6):</small>"
          "<pre>dcrctl --wallet importxpub dcrvoter ";
  html.text(key.accounts.front().xpub, 120)
      << "</pre><small>Then in dcrwallet.conf, and a restart of dcrwallet:</small>"
         "<pre>enableticketbuyer=1\nticketbuyer.votingaccount=dcrvoter</pre>"
         "<small>Your coins and their keys stay in that wallet. Leave out <code>ticketbuyer.vsp.*</code>: a "
         "ticket that "
         "pays a voting service is not this box's to vote.</small>";
}

void add_found(Html& html, const PageView& view, std::size_t found) {
  if (found == 0) {
    html
        << "<small>Here, as soon as it is in the mempool. If none appears: does <code>dcrctl --wallet "
           "listaccounts</code> name dcrvoter, did the wallet buy after its restart, and are wallet and node "
           "on "
        << view.network.name << "?</small>";
    return;
  }
  html << "<small>" << grouped(found) << (found == 1 ? " ticket" : " tickets") << " found";
  if (view.counts.mempool != 0) {
    html << ", " << grouped(view.counts.mempool) << " not mined yet";
  }
  html << ".</small>";
}

void add_maturing(Html& html, const PageView& view) {
  if (view.counts.immature != 0) {
    html << "<small>In about " << wait_for_first(view) << ", from block "
         << grouped(view.outlook.first_height) << ". Then this box does the rest.</small>";
    return;
  }
  html << "<small>That takes " << static_cast<std::uint64_t>(view.network.ticket_maturity)
       << " blocks, about "
       << short_duration(std::uint64_t{view.network.ticket_maturity} * view.network.target_block_seconds)
       << ". Then this box does the rest.</small>";
}

}  // namespace

void add_guide(Html& html, const PageView& view) {
  const Snapshot& snapshot = view.snapshot;
  const std::size_t found = view.counts.mempool + view.counts.immature;
  if (!view.is_full() || snapshot.tickets.size() != found || !snapshot.calls.empty()) {
    return;  // some lived already
  }
  const bool node = std::ranges::any_of(snapshot.nodes, is_of_use);
  const bool key = !snapshot.key.empty();
  const bool backup =
      snapshot.key.backup == KeyView::Backup::made || snapshot.key.backup == KeyView::Backup::waived;
  html << "<section id=guide class=full><h2>Your first ticket</h2><ol class=steps>";
  Steps steps(html);
  steps.begin(node, "This box listens to your node")
      << "<small>"
      << (node ? "It hears of every call from now on." : "<code>dcrvoter check</code> says what is missing.")
      << "</small></li>";
  steps.begin(key, "It has a voting key")
      << (key ? "" : "<small><code>dcrvoter key new</code> makes one.</small>") << "</li>";
  steps.begin(backup, "Somebody has a back-up of that key")
      << (backup ? ""
                 : "<small>How, says <a href=#todo>What to do</a>. A ticket bought before can only be voted "
                   "with this very key.</small>")
      << "</li>";
  Html& buying = steps.begin(found != 0, "Your wallet buys tickets for this key");
  if (found == 0) {
    add_buying(buying, snapshot.key);
  }
  html << "</li>";
  add_found(steps.begin(found != 0, "The first ticket is seen"), view, found);
  html << "</li>";
  add_maturing(steps.begin(false, "It is mature and waits for its call"), view);
  html << "</li></ol></section>";
}

}  // namespace dcrvoter::status
