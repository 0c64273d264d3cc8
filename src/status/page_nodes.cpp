#include "status/page_parts.hpp"

#include <algorithm>

namespace dcrvoter::status {
namespace {

constexpr std::size_t kMostNodes = 8;

/// Of the calls that somebody heard, how many this node told first, in percent; nothing when none was heard.
std::string first_share(const Snapshot& snapshot, const NodeView& node) {
  const auto heard =
      std::ranges::count_if(snapshot.calls, [](const auto& call) { return !call.called_by.empty(); });
  const auto first = std::ranges::count_if(snapshot.calls,
                                           [&node](const auto& call) { return call.called_by == node.name; });
  return heard == 0 ? "—" : std::to_string((first * 100 + heard / 2) / heard) + " %";
}

/// Where it is too long for its column, its port goes to the next line.
void add_name(Html& html, std::string_view name) {
  constexpr std::size_t kMost = 80;
  const std::size_t port = name.size() <= kMost ? std::min(name.size(), name.rfind(':')) : name.size();
  html.text(name.substr(0, port), kMost) << "<wbr>";
  html.text(name.substr(port), kMost);
}

void add_node_state(Html& html, const NodeView& node) {
  if (is_of_use(node)) {
    add_tag(html, "ok", "in step");
  } else if (!node.connected) {
    add_tag(html, "bad", "not connected");
  } else {
    add_tag(html, "warn", node.calling ? "not in step" : "getting ready");
  }
  html << "<span class=why>";
  const std::string_view problem = problem_beside_name(node);
  if (!problem.empty() && problem != "not connected") {
    html.text(problem) << (node.tip != 0 ? "; " : "");
  }
  if (node.tip != 0) {
    html << "block " << grouped(node.tip);
  }
  if (node.searching) {
    html << (node.tip != 0 ? "; " : "") << "looking through its blocks for tickets";
  }
  html << "</span>";
}

}  // namespace

void add_nodes(Html& html, const PageView& view) {
  const auto& nodes = view.snapshot.nodes;
  html << "<section id=nodes><h2>Nodes</h2>";
  if (nodes.empty()) {
    html << "<p>No node is configured.</p></section>";
    return;
  }
  const bool heard = std::ranges::any_of(view.snapshot.calls, &vote::CallRecord::called);
  const bool shares = view.is_full() && nodes.size() > 1 && heard;
  html << "<table><thead><tr><th>Node</th><th>State</th>"
       << (shares ? "<th class=n>First<span class=vh> to call</span></th>" : "") << "</tr></thead><tbody>";
  for (std::size_t i = 0; i < std::min(nodes.size(), kMostNodes); ++i) {
    html << "<tr><td>";
    add_name(html, nodes[i].name);
    html << "</td><td>";
    add_node_state(html, nodes[i]);
    html << "</td>";
    if (shares) {
      html << "<td class=n>" << first_share(view.snapshot, nodes[i]) << "</td>";
    }
    html << "</tr>";
  }
  html << "</tbody></table></section>";
}

}  // namespace dcrvoter::status
