#include "app/configuration_parts.hpp"
#include "app/nearest.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::app {
namespace {

void read_address(Section& section, const ReadingContext& context, NodeConfiguration& node) {
  const Value* address = section.text("address");
  if (address == nullptr) {
    if (!section.given("address")) {
      section.error_here("address",
                         "is missing; give host or host:port of the node, such as \"192.168.1.20\"");
    }
    return;
  }
  auto endpoint = net::parse_endpoint(address->text.view(), context.network.rpc_port);
  if (!endpoint) {
    section.error(*address, "address", endpoint.error().text);
    return;
  }
  for (char& c : endpoint->host) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  node.address = std::move(*endpoint);
}

void read_trust(Section& section, const ReadingContext& context, NodeConfiguration& node) {
  const Value* certificate = section.path("certificate");
  const Value* pin = section.text("pin");
  if (certificate != nullptr && pin != nullptr) {
    section.error(*pin, "pin", "stands beside certificate; keep one of them");
  } else if (certificate != nullptr) {
    node.certificate = pem_of(*certificate, context);
    if (const auto read = read_certificate(node.certificate); !read) {
      section.error(*certificate, "certificate", read.error().text);
    }
  } else if (pin != nullptr) {
    if (auto fingerprint = net::parse_pin(pin->text.view())) {
      node.pin = *fingerprint;
    } else {
      section.error(*pin, "pin", found(*pin) + ": " + fingerprint.error().text);
    }
  } else if (!section.given("certificate") && !section.given("pin")) {
    section.error_here("certificate", "is missing; give the node's rpc.cert, or pin = \"sha256:…\" of it");
  }
}

void refuse_duplicates(Section& top, const std::vector<NodeConfiguration>& nodes) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (nodes[i].address == nodes[j].address && !nodes[i].address.host.empty()) {
        top.problems().error(nodes[i].line, "node[" + std::to_string(i + 1) + "].address",
                             to_string(nodes[i].address) + " is also node[" + std::to_string(j + 1) +
                                 "] in line " + std::to_string(nodes[j].line) + "; each node is named once");
        break;
      }
    }
  }
}

}  // namespace

std::filesystem::path path_of(const Value& value, const ReadingContext& context) {
  return (context.folder / value.text.view()).lexically_normal();
}

TextSource pem_of(const Value& value, const ReadingContext& context) {
  if (value.text.view().find("-----BEGIN") != std::string_view::npos) {
    return {{}, value.text};
  }
  return {path_of(value, context), {}};
}

std::vector<NodeConfiguration> read_nodes(Section& top, const ReadingContext& context) {
  std::vector<NodeConfiguration> nodes;
  const Value* list = top.find("node");
  const bool tables = list != nullptr && list->kind == Value::Kind::array &&
                      std::all_of(list->items.begin(), list->items.end(),
                                  [](const Value& item) { return item.kind == Value::Kind::table; });
  if (list == nullptr) {
    top.problems().error(0, "node",
                         "is missing; a [[node]] section names the dcrd to connect to, one to eight of them");
    return nodes;
  }
  if (!tables) {
    top.error(*list, "node",
              found(*list) + "; a node's section begins with [[node]], in two pairs of brackets");
    return nodes;
  }
  const auto most = static_cast<std::size_t>(find_key(top_keys(), "node")->most);
  if (list->items.size() > most) {
    top.error(list->items[most], "node",
              "found " + std::to_string(list->items.size()) + " sections; allowed: one to eight");
    return nodes;
  }
  if (list->items.empty()) {
    // Said on purpose: key and page are there before the node is known.
    top.warning(*list, "node", "is an empty list, so nothing is voted; a [[node]] section names the dcrd");
  }
  for (std::size_t i = 0; i < list->items.size(); ++i) {
    Section section(top.problems(), list->items[i], "node[" + std::to_string(i + 1) + "]", node_keys());
    NodeConfiguration& node = nodes.emplace_back();
    node.line = section.line();
    read_address(section, context, node);
    read_login(section, context, node);
    read_trust(section, context, node);
    section.refuse_unknown_keys();
  }
  refuse_duplicates(top, nodes);
  return nodes;
}

}  // namespace dcrvoter::app
