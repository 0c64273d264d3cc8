#include "app/node_facts.hpp"

#include "net/dial.hpp"
#include "net/lookup.hpp"
#include "wire/address.hpp"

#include <boost/asio/this_coro.hpp>

namespace dcrvoter::app {
namespace {

namespace asio = net::asio;

constexpr std::chrono::seconds kReachDeadline{5};

net::Task<core::Result<std::vector<std::string>>> addresses_of(std::string host) {
  const auto found = co_await net::lookup(std::move(host), kReachDeadline);
  if (!found) {
    co_return std::unexpected(found.error());
  }
  std::vector<std::string> texts;
  for (const auto& address : *found) {
    texts.push_back(address.to_string());
  }
  co_return texts;
}

net::Task<core::Result<void>> reach(net::Endpoint endpoint) {
  const auto socket = co_await net::dial(std::move(endpoint), kReachDeadline);
  if (!socket) {
    co_return std::unexpected(socket.error());
  }
  co_return core::Result<void>();
}

// Whether a node has the index is learnt by asking for any address, here one that nobody has.
std::vector<std::string> nobodys_address(const wire::Network& network) {
  return {wire::encode_address(wire::Payee{}, network)};
}

net::Task<void> ask_permissions(node::ConnectionPtr connection, NodeFacts& facts) {
  for (const char* method : {"notifyblocks", "notifywinningtickets", "notifytspend"}) {
    facts.permissions.emplace_back(method, co_await node::plain_call(connection, method));
  }
  facts.permissions.emplace_back("loadtxfilter", co_await node::load_tx_filter(connection, true, {}, {}));
}

// `facts` belongs to the coroutine that awaits this.
net::Task<void> ask_calls(node::ConnectionPtr connection, const wire::Network& network, NodeFacts& facts) {
  facts.magic = co_await node::get_current_net(connection);
  if (!*facts.magic || **facts.magic != network.magic) {
    co_return;
  }
  facts.version = co_await node::get_version(connection);
  if (!*facts.version || !node::check_version(**facts.version)) {
    co_return;
  }
  co_await ask_permissions(connection, facts);
  facts.chain = co_await node::get_blockchain_info(connection);
  if (*facts.chain) {
    facts.tip = co_await node::get_block_header(connection, (*facts.chain)->best_block);
  }
  facts.info = co_await node::get_info(connection);
  facts.address_index = co_await node::exists_addresses(connection, nobodys_address(network));
  facts.vote_version = co_await node::get_vote_info(connection, network.vote_version);
  facts.next_vote_version = co_await node::get_vote_info(connection, network.vote_version + 1);
}

}  // namespace

net::Task<NodeFacts> ask_node(NodeConfiguration configuration, wire::NetworkId network) {
  NodeFacts facts;
  facts.name = to_string(configuration.address);
  facts.user = configuration.user;
  facts.pinned = configuration.pin.has_value();
  facts.asked_at = std::chrono::system_clock::now();
  auto options = connection_options(configuration);
  if (!options) {
    facts.files = std::unexpected(std::move(options.error()));
    co_return facts;
  }
  facts.addresses = co_await addresses_of(configuration.address.host);
  if (!*facts.addresses) {
    co_return facts;
  }
  auto socket = co_await net::WebSocket::connect(std::move(*options));
  if (!socket) {
    facts.tcp = core::Result<void>();
    const core::Errc kind = socket.error().kind;
    if (kind != core::Errc::unauthorized && kind != core::Errc::untrusted) {
      // Only when in doubt, since a bare connection is an error in the node's log.
      facts.tcp = co_await reach(configuration.address);
    }
    if (*facts.tcp) {
      facts.connection = std::unexpected(std::move(socket.error()));
    }
    co_return facts;
  }
  facts.tcp = core::Result<void>();
  facts.connection = NodeFacts::Connected{(*socket)->describe_tls(), (*socket)->warnings()};
  node::Timing timing;
  timing.call = timing.long_call = std::chrono::seconds(10);
  auto connection = std::make_shared<node::Connection>(co_await asio::this_coro::executor, std::move(*socket),
                                                       timing, [](node::Notification&&, core::SteadyTime) {});
  connection->start();
  co_await ask_calls(connection, wire::network(network), facts);
  connection->fail({core::Errc::cancelled, "the doctor has seen enough"});
  co_return facts;
}

}  // namespace dcrvoter::app
