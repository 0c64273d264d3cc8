#include "keys/context.hpp"

#include "keys/secret.hpp"

#include <memory>
#include <stdexcept>

namespace dcrvoter::keys {
namespace {

struct Destroy {
  void operator()(secp256k1_context* context) const noexcept { secp256k1_context_destroy(context); }
};
using ContextHandle = std::unique_ptr<secp256k1_context, Destroy>;

ContextHandle make_context() {
  ContextHandle made(secp256k1_context_create(SECP256K1_CONTEXT_NONE));
  Secret<32> seed;
  fill_random(seed.fill());
  if (!made || secp256k1_context_randomize(made.get(), seed.expose().data()) != 1) {
    throw std::runtime_error("libsecp256k1 cannot make its context");
  }
  return made;
}

}  // namespace

const secp256k1_context* context() {
  static const ContextHandle kContext = make_context();
  return kContext.get();
}

}  // namespace dcrvoter::keys
