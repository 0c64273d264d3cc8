/// Extended keys and how children come from them: BIP32 with Decred's hashes, and dcrd's older rule.
/// Source: `dcrd: hdkeychain/extendedkey.go`.
#pragma once

#include "core/hash.hpp"
#include "core/result.hpp"
#include "keys/private_key.hpp"
#include "keys/secret.hpp"
#include "wire/network.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace dcrvoter::keys {

inline constexpr std::uint32_t kHardened = 0x80000000;  ///< first hardened child index

/// Where an extended key stands in its tree, as its text says.
struct TreePlace {
  std::uint8_t depth = 0;  ///< 0 is the master key, 3 an account of dcrwallet
  std::array<std::uint8_t, 4> parent_fingerprint{};
  std::uint32_t child_number = 0;
  friend bool operator==(const TreePlace&, const TreePlace&) = default;
};

/// What BIP32 makes of a public key and its chain code for a child that is not hardened: 32 bytes to be
/// added times the generator, and the child's chain code.
[[nodiscard]] std::array<std::uint8_t, 64> child_node(const std::array<std::uint8_t, 32>& chain_code,
                                                      const wire::PublicKey& key, std::uint32_t index);

/// What an account's buyer is told: derives addresses, signs nothing.
class ExtendedPublicKey {
 public:
  /// Errors: as ExtendedKey::parse; unsupported for a private key.
  [[nodiscard]] static core::Result<ExtendedPublicKey> parse(std::string_view text,
                                                             const wire::Network& network);
  /// Errors: unsupported (a hardened child), out_of_range (no such child, or depth above 255).
  [[nodiscard]] core::Result<ExtendedPublicKey> child(std::uint32_t index) const;

  [[nodiscard]] const wire::PublicKey& public_key() const noexcept { return public_key_; }
  [[nodiscard]] const TreePlace& place() const noexcept { return place_; }
  [[nodiscard]] const std::array<std::uint8_t, 32>& chain_code() const noexcept { return chain_code_; }
  /// First 4 bytes of the public key's hash160.
  [[nodiscard]] std::array<std::uint8_t, 4> fingerprint() const;
  [[nodiscard]] std::string to_string() const;  ///< dpub…, tpub…, spub…

 private:
  friend class ExtendedKey;
  explicit ExtendedPublicKey(const wire::Network& network) : network_(&network) {}
  const wire::Network* network_;
  TreePlace place_;
  std::array<std::uint8_t, 32> chain_code_{};
  wire::PublicKey public_key_{};
};

/// An extended private key.
class ExtendedKey {
 public:
  /// Of 16 to 64 secret bytes. Errors: out_of_range (their number; or a seed without a valid key,
  /// one in 2^127).
  [[nodiscard]] static core::Result<ExtendedKey> master(core::ByteView seed, const wire::Network& network);
  /// dprv…, tprv…, sprv…. Errors: malformed, checksum, wrong_network (names the other network),
  /// unsupported (a public key; private data under a public key's version, which dcrd lets pass),
  /// out_of_range (the key in it is 0 or not below the group's order).
  [[nodiscard]] static core::Result<ExtendedKey> parse(std::string_view text, const wire::Network& network);

  /// BIP32. Errors: out_of_range (there is no such child, one in 2^127: the next index is used;
  /// or depth above 255).
  [[nodiscard]] core::Result<ExtendedKey> child(std::uint32_t index) const;
  /// As dcrd's `Child`: a key that was itself derived this way is held without its leading zero
  /// bytes, and its hardened children hash it so. Differs from child() for one key in 256.
  [[nodiscard]] core::Result<ExtendedKey> legacy_child(std::uint32_t index) const;
  /// child(index) where only the key itself is wanted: that of an address.
  [[nodiscard]] core::Result<PrivateKey> child_key(std::uint32_t index) const;
  /// The same where its public key is known from an earlier child_key(index), which saves most of the
  /// time.
  [[nodiscard]] core::Result<PrivateKey> child_key(std::uint32_t index,
                                                   const wire::PublicKey& public_key) const;

  [[nodiscard]] const wire::Network& network() const noexcept { return *network_; }
  [[nodiscard]] const TreePlace& place() const noexcept { return place_; }
  [[nodiscard]] const wire::PublicKey& public_key() const noexcept { return public_key_; }
  [[nodiscard]] std::array<std::uint8_t, 4> fingerprint() const;
  [[nodiscard]] ExtendedPublicKey to_public() const;
  void append_text(SecretBytes& out) const;

 private:
  explicit ExtendedKey(const wire::Network& network) : network_(&network) {}
  [[nodiscard]] core::ByteView key() const noexcept { return node_.expose().first(kKeySize); }
  [[nodiscard]] core::ByteView chain_code() const noexcept { return node_.expose().subspan(kKeySize); }
  /// The child's key ‖ chain code, or why there is none.
  [[nodiscard]] core::Result<Secret<64>> child_node(std::uint32_t index, std::size_t stripped) const;
  [[nodiscard]] core::Result<Secret<32>> child_secret(std::uint32_t index) const;
  [[nodiscard]] core::Result<ExtendedKey> make_child(std::uint32_t index, std::size_t stripped) const;
  /// Takes the key ‖ chain code and computes the public key.
  [[nodiscard]] core::Result<void> set_node(Secret<64> node);

  static constexpr std::size_t kKeySize = 32;
  const wire::Network* network_;
  TreePlace place_;
  Secret<64> node_;  ///< key ‖ chain code
  wire::PublicKey public_key_{};
  bool legacy_ = false;  ///< made by legacy_child
};

}  // namespace dcrvoter::keys
