#include "keys/key_ring.hpp"

#include "core/digest.hpp"
#include "keys/account.hpp"
#include "keys/branch.hpp"
#include "keys/extended_key.hpp"
#include "keys/generator_table.hpp"
#include "keys/key_set.hpp"
#include "keys/place_table.hpp"
#include "keys/private_key.hpp"
#include "keys/vote_signer.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

namespace dcrvoter::keys {
namespace {

constexpr std::size_t kBranches = 2;

Place place_of(std::size_t account, std::uint32_t branch, std::uint32_t index) {
  return {index, static_cast<std::uint16_t>(account), static_cast<std::uint8_t>(branch)};
}

struct Script {
  core::Bytes redeem;
  wire::MultiSig multisig;
};

/// Whether both ways of deriving agree. A Pi with bad memory must not watch wrong addresses.
bool derives_alike(const ExtendedKey& account, std::uint32_t branch, const ExtendedKey& branch_key) {
  const auto public_branch = account.to_public().child(branch);
  const auto public_child = public_branch ? public_branch->child(0) : public_branch;
  const auto child = branch_key.child_key(0);
  return public_child.has_value() == child.has_value() &&
         (!child || public_child->public_key() == child->public_key());
}

}  // namespace

struct KeyRing::Impl {
  using KeyRefs = std::vector<std::reference_wrapper<const PrivateKey>>;

  const wire::Network& network;
  std::vector<AccountInfo> infos{};
  std::vector<std::uint32_t> fingerprints{};              // same order as infos
  std::vector<std::array<Branch, kBranches>> branches{};  // same order as infos
  PlaceTable places{[this](const Place& at) -> const core::Hash160& {
    return branch(at.account, at.branch).derived_at(at.index).hash;
  }};
  std::unordered_map<core::Hash160, Place> told{};  ///< that a record says, until they are derived
  std::unordered_map<core::Hash160, PrivateKey> singles{};
  std::unordered_map<core::Hash160, Script> scripts{};

