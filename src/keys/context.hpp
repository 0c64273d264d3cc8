/// The libsecp256k1 context of this process. Only for the .cpp files of this room.
#pragma once

#include <secp256k1.h>

namespace dcrvoter::keys {

/// Created at the first call and blinded with random bytes of the operating system, which protects
/// signing against side channels. May be shared by threads. Throws std::runtime_error or
/// std::system_error when it cannot be made.
[[nodiscard]] const secp256k1_context* context();

}  // namespace dcrvoter::keys
