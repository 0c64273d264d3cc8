/// The voting key that is born here, and the words of its seed: for `dcrvoter key new` and `export`.
/// All of it touches the disk.
#pragma once

#include "core/result.hpp"
#include "keys/key_ring.hpp"
#include "keys/secret.hpp"
#include "wire/network.hpp"

#include <filesystem>
#include <string>

namespace dcrvoter::keys {

struct NewKey {
  AccountInfo account;
  std::string key_file, words_file;  ///< paths
  bool completed = false;            ///< an earlier birth had been interrupted; this finished it
};
/// Makes a seed, stores its words and, of its keys, that of the SLIP-0044 account 0 alone. Errors:
/// refused (there is a key already: nothing changed), io.
[[nodiscard]] core::Result<NewKey> make_voting_key(const std::filesystem::path& state,
                                                   const wire::Network& network);

/// The words of a seed that was born here, as long as their owner has not said to have them.
struct StoredWords {
  SecretBytes words;
  std::string fingerprint;  ///< of the account that they give
  std::string file;         ///< path
};
/// Errors: not_found (says where the words may be instead), io, or what is wrong with the file.
[[nodiscard]] core::Result<StoredWords> stored_words(const std::filesystem::path& state,
                                                     const wire::Network& network);
/// Whether such words are here, without reading them: nobody has a back-up of this key yet. Errors: io.
[[nodiscard]] core::Result<bool> keeps_words(const std::filesystem::path& state);
/// Wipes and removes the words' file; the key stays. Errors: not_found, io.
[[nodiscard]] core::Result<void> forget_words(const std::filesystem::path& state,
                                              const wire::Network& network);

}  // namespace dcrvoter::keys
