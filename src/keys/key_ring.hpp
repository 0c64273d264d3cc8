/// All voting keys of this box, by the address that they vote for.
/// Used by the voter's discovery (which addresses to watch) and by the signer. One thread.
#pragma once

#include "core/result.hpp"
#include "keys/derived_address.hpp"
#include "vote/builder.hpp"
#include "vote/record.hpp"
#include "wire/network.hpp"
#include "wire/script.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dcrvoter::keys {

class PrivateKey;
class ExtendedKey;
class GeneratorTable;

/// Where in an account a voting address lies: m/44'/coin'/account'/branch/index.
struct AddressPlace {
  std::size_t account = 0;   ///< index into KeyRing::accounts()
  std::uint32_t branch = 0;  ///< 0 external, 1 internal
  std::uint32_t index = 0;
  friend auto operator<=>(const AddressPlace&, const AddressPlace&) = default;
};

struct AccountInfo {
  std::string xpub;         ///< dpub… of the account: what the buyer imports
  std::string fingerprint;  ///< 8 hex digits: the first 4 bytes of the account key's hash160
  std::string origin;       ///< "seed, m/44'/42'/0'" or "imported account key"
};

/// What KeyRing::compute() needs. 262 kB as soon as it is used: keep it while there is much to compute.
[[nodiscard]] std::shared_ptr<const GeneratorTable> make_generator_table();

/// A vote with its signature, verified: what goes to the nodes, byte for byte.
struct SignedVote {
  vote::DecidedVote decided;
  core::Bytes bytes;  ///< full serialisation
};

class KeyRing {
 public:
  explicit KeyRing(const wire::Network& network);
  ~KeyRing();
  KeyRing(KeyRing&&) noexcept;
  KeyRing& operator=(KeyRing&&) noexcept;
  KeyRing(const KeyRing&) = delete;
  KeyRing& operator=(const KeyRing&) = delete;

  /// An account-level private key. One that is here already is left as it is. Errors:
  /// wrong_network, unsupported (not at an account's depth), refused (deriving by the private and by
  /// the public way gives different addresses: this machine computes wrongly).
  core::Result<void> add_account(ExtendedKey key, std::string origin);
  void add_key(PrivateKey key);
  /// A redeem script, m-of-n; it votes once m of its keys (of the pool's 1-of-2: one) are here too.
  /// Errors: unsupported.
  core::Result<void> add_script(core::ByteView redeem_script);

  [[nodiscard]] bool empty() const noexcept;
  [[nodiscard]] const std::vector<AccountInfo>& accounts() const noexcept;
  /// Addresses that do not come from an account: of single keys and of scripts that can vote.
  [[nodiscard]] std::vector<wire::Payee> fixed_payees() const;
  /// Some address whose votes can be signed; nothing before one was derived.
  [[nodiscard]] std::optional<wire::Payee> any_payee() const;
  /// Redeem scripts that cannot vote, since their keys are not here.
  [[nodiscard]] std::vector<wire::Payee> idle_scripts() const;

  /// Derives the addresses `from` <= index < `to` of one branch and knows them from then on. Some 20
  /// microseconds an address on a PC, several times that on a Pi: call it in portions where a vote
  /// must not wait. Indexes without a valid child are left out. Already derived ones are returned
  /// again at no cost worth naming. Throws std::out_of_range for an account or branch that is not.
  std::vector<wire::Payee> derive(std::size_t account, std::uint32_t branch, std::uint32_t from,
                                  std::uint32_t to);
  /// The costly half of derive(), for hundreds of addresses and for other threads: several may compute
  /// while this one uses the ring, as long as no key is added. No secret is touched. take() is the other
  /// half. Indexes that are known are left to the caller.
  [[nodiscard]] DerivedRange compute(std::size_t account, std::uint32_t branch, std::uint32_t from,
                                     std::uint32_t to, const GeneratorTable& table) const;
  std::vector<wire::Payee> take(const DerivedRange& computed);
  /// First index of a branch that was not derived yet (0: none was).
  [[nodiscard]] std::uint32_t derived(std::size_t account, std::uint32_t branch) const;

  /// Whether a ticket with these voting rights is ours to vote.
  [[nodiscard]] bool can_vote(const wire::Payee& voting) const;
  /// The account place of an address, if it comes from an account.
  [[nodiscard]] std::optional<AddressPlace> place(const wire::Payee& voting) const;
  /// The same as it is kept.
  [[nodiscard]] std::optional<vote::VotingPlace> voting_place(const wire::Payee& voting) const;
  /// And back; nothing: of an account that is not here.
  [[nodiscard]] std::optional<AddressPlace> place(const vote::VotingPlace& kept) const;
  /// Takes a record's word for it that this address lies there, without deriving it: whoever starts knows
  /// its tickets at once. A word that is wrong costs that ticket's votes, which sign() refuses, until the
  /// address is derived.
  void know(const wire::Payee& voting, const AddressPlace& place);

  /// Signs input 1 of a decided vote, verifies the signature and the structure of the result.
  /// Deterministic: the same vote and key give the same bytes. Errors: not_found (no key for it),
  /// refused (own verification failed: never sent). The way of the vote: no I/O, no lock.
  [[nodiscard]] core::Result<SignedVote> sign(const vote::DecidedVote& vote) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dcrvoter::keys
