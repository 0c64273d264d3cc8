/// The keys of this box: loading all of them, and adding some that were made elsewhere.
/// Used by the service at start (load_keys) and by `dcrvoter key`. Nothing here shows a secret. Not
/// for the voting thread: all of it touches the disk.
#pragma once

#include "core/result.hpp"
#include "keys/key_ring.hpp"
#include "keys/key_set.hpp"
#include "keys/private_folder.hpp"
#include "keys/secret.hpp"
#include "wire/network.hpp"
#include "wire/script.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::keys {

/// All keys of <state>/keys/*.key. A bad file does not take the votes of the good ones: it is told
/// of in `problems`, and its keys are missing from the ring. The ring is empty when no key was made
/// yet, or when none can be read.
struct LoadedKeys {
  KeyRing ring;
  std::vector<core::Error> problems;  ///< each names file and line
  std::vector<std::string> warnings;  ///< a file that others may read; a script without a key
};
/// `elsewhere`: one more file, in any form that import_keys takes; "": none.
[[nodiscard]] LoadedKeys load_keys(const std::filesystem::path& state, const wire::Network& network,
                                   const std::filesystem::path& elsewhere = {});

struct ImportReport {
  std::vector<AccountInfo> accounts;  ///< that are new here
  std::vector<wire::Payee> payees;    ///< of single keys and redeem scripts that are new here
  std::size_t already = 0;            ///< keys and scripts that were here before
  std::vector<wire::Payee> idle;      ///< redeem scripts that still have no key here
  bool from_seed = false;
  std::string key_file;  ///< path; empty when nothing was new
};
/// Stores what `text` holds (see key_import.hpp for its forms), in one file. Errors: those of
/// parse_import (with the line), io; a problem with a file that is there already, since then it
/// cannot be told what is new. After an error nothing has changed.
[[nodiscard]] core::Result<ImportReport> import_keys(const std::filesystem::path& state,
                                                     const wire::Network& network, const SecretBytes& text);

/// What a key file holds. Errors: io, or what is wrong in it, with file and line.
[[nodiscard]] core::Result<KeySet> read_key_file(const PrivateFolder& folder, const std::string& name,
                                                 const wire::Network& network);
/// One key file into a ring. Errors: the same.
[[nodiscard]] core::Result<void> load_key_file(KeyRing& ring, const PrivateFolder& folder,
                                               const std::string& name, const wire::Network& network);

inline constexpr std::string_view kKeyFileEnding = ".key";

}  // namespace dcrvoter::keys
