#include "net/server_certificate.hpp"

#include <mbedtls/oid.h>

namespace dcrvoter::net {

namespace {

using core::Errc;
using core::fail;
using core::Result;

constexpr std::uint32_t kDates = MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE |
                                 MBEDTLS_X509_BADCRL_EXPIRED | MBEDTLS_X509_BADCRL_FUTURE;

std::string validity(const mbedtls_x509_crt& certificate) {
  return "valid from " + format_date(certificate.valid_from) + " to " + format_date(certificate.valid_to);
}

std::string names_or_none(const SubjectNames& names) {
  const std::string list = list_names(names);
  return list.empty() ? "no names at all" : list;
}

}  // namespace

Result<ServerCertificateJudge> ServerCertificateJudge::create(Trust trust, std::string host,
                                                              std::string where) {
  ServerCertificateJudge judge(std::move(trust), std::move(host), std::move(where));
  if (!judge.trust_.certificate_pem.empty()) {
    auto roots =
        Certificates::parse(judge.trust_.certificate_pem, "the certificate configured for " + judge.where_);
    if (!roots) {
      return std::unexpected(roots.error());
    }
    judge.roots_ = std::move(*roots);
  } else if (!judge.trust_.pin) {
    return fail(Errc::untrusted, "no certificate is configured for " + judge.where_ +
                                     ": copy the node's rpc.cert here, or pin it by its SHA-256");
  }
  return judge;
}

int ServerCertificateJudge::on_certificate(void* judge, mbedtls_x509_crt* certificate, int depth,
                                           std::uint32_t* flags) {
  auto& self = *static_cast<ServerCertificateJudge*>(judge);
  if (depth > 0) {
    self.chain_flags_ |= *flags;
    *flags = 0;
    return 0;
  }
  self.chain_flags_ |= *flags;
  *flags = 0;
  auto verdict = self.judge(*certificate);
  self.chain_flags_ = 0;
  self.trusted_ = verdict.has_value();
  if (!verdict) {
    self.failure_ = std::move(verdict.error());
    return MBEDTLS_ERR_X509_FATAL_ERROR;
  }
  return 0;
}

bool ServerCertificateJudge::is_known(const mbedtls_x509_crt& certificate) const {
  if (trust_.pin && fingerprint_of(certificate) == *trust_.pin) {
    return true;
  }
  for (const mbedtls_x509_crt* one = roots(); one != nullptr; one = one->next) {
    if (one->raw.p != nullptr && same_certificate(*one, certificate)) {
      return true;
    }
  }
  return false;
}

Result<void> ServerCertificateJudge::judge(const mbedtls_x509_crt& certificate) {
  const SubjectNames names = parse_subject_names(subject_alt_names_of(certificate));
  if (is_known(certificate)) {
    note_warnings(certificate, names);
    return {};
  }
  return judge_chain(certificate, names);
}

void ServerCertificateJudge::note_warnings(const mbedtls_x509_crt& certificate, const SubjectNames& names) {
  warnings_.clear();
  // A clock that is known to be unset says nothing about dates.
  const bool clock_is_unset = trust_.clock_is_synchronised && !trust_.clock_is_synchronised();
  const bool outdated = mbedtls_x509_time_is_past(&certificate.valid_to) != 0 ||
                        mbedtls_x509_time_is_future(&certificate.valid_from) != 0;
  if (outdated && !clock_is_unset) {
    warnings_.push_back(
        "the certificate of " + where_ + " is " + validity(certificate) +
        ", which today is not by this machine's clock; it is trusted all the same, being the configured one");
  }
  if (!names_hold(names, host_)) {
    warnings_.push_back("the certificate of " + where_ + " names " + names_or_none(names) + ", not " + host_ +
                        "; it is trusted all the same, being the configured one");
  }
}

Result<void> ServerCertificateJudge::not_the_configured_one(const mbedtls_x509_crt& certificate) const {
  const std::string seen = format_pin(fingerprint_of(certificate));
  const std::string remedy =
      "; if this is your node, copy its rpc.cert here again, or set pin = \"" + seen + "\"";
  if (roots() == nullptr) {
    return fail(Errc::untrusted, "the certificate of " + where_ + " is not the pinned one (its SHA-256 is " +
                                     seen + "; expected " + format_pin(*trust_.pin) + ")" + remedy);
  }
  const bool only = roots()->next == nullptr;
  return fail(
      Errc::untrusted,
      "the certificate of " + where_ + " is not the configured one" +
          (only ? " and not signed by it" : ": it is none of those in the file, nor signed by one of them") +
          " (its SHA-256 is " + seen +
          (only ? "; expected " + format_pin(fingerprint_of(*roots())) : std::string()) + ")" + remedy);
}

Result<void> ServerCertificateJudge::judge_chain(const mbedtls_x509_crt& certificate,
                                                 const SubjectNames& names) {
  warnings_.clear();
  std::uint32_t flags =
      chain_flags_ & ~std::uint32_t{MBEDTLS_X509_BADCERT_CN_MISMATCH};  // names are judged below
  const bool clock_is_right = trust_.clock_is_synchronised && trust_.clock_is_synchronised();
  const bool outdated = (flags & kDates) != 0;
  if (!clock_is_right) {
    flags &= ~kDates;
  }
  if (roots() == nullptr || (flags & MBEDTLS_X509_BADCERT_NOT_TRUSTED) != 0) {
    return not_the_configured_one(certificate);
  }
  if ((flags & ~kDates) != 0) {
    return fail(Errc::untrusted,
                "the certificate of " + where_ +
                    " is signed by the configured one, but by or with a key or hash that is too weak, "
                    "revoked, or not meant for it; make it anew, for example with ECDSA P-256 and SHA-256");
  }
  if ((flags & kDates) != 0) {
    return fail(Errc::untrusted, "the certificate of " + where_ +
                                     ", or one it is signed by, is outside its dates (it is " +
                                     validity(certificate) + "); renew it, or check this machine's clock");
  }
  if (!names_hold(names, host_)) {
    return fail(Errc::untrusted,
                "the certificate of " + where_ + " names " + names_or_none(names) + ", not " + host_ +
                    "; use one of its names as address, or add this one to it (dcrd: altdnsnames)");
  }
  if (mbedtls_x509_crt_check_extended_key_usage(&certificate, MBEDTLS_OID_SERVER_AUTH,
                                                MBEDTLS_OID_SIZE(MBEDTLS_OID_SERVER_AUTH)) != 0) {
    return fail(Errc::untrusted,
                "the certificate of " + where_ + " is not made for a server (extended key usage)");
  }
  if (outdated && !trust_.clock_is_synchronised) {
    warnings_.push_back("the certificate of " + where_ +
                        ", or one it is signed by, is outside its dates (it is " + validity(certificate) +
                        "); it is trusted all the same, since nothing is known of this machine's clock");
  }
  return {};
}

}  // namespace dcrvoter::net
