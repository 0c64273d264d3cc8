/// simnode's command line.
#pragma once

#include "wire/network.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace dcrvoter::simnode {

/// Which certificate simnode presents; all but `good` are for the tests of trust.
enum class CertificateKind : std::uint8_t { good, expired, other_host, p521, chain };

struct Options {
  wire::NetworkId network = wire::NetworkId::simnet;
  std::string listen = "127.0.0.1:0";   ///< host:port of the node; port 0: chosen and printed
  std::string control = "127.0.0.1:0";  ///< host:port of the side port
  std::string user = "user", password = "pass";
  std::string limit_user, limit_password;  ///< rpclimituser; empty: there is none
  std::string folder = ".";                ///< gets rpc.cert, rpc.key, and for a chain ca.cert
  CertificateKind certificate = CertificateKind::good;
  /// authtype=clientcert: clients log in by client.cert, made with client.key and clients.pem in `folder`.
  bool client_certificates = false;
  unsigned max_websockets = 25;
  bool tx_index = false;
  bool exists_address_index = true;

  std::uint32_t height = 0;     ///< of the chain at start; 0: a fitting one of the network
  std::uint32_t tickets = 0;    ///< live tickets of ours at start
  std::int64_t strangers = -1;  ///< live tickets that vote by themselves; below 0: as many as a chain needs
  std::string xpub;             ///< account key whose addresses the tickets get
  std::uint32_t branch = 1, first_index = 0;
  std::string addresses;            ///< file with an address a line, instead of xpub
  std::uint32_t buy_per_block = 0;  ///< tickets of ours bought anew for each block
  std::uint32_t block_ms = 0;       ///< a block every so many milliseconds; 0: by command only
  std::uint32_t wait_ms = 2500;     ///< how long a block waits for the votes of our tickets
  std::uint32_t time = 0;           ///< unix seconds of the last block of history; 0: now
  std::uint64_t seed = 1;           ///< of all that is random: equal seeds and times, equal chains
  bool print_events = false;        ///< events go to standard output, too
};

/// Reads argv. Returns nothing after --help or a wrong line, and sets the exit code.
[[nodiscard]] std::optional<Options> parse_options(int argc, char** argv, int& exit_code);

}  // namespace dcrvoter::simnode
