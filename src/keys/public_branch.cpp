#include "keys/public_branch.hpp"

#include "core/digest.hpp"
#include "keys/context.hpp"

#include <stdexcept>

namespace dcrvoter::keys {

PublicBranch::PublicBranch(const ExtendedPublicKey& branch)
    : key_(branch.public_key()), chain_code_(branch.chain_code()) {
  if (secp256k1_ec_pubkey_parse(context(), &point_, key_.data(), key_.size()) != 1) {
    throw std::logic_error("an extended public key without a point");
  }
}

DerivedAddress PublicBranch::compute(std::uint32_t index, const GeneratorTable& table) const {
  const auto node = child_node(chain_code_, key_, index);
  const auto point = table.add(point_, std::span(node).first<32>());
  DerivedAddress made;
  if (point) {
    std::size_t size = made.key.size();
    secp256k1_ec_pubkey_serialize(context(), made.key.data(), &size, &*point, SECP256K1_EC_COMPRESSED);
    made.hash = core::hash160(made.key);
  }
  return made;
}

}  // namespace dcrvoter::keys
