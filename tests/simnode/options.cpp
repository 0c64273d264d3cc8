#include "simnode/options.hpp"

#include <CLI/CLI.hpp>

namespace dcrvoter::simnode {

std::optional<Options> parse_options(int argc, char** argv, int& exit_code) {
  Options o;
  CLI::App app{"simnode: a simulated dcrd for the tests and the demonstration of dcrvoter"};
  std::string network = "simnet";
  app.add_option("--network", network, "mainnet, testnet3 or simnet")
      ->check(CLI::IsMember({"mainnet", "testnet3", "simnet"}));
  app.add_option("--listen", o.listen, "host:port of the node; port 0: choose and print");
  app.add_option("--control", o.control, "host:port of the side port");
  app.add_option("--user", o.user, "admin user");
  app.add_option("--pass", o.password, "admin password");
  app.add_option("--limit-user", o.limit_user, "limited user");
  app.add_option("--limit-pass", o.limit_password, "limited user's password");
  app.add_option("--appdata", o.folder, "existing folder for rpc.cert and rpc.key")
      ->check(CLI::ExistingDirectory);
  const std::map<std::string, CertificateKind> kinds{{"good", CertificateKind::good},
                                                     {"expired", CertificateKind::expired},
                                                     {"other-host", CertificateKind::other_host},
                                                     {"p521", CertificateKind::p521},
                                                     {"chain", CertificateKind::chain}};
  app.add_option("--certificate", o.certificate, "which certificate to present")
      ->transform(CLI::CheckedTransformer(kinds));
  app.add_flag("--client-certificates", o.client_certificates,
               "clients log in by the certificate client.cert");
  app.add_option("--max-websockets", o.max_websockets, "rpcmaxwebsockets");
  app.add_flag("--txindex", o.tx_index, "getrawtransaction finds mined transactions");
  app.add_flag("!--no-exists-address-index", o.exists_address_index, "existsaddress answers -32603");
  app.add_option("--height", o.height, "height of the chain at start");
  app.add_option("--tickets", o.tickets, "live tickets of ours at start");
  app.add_option("--strangers", o.strangers, "live tickets of others at start; they vote by themselves");
  app.add_option("--xpub", o.xpub, "account key whose addresses get the tickets");
  app.add_option("--branch", o.branch, "branch of the account key");
  app.add_option("--first-index", o.first_index, "first index of the branch");
  app.add_option("--addresses", o.addresses, "file with a voting address a line")->check(CLI::ExistingFile);
  app.add_option("--buy-per-block", o.buy_per_block, "tickets of ours bought for each block");
  app.add_option("--block-ms", o.block_ms, "a block every so many milliseconds");
  app.add_option("--wait-ms", o.wait_ms, "how long a block waits for our votes");
  app.add_option("--seed", o.seed, "with equal times, equal seeds make equal chains");
  app.add_option("--time", o.time, "unix time of the last block at start");
  app.add_flag("--print-events", o.print_events, "events on standard output, too");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    exit_code = app.exit(e) == 0 ? 0 : 64;
    return std::nullopt;
  }
  o.network = *wire::network_id(network);
  return o;
}

}  // namespace dcrvoter::simnode
