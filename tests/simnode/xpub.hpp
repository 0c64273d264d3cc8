/// The public half of an account key: voting addresses without a secret, by simnode's own code.
/// Source: `dcrd: hdkeychain/extendedkey.go` (non-hardened derivation only).
#pragma once

#include "core/result.hpp"
#include "wire/network.hpp"
#include "wire/script.hpp"

#include <array>
#include <map>
#include <string_view>

namespace dcrvoter::simnode {

class AccountXpub {
 public:
  /// Errors: those of base58check_decode, malformed, wrong_network.
  [[nodiscard]] static core::Result<AccountXpub> parse(std::string_view text, const wire::Network& network);
  /// P2PKH of account/branch/index.
  [[nodiscard]] wire::Payee payee(std::uint32_t branch, std::uint32_t index);

 private:
  struct Point {
    std::array<std::uint8_t, 33> key{};
    std::array<std::uint8_t, 32> chain_code{};
  };
  [[nodiscard]] static Point child(const Point& parent, std::uint32_t index);
  Point account_;
  std::map<std::uint32_t, Point> branches_;
};

}  // namespace dcrvoter::simnode
