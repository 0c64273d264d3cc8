/// How far each branch of each account is watched: a thousand addresses beyond the last one that is
/// known to be used. A buyer burns indexes on tickets that never get mined and leaves holes of more
/// than twenty, where a voter with the usual gap limit goes blind.
#pragma once

#include "keys/key_ring.hpp"
#include "wire/network.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dcrvoter::voter {

/// A part of a branch: addresses `from` <= index < `to`.
struct AddressRange {
  std::size_t account = 0;
  std::uint32_t branch = 0, from = 0, to = 0;
};

class LookAhead {
 public:
  static constexpr std::uint32_t kDepth = 1000;
  /// So many more are derived than are missing, so that not every new ticket has an address derived
  /// and every node told of it.
  static constexpr std::uint32_t kStride = 32;
  static constexpr std::uint32_t kBranches = 2;
  /// A branch is never watched further than this beyond `first_index`: a node that calls every
  /// address used shall not make us derive for ever.
  static constexpr std::uint32_t kMost = 100'000;
  /// Greatest `first_index`. All addresses below are derived and watched too, since some may be used:
  /// a million of them, of both branches, were measured to take 120 MB and 13 seconds of a busy PC.
  static constexpr std::uint32_t kGreatestFirst = 500'000;

  /// `first_index`: watch at least the thousand addresses from this one on.
  LookAhead(std::size_t accounts, std::uint32_t first_index);

  /// This address was seen in use.
  void used(const keys::AddressPlace& place);
  /// First index that is not to be watched.
  [[nodiscard]] std::uint32_t wanted(std::size_t account, std::uint32_t branch) const;
  /// What is never wanted, see kMost, in any branch.
  [[nodiscard]] std::uint32_t most() const noexcept { return first_index_ + kMost; }
  /// What must be watched beyond what is derived already, and kStride more: derive it in portions, until
  /// nothing is left. Empty: the ring is up to date.
  [[nodiscard]] std::vector<AddressRange> missing(const keys::KeyRing& ring) const;

 private:
  std::uint32_t first_index_;
  std::vector<std::uint32_t> wanted_;  ///< [account * kBranches + branch]
};

/// The text of each payee's address.
[[nodiscard]] std::vector<std::string> address_texts(const std::vector<wire::Payee>& payees,
                                                     const wire::Network& network);

}  // namespace dcrvoter::voter
