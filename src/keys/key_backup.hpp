/// All keys of this box as one text that `dcrvoter key import` takes back: for `key export --to`.
#pragma once

#include "core/result.hpp"
#include "keys/key_ring.hpp"
#include "keys/secret.hpp"
#include "wire/network.hpp"
#include "wire/script.hpp"

#include <filesystem>
#include <vector>

namespace dcrvoter::keys {

struct Backup {
  SecretBytes text;                   ///< for a person too: explained, with the line ends of Windows
  std::vector<AccountInfo> accounts;  ///< that are in it
  std::vector<wire::Payee> payees;    ///< of its single keys and redeem scripts
  bool words = false;                 ///< the seed words stand in it, as a remark
};
/// Complete, or none: what an import makes of the text was compared with what is here. Errors: not_found
/// (there is no key), io, or what is wrong with a stored file, with file and line.
[[nodiscard]] core::Result<Backup> make_backup(const std::filesystem::path& state,
                                               const wire::Network& network);

}  // namespace dcrvoter::keys