  [[nodiscard]] const Branch& branch(std::size_t account, std::uint32_t number) const {
    return branches.at(account).at(number);
  }
  [[nodiscard]] bool owns(const core::Hash160& key_hash) const {
    return singles.contains(key_hash) || place(key_hash);
  }
  [[nodiscard]] std::optional<Place> place(const core::Hash160& key_hash) const {
    if (const auto at = places.find(key_hash)) {
      return at;
    }
    const auto at = told.find(key_hash);
    return at == told.end() ? std::nullopt : std::optional(at->second);
  }
  [[nodiscard]] bool can_vote(const Script& script) const {
    const auto owned = std::ranges::count_if(
        script.multisig.keys, [this](const wire::PublicKey& key) { return owns(core::hash160(key)); });
    return static_cast<std::size_t>(owned) >= script.multisig.required;
  }
  /// The key of a hash; `derived` keeps it alive when it is an account's.
  [[nodiscard]] const PrivateKey* key(const core::Hash160& key_hash,
                                      std::optional<PrivateKey>& derived) const {
    if (const auto single = singles.find(key_hash); single != singles.end()) {
      return &single->second;
    }
    const auto at = place(key_hash);
    if (!at) {
      return nullptr;
    }
    auto made = branch(at->account, at->branch).key(at->index);
    return made ? &derived.emplace(std::move(*made)) : nullptr;
  }
  /// Adds an address that was derived to `payees`, and the place of one that is new.
  void learn(std::vector<wire::Payee>& payees, const Branch::Derived& address, const Place& at);
  [[nodiscard]] core::Result<core::Bytes> sign_for_key(const vote::DecidedVote& vote) const;
  [[nodiscard]] core::Result<core::Bytes> sign_for_script(const vote::DecidedVote& vote) const;
  [[nodiscard]] std::vector<wire::Payee> scripts_that(bool vote) const;
};

std::shared_ptr<const GeneratorTable> make_generator_table() {
  return std::make_shared<const GeneratorTable>();
}

KeyRing::KeyRing(const wire::Network& network) : impl_(new Impl{network}) {}
KeyRing::~KeyRing() = default;
KeyRing::KeyRing(KeyRing&&) noexcept = default;
KeyRing& KeyRing::operator=(KeyRing&&) noexcept = default;

core::Result<void> KeyRing::add_account(ExtendedKey key, std::string origin) {
  if (key.network().id != impl_->network.id) {
    return core::fail(core::Errc::wrong_network, "the account key is of " + std::string(key.network().name) +
                                                     ", not of " + std::string(impl_->network.name));
  }
  if (const auto account = check_account(key); !account) {
    return account;
  }
  AccountInfo info = account_info(key, std::move(origin));
  const auto fingerprint = key.fingerprint();
  if (std::ranges::find(impl_->infos, info.xpub, &AccountInfo::xpub) != impl_->infos.end()) {
    return {};
  }
  auto external = key.child(0);
  auto internal = key.child(1);
  if (!external || !internal) {
    return std::unexpected(external ? internal.error() : external.error());
  }
  if (!derives_alike(key, 0, *external) || !derives_alike(key, 1, *internal)) {
    return core::fail(core::Errc::refused,
                      "two ways to derive an address disagree; this machine computes wrongly");
  }
  impl_->branches.push_back({Branch(std::move(*external)), Branch(std::move(*internal))});
  impl_->infos.push_back(std::move(info));
  impl_->fingerprints.push_back(std::uint32_t{fingerprint[0]} << 24U | std::uint32_t{fingerprint[1]} << 16U |
                                std::uint32_t{fingerprint[2]} << 8U | fingerprint[3]);
  return {};
}

void KeyRing::add_key(PrivateKey key) {
  const core::Hash160 hash = key.public_key_hash();
  impl_->singles.try_emplace(hash, std::move(key));
}

core::Result<void> KeyRing::add_script(core::ByteView redeem_script) {
  auto multisig = wire::multisig_of(redeem_script);
  if (!multisig) {
    return core::fail(core::Errc::unsupported,
                      "a redeem script must be m-of-n of compressed keys, as 1-of-2 is");
  }
  impl_->scripts.try_emplace(
      core::hash160(redeem_script),
      Script{core::Bytes(redeem_script.begin(), redeem_script.end()), std::move(*multisig)});
  return {};
}

bool KeyRing::empty() const noexcept {
  return impl_->infos.empty() && impl_->singles.empty();
}

const std::vector<AccountInfo>& KeyRing::accounts() const noexcept {
  return impl_->infos;
}

std::vector<wire::Payee> KeyRing::Impl::scripts_that(bool vote) const {
  std::vector<wire::Payee> payees;
  for (const auto& [hash, script] : scripts) {
    if (can_vote(script) == vote) {
      payees.push_back({wire::PayeeType::p2sh, hash});
    }
  }
  std::ranges::sort(payees);
  return payees;
}

std::vector<wire::Payee> KeyRing::fixed_payees() const {
  std::vector<wire::Payee> payees = impl_->scripts_that(true);
  for (const auto& single : impl_->singles) {
    payees.push_back({wire::PayeeType::p2pkh, single.first});
  }
  std::ranges::sort(payees);
  return payees;
}

std::optional<wire::Payee> KeyRing::any_payee() const {
  if (const auto at = impl_->places.any()) {
    return wire::Payee{wire::PayeeType::p2pkh,
                       impl_->branch(at->account, at->branch).derived_at(at->index).hash};
  }
  if (!impl_->told.empty()) {
    return wire::Payee{wire::PayeeType::p2pkh, impl_->told.begin()->first};
  }
  if (!impl_->singles.empty()) {
    return wire::Payee{wire::PayeeType::p2pkh, impl_->singles.begin()->first};
  }
  return std::nullopt;
}

std::vector<wire::Payee> KeyRing::idle_scripts() const {
  return impl_->scripts_that(false);
}

void KeyRing::Impl::learn(std::vector<wire::Payee>& payees, const Branch::Derived& address, const Place& at) {
  if (!address.hash) {
    return;
  }
  if (address.fresh) {
    places.insert(*address.hash, at);
    told.erase(*address.hash);
  }
  payees.push_back({wire::PayeeType::p2pkh, *address.hash});
}

std::vector<wire::Payee> KeyRing::derive(std::size_t account, std::uint32_t branch, std::uint32_t from,
                                         std::uint32_t to) {
  Branch& known = impl_->branches.at(account).at(branch);
  std::vector<wire::Payee> payees;
  for (std::uint32_t index = from; index < std::min(to, kHardened); ++index) {
    impl_->learn(payees, known.derive(index), place_of(account, branch, index));
  }
  return payees;
}

DerivedRange KeyRing::compute(std::size_t account, std::uint32_t branch, std::uint32_t from, std::uint32_t to,
                              const GeneratorTable& table) const {
  const Branch& known = impl_->branch(account, branch);
  DerivedRange range{.account = account, .branch = branch, .from = from, .addresses = {}};
  for (std::uint32_t index = from; index < std::min(to, kHardened); ++index) {
    range.addresses.push_back(known.compute(index, table));
  }
  return range;
}

std::vector<wire::Payee> KeyRing::take(const DerivedRange& computed) {
  Branch& known = impl_->branches.at(computed.account).at(computed.branch);
  std::vector<wire::Payee> payees;
  auto index = computed.from;
  for (const auto& address : computed.addresses) {
    impl_->learn(payees, known.remember(index, address), place_of(computed.account, computed.branch, index));
    ++index;
  }
  return payees;
}

std::uint32_t KeyRing::derived(std::size_t account, std::uint32_t branch) const {
  return impl_->branch(account, branch).first_unknown();
}

bool KeyRing::can_vote(const wire::Payee& voting) const {
  if (voting.type == wire::PayeeType::p2pkh) {
    return impl_->owns(voting.hash);
  }
  const auto script = impl_->scripts.find(voting.hash);
  return script != impl_->scripts.end() && impl_->can_vote(script->second);
}

std::optional<AddressPlace> KeyRing::place(const wire::Payee& voting) const {
  const auto at = voting.type == wire::PayeeType::p2pkh ? impl_->place(voting.hash) : std::nullopt;
  if (!at) {
    return std::nullopt;
  }
  return AddressPlace{at->account, at->branch, at->index};
}

std::optional<vote::VotingPlace> KeyRing::voting_place(const wire::Payee& voting) const {
  const auto at = place(voting);
  if (!at) {
    return std::nullopt;
  }
  return vote::VotingPlace{
      .account = impl_->fingerprints.at(at->account), .branch = at->branch, .index = at->index};
}

std::optional<AddressPlace> KeyRing::place(const vote::VotingPlace& kept) const {
  const auto account = std::ranges::find(impl_->fingerprints, kept.account);
  if (account == impl_->fingerprints.end() || kept.branch >= kBranches || kept.index >= kHardened) {
    return std::nullopt;
  }
  return AddressPlace{.account = static_cast<std::size_t>(account - impl_->fingerprints.begin()),
                      .branch = kept.branch,
                      .index = kept.index};
}

void KeyRing::know(const wire::Payee& voting, const AddressPlace& place) {
  if (voting.type == wire::PayeeType::p2pkh && !impl_->place(voting.hash)) {
    impl_->told.emplace(voting.hash, place_of(place.account, place.branch, place.index));
  }
}

core::Result<core::Bytes> KeyRing::Impl::sign_for_key(const vote::DecidedVote& vote) const {
  std::optional<PrivateKey> derived;
  const PrivateKey* owned = key(vote.voting().hash, derived);
  if (owned == nullptr) {
    return core::fail(core::Errc::not_found, "no key here votes for this ticket");
  }
  return VoteSigner::key_script(vote, *owned);
}

core::Result<core::Bytes> KeyRing::Impl::sign_for_script(const vote::DecidedVote& vote) const {
  const auto script = scripts.find(vote.voting().hash);
  if (script == scripts.end()) {
    return core::fail(core::Errc::not_found, "the redeem script of this ticket is not here");
  }
  // The first keys in script order that are ours, as dcrwallet does, so that twins sign alike.
  const wire::MultiSig& multisig = script->second.multisig;
  std::vector<std::optional<PrivateKey>> derived(multisig.keys.size());
  KeyRefs owned;
  for (std::size_t i = 0; i < multisig.keys.size() && owned.size() < multisig.required; ++i) {
    if (const PrivateKey* mine = key(core::hash160(multisig.keys[i]), derived[i]); mine != nullptr) {
      owned.emplace_back(*mine);
    }
  }
  if (owned.size() < multisig.required) {
    return core::fail(core::Errc::not_found,
                      "the keys that this ticket's redeem script asks for are not here");
  }
  return VoteSigner::redeem_script(vote, script->second.redeem, owned);
}

core::Result<SignedVote> KeyRing::sign(const vote::DecidedVote& vote) const {
  const auto script =
      vote.voting().type == wire::PayeeType::p2pkh ? impl_->sign_for_key(vote) : impl_->sign_for_script(vote);
  if (!script) {
    return std::unexpected(script.error());
  }
  const auto signed_transaction = vote.with_signature(*script);
  if (!signed_transaction) {
    return core::fail(core::Errc::refused,
                      "the signed vote fails its own check: " + signed_transaction.error().text);
  }
  return SignedVote{vote, signed_transaction->serialize()};
}

}  // namespace dcrvoter::keys
