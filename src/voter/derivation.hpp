/// Deriving addresses by the thousand, without holding up the voting thread.
#pragma once

#include "keys/key_ring.hpp"
#include "net/task.hpp"
#include "voter/look_ahead.hpp"

#include <memory>
#include <vector>

namespace dcrvoter::voter {

/// Computes the addresses of these ranges for KeyRing::take(), in portions of their order. A start
/// of an old account takes thousands, many microseconds each: threads of their own compute them, one
/// a core and four at most, which end with this. Few of them, or where the system gives no thread, are
/// computed by the caller's thread, which looks after other things in between.
/// No key may be added to the ring meanwhile, and it must outlive this.
net::Task<std::vector<keys::DerivedRange>> compute_addresses(
    const keys::KeyRing& ring, std::vector<AddressRange> ranges,
    std::shared_ptr<const keys::GeneratorTable> table);

}  // namespace dcrvoter::voter
