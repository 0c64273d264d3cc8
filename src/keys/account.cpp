#include "keys/account.hpp"

namespace dcrvoter::keys {
namespace {

constexpr std::uint32_t kPurpose = 44;
constexpr std::uint8_t kAccountDepth = 3;

std::uint32_t coin_number(const wire::Network& network, CoinType coin) {
  return coin == CoinType::slip0044 ? network.coin_type_slip0044 : network.coin_type_legacy;
}

}  // namespace

core::Result<void> check_account(const ExtendedKey& key) {
  const std::uint8_t depth = key.place().depth;
  if (depth == kAccountDepth) {
    return {};
  }
  const std::string what =
      depth == 0 ? "a wallet's master key" : "at depth " + std::to_string(depth) + " of its tree";
  return core::fail(core::Errc::unsupported,
                    "this extended key is " + what +
                        "; the key of an account is needed, at depth 3 (m/44'/coin type'/account')");
}

core::Result<ExtendedKey> account_of_seed(core::ByteView seed, const wire::Network& network, CoinType coin,
                                          std::uint32_t account) {
  if (account >= kHardened) {
    return core::fail(core::Errc::out_of_range, "account numbers end at 2147483647");
  }
  const auto master = ExtendedKey::master(seed, network);
  if (!master) {
    return std::unexpected(master.error());
  }
  const auto purpose = master->legacy_child(kHardened + kPurpose);
  if (!purpose) {
    return std::unexpected(purpose.error());
  }
  const auto coin_key = purpose->legacy_child(kHardened + coin_number(network, coin));
  if (!coin_key) {
    return std::unexpected(coin_key.error());
  }
  // dcrwallet makes account 0 in memory, and later accounts from the coin type's key as its
  // database holds it: as text, which has all 32 bytes of the key again.
  return account == 0 ? coin_key->legacy_child(kHardened) : coin_key->child(kHardened + account);
}

std::string account_path(const wire::Network& network, CoinType coin, std::uint32_t account) {
  return "m/44'/" + std::to_string(coin_number(network, coin)) + "'/" + std::to_string(account) + "'";
}

}  // namespace dcrvoter::keys
