/// The certificates that simnode presents, made new at every start with OpenSSL.
#pragma once

#include "simnode/options.hpp"

#include <boost/asio/ssl/context.hpp>

#include <string>

namespace dcrvoter::simnode {

/// Makes key and certificate of `kind`, writes rpc.cert and rpc.key (and ca.cert for a chain) into
/// `folder`, and returns a server context that uses them: TLS 1.2 and 1.3.
/// With `client_certificates` it also writes clients.pem, client.cert and client.key, and lets in
/// only who presents that certificate.
/// Throws std::runtime_error: start-up only.
/// As dcrd makes them (`dcrd: certgen`): ECDSA P-256, CA:true, ten years, names localhost,
/// 127.0.0.1 and ::1.
[[nodiscard]] boost::asio::ssl::context make_server_context(CertificateKind kind, const std::string& folder,
                                                            bool client_certificates);

}  // namespace dcrvoter::simnode
