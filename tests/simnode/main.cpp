// simnode: the program.
#include "simnode/certificate.hpp"
#include "simnode/control.hpp"
#include "simnode/node.hpp"
#include "simnode/server.hpp"

#include <boost/asio/signal_set.hpp>

#include <cstdio>
#include <exception>

namespace {

using namespace dcrvoter::simnode;

void print(const std::string& line) {
  std::puts(line.c_str());
  std::fflush(stdout);
}

int run(const Options& options) {
  boost::asio::io_context io(1);
  auto tls = make_server_context(options.certificate, options.folder, options.client_certificates);
  auto listener = listen_on(io, options.listen);
  auto control_listener = listen_on(io, options.control);
  const std::int64_t began = steady_ns();
  Node node(io, options);
  Control control(node);
  node.miner.buy_per_block = options.buy_per_block;

  boost::asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&io](const boost::system::error_code&, int) { io.stop(); });
  accept_all(listener, [&](boost::asio::ip::tcp::socket socket) { node.take(std::move(socket), tls); });
  accept_all(control_listener,
             [&](boost::asio::ip::tcp::socket socket) { control.serve(std::move(socket)); });

  JsonText j;
  j.open_object().member("event", "listening").member("listen", local_address(listener));
  j.member("control", local_address(control_listener)).member("certificate", options.folder + "/rpc.cert");
  j.member("network", node.network.name).member("height", node.chain.tip().height());
  j.member("live", node.chain.live().size()).member("setup_ms", (steady_ns() - began) / 1'000'000);
  print(j.close_object().take());
  if (options.print_events) {
    node.events.listen(print, 0);
  }
  if (options.block_ms > 0) {
    MineOrder order;
    order.wait_ms = options.wait_ms;
    node.miner.start(options.block_ms, order);
  }
  io.run();

  // What is still under way refers to the node, so it ends first.
  listener.close();
  control_listener.close();
  node.miner.stop();
  node.drop_all();
  control.close_all();
  io.restart();
  io.poll();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  int exit_code = 0;
  const auto options = parse_options(argc, argv, exit_code);
  if (!options) {
    return exit_code;
  }
  try {
    return run(*options);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "simnode: %s\n", e.what());
    return 1;
  }
}
