/// The text of the files in <state>/keys: keys of one network, and the words of a seed that was
/// born here. See sealed_text.hpp for their frame.
#pragma once

#include "core/result.hpp"
#include "keys/key_set.hpp"
#include "keys/secret.hpp"
#include "keys/seed.hpp"
#include "wire/network.hpp"

#include <string>
#include <string_view>

namespace dcrvoter::keys {

[[nodiscard]] SecretBytes key_file_text(const KeySet& set, const wire::Network& network);
/// Errors name the line, never its content: those of read_sealed; wrong_network (names both);
/// malformed, checksum, unsupported, out_of_range as the key in that line has them.
[[nodiscard]] core::Result<KeySet> parse_key_file(std::string_view text, const wire::Network& network);
[[nodiscard]] bool is_key_file(std::string_view text);
/// "account-0a1b2c3d.key"
[[nodiscard]] std::string key_file_name(const ExtendedKey& account);
/// The name after its first account, or "keys-0a1b2c3d.key" after its single keys and scripts: the
/// same set always has the same name.
[[nodiscard]] std::string key_file_name(const KeySet& set);

[[nodiscard]] SecretBytes words_file_text(const Seed& seed, const wire::Network& network);
[[nodiscard]] core::Result<Seed> parse_words_file(std::string_view text, const wire::Network& network);
/// "account-0a1b2c3d.words": beside the key file of the account that these words gave.
[[nodiscard]] std::string words_file_name(const ExtendedKey& account);

}  // namespace dcrvoter::keys
