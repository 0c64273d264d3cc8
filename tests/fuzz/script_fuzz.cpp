// Script templates: what is recognised is exactly what we would make.
#include "fuzz.hpp"
#include "vote/treasury.hpp"
#include "wire/script.hpp"

#include <algorithm>

using namespace dcrvoter;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const core::ByteView script(data, size);
  const auto is_script = [&](const core::Bytes& made) { return std::ranges::equal(made, script); };
  if (const auto payee = wire::payee_of(script)) {
    fuzz::require(is_script(wire::pay_to(*payee)));
  }
  for (const auto opcode : {wire::kOpSstx, wire::kOpSsgen, wire::kOpSsrtx, wire::kOpSstxChange}) {
    if (const auto payee = wire::stake_payee_of(opcode, script)) {
      fuzz::require(is_script(wire::stake_pay_to(opcode, *payee)));
    }
  }
  if (const auto multisig = wire::multisig_of(script)) {
    fuzz::require(multisig->required >= 1 && multisig->required <= multisig->keys.size());
    fuzz::require(is_script(wire::multisig_script(*multisig)));
  }
  core::Bytes push;
  wire::append_push(push, script);
  fuzz::require(push.size() > size && push.size() <= size + 5);
  return 0;
}
