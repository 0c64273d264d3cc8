/// Keys and certificates made to order. mbedTLS itself makes them, so that no private key has to be
/// kept in the repository.
#pragma once

#include "net/certificate.hpp"
#include "net/trust.hpp"

#include <boost/asio/ip/address.hpp>
#include <mbedtls/asn1write.h>
#include <mbedtls/oid.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

namespace dcrvoter::net::testing {

struct Identity {
  std::string certificate_pem;
  std::string key_pem;
  [[nodiscard]] Fingerprint fingerprint() const { return certificate_fingerprints(certificate_pem)->front(); }
  [[nodiscard]] ClientCertificate as_client() const { return {certificate_pem, key_pem}; }
};

struct Wish {
  std::string name = "node";
  mbedtls_ecp_group_id curve = MBEDTLS_ECP_DP_SECP256R1;  ///< unless `rsa_bits`
  unsigned rsa_bits = 0;
  std::string not_before = "20200101000000";
  std::string not_after = "20491231235959";
  std::vector<std::string> dns = {"localhost"};
  std::vector<std::string> addresses = {"127.0.0.1"};
  bool ca = true;
  bool for_clients_only = false;     ///< extended key usage
  const Identity* issuer = nullptr;  ///< null: self-signed
  std::string issuer_name = "ca";
};

namespace detail {

inline void must(int code) {
  if (code < 0) {
    throw std::runtime_error(mbedtls_text(code));
  }
}

/// Value of subjectAltName, written from its end as mbedTLS's writers do.
inline core::Bytes alt_names(const Wish& wish) {
  core::Bytes names;
  const auto add = [&names](std::uint8_t tag, const auto& value) {
    names.push_back(tag);
    names.push_back(static_cast<std::uint8_t>(value.size()));
    names.insert(names.end(), value.begin(), value.end());
  };
  for (const std::string& name : wish.dns) {
    add(0x82, name);
  }
  for (const std::string& text : wish.addresses) {
    const auto address = boost::asio::ip::make_address(text);
    address.is_v4() ? add(0x87, address.to_v4().to_bytes()) : add(0x87, address.to_v6().to_bytes());
  }
  if (names.size() > 127) {
    throw std::length_error("these names need a longer length");
  }
  core::Bytes value{0x30, static_cast<std::uint8_t>(names.size())};
  value.insert(value.end(), names.begin(), names.end());
  return value;
}

struct Key {
  Key() { mbedtls_pk_init(&pk); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key() { mbedtls_pk_free(&pk); }
  mbedtls_pk_context pk;
};

inline void generate(mbedtls_pk_context& pk, const Wish& wish) {
  if (wish.rsa_bits != 0) {
    must(mbedtls_pk_setup(&pk, mbedtls_pk_info_from_type(MBEDTLS_PK_RSA)));
    must(mbedtls_rsa_gen_key(mbedtls_pk_rsa(pk), &system_random, nullptr, wish.rsa_bits, 65537));
  } else {
    must(mbedtls_pk_setup(&pk, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)));
    must(mbedtls_ecp_gen_key(wish.curve, mbedtls_pk_ec(pk), &system_random, nullptr));
  }
}

inline void set_serial(mbedtls_x509write_cert& writer) {
#if MBEDTLS_VERSION_NUMBER >= 0x03040000
  std::array<unsigned char, 1> serial{1};
  must(mbedtls_x509write_crt_set_serial_raw(&writer, serial.data(), serial.size()));
#else
  mbedtls_mpi serial;
  mbedtls_mpi_init(&serial);
  must(mbedtls_mpi_lset(&serial, 1));
  must(mbedtls_x509write_crt_set_serial(&writer, &serial));
  mbedtls_mpi_free(&serial);
#endif
}

inline void extend(mbedtls_x509write_cert& writer, const char* oid, std::size_t oid_size,
                   const core::Bytes& value) {
  must(mbedtls_x509write_crt_set_extension(&writer, oid, oid_size, 0, value.data(), value.size()));
}

}  // namespace detail

inline Identity make_identity(const Wish& wish) {
  using namespace detail;
  Key key;
  generate(key.pk, wish);
  Key issuer_key;
  if (wish.issuer != nullptr) {
    const auto& pem = wish.issuer->key_pem;
    const auto* text = reinterpret_cast<const unsigned char*>(pem.c_str());
#if MBEDTLS_VERSION_NUMBER >= 0x03000000
    must(mbedtls_pk_parse_key(&issuer_key.pk, text, pem.size() + 1, nullptr, 0, &system_random, nullptr));
#else
    must(mbedtls_pk_parse_key(&issuer_key.pk, text, pem.size() + 1, nullptr, 0));
#endif
  }
  mbedtls_x509write_cert writer;
  mbedtls_x509write_crt_init(&writer);
  mbedtls_x509write_crt_set_version(&writer, MBEDTLS_X509_CRT_VERSION_3);
  mbedtls_x509write_crt_set_md_alg(&writer, MBEDTLS_MD_SHA256);
  mbedtls_x509write_crt_set_subject_key(&writer, &key.pk);
  mbedtls_x509write_crt_set_issuer_key(&writer, wish.issuer == nullptr ? &key.pk : &issuer_key.pk);
  must(mbedtls_x509write_crt_set_subject_name(&writer, ("CN=" + wish.name).c_str()));
  must(mbedtls_x509write_crt_set_issuer_name(
      &writer, ("CN=" + (wish.issuer == nullptr ? wish.name : wish.issuer_name)).c_str()));
  must(mbedtls_x509write_crt_set_validity(&writer, wish.not_before.c_str(), wish.not_after.c_str()));
  set_serial(writer);
  must(mbedtls_x509write_crt_set_basic_constraints(&writer, wish.ca ? 1 : 0, -1));
  if (!wish.dns.empty() || !wish.addresses.empty()) {
    extend(writer, MBEDTLS_OID_SUBJECT_ALT_NAME, MBEDTLS_OID_SIZE(MBEDTLS_OID_SUBJECT_ALT_NAME),
           alt_names(wish));
  }
  if (wish.for_clients_only) {
    extend(writer, MBEDTLS_OID_EXTENDED_KEY_USAGE, MBEDTLS_OID_SIZE(MBEDTLS_OID_EXTENDED_KEY_USAGE),
           {0x30, 0x0a, 0x06, 0x08, 0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02});
  }
  std::array<unsigned char, 8192> pem{};
  must(mbedtls_x509write_crt_pem(&writer, pem.data(), pem.size(), &system_random, nullptr));
  mbedtls_x509write_crt_free(&writer);
  Identity identity;
  identity.certificate_pem = reinterpret_cast<const char*>(pem.data());
  pem = {};
  must(mbedtls_pk_write_key_pem(&key.pk, pem.data(), pem.size()));
  identity.key_pem = reinterpret_cast<const char*>(pem.data());
  return identity;
}

/// A node's certificate as dcrd makes it: P-256, CA:true, self-signed. Made once.
inline const Identity& node_identity() {
  static const Identity identity = make_identity({});
  return identity;
}

}  // namespace dcrvoter::net::testing
