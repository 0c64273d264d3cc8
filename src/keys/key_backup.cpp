#include "keys/key_backup.hpp"

#include "keys/key_folder.hpp"
#include "keys/key_import.hpp"
#include "keys/private_folder.hpp"
#include "keys/voting_key.hpp"
#include "keys/wif.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace dcrvoter::keys {
namespace {

using core::Errc;

constexpr std::string_view kEnd = "\r\n";

/// Everything that the key files hold, each key once.
core::Result<KeySet> all_keys(const PrivateFolder& folder, const wire::Network& network) {
  const auto names = folder.names(kKeyFileEnding);
  if (!names) {
    return std::unexpected(names.error());
  }
  KeySet all;
  for (const std::string& name : *names) {
    auto set = read_key_file(folder, name, network);
    if (!set) {
      return std::unexpected(set.error());
    }
    std::ranges::move(set->accounts, std::back_inserter(all.accounts));
    std::ranges::move(set->keys, std::back_inserter(all.keys));
    std::ranges::move(set->scripts, std::back_inserter(all.scripts));
  }
  return all;
}

void line(SecretBytes& text, std::string_view words) {
  text.append(words);
  text.append(kEnd);
}

/// Six a line, as `key export` prints them.
void append_words(SecretBytes& text, std::string_view words) {
  constexpr std::size_t kWordsPerLine = 6;
  line(text, "#");
  line(text, "# Its seed words, for any wallet that knows them (the keys below are enough for dcrvoter):");
  for (std::size_t count = 0; !words.empty(); ++count) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(word.size() + 1, words.size()));
    text.append(count % kWordsPerLine == 0 ? "#   " : " ");
    text.append(word);
    if (count % kWordsPerLine == kWordsPerLine - 1 || words.empty()) {
      text.append(kEnd);
    }
  }
}

void append_explanation(SecretBytes& text, const wire::Network& network) {
  text.append("# Back-up of the voting keys of a dcrvoter, for ");
  line(text, network.name);
  constexpr std::array<std::string_view, 10> kLines{
      "#",
      "# Whoever reads this file can vote with the tickets of these keys. Keys that the box made move no "
      "coins;",
      "# an account that was imported from a wallet may hold some, and then whoever reads this can spend "
      "them.",
      "#",
      "# Keep it in two places that burn, break and get lost apart from each other: print it, or copy it to "
      "two",
      "# sticks. Then remove it from here. It does not help on the card that it is to replace.",
      "#",
      "# To use it: give a copy the name voting-key.txt, put that onto the card or a stick named DCRVOTER of "
      "a box,",
      "# and start the box; it takes the keys and removes the copy. Elsewhere: dcrvoter key import FILE",
      "#"};
  for (const std::string_view words : kLines) {
    line(text, words);
  }
}

void append_keys(Backup& backup, const KeySet& set, const wire::Network& network) {
  for (const AccountKey& account : set.accounts) {
    backup.accounts.push_back(account_info(account.key, account.origin));
    const AccountInfo& info = backup.accounts.back();
    line(backup.text, "#");
    line(backup.text,
         "# Account " + info.fingerprint + " (" + info.origin + "), for the wallet that buys tickets:");
    line(backup.text, "#   " + info.xpub);
    account.key.append_text(backup.text);
    backup.text.append(kEnd);
  }
  if (!set.keys.empty() || !set.scripts.empty()) {
    line(backup.text, "#");
    line(backup.text, "# Single keys, and the redeem scripts that they sign for");
  }
  for (const PrivateKey& key : set.keys) {
    append_wif(backup.text, key, network);
    backup.text.append(kEnd);
    backup.payees.push_back({wire::PayeeType::p2pkh, key.public_key_hash()});
  }
  for (const core::Bytes& script : set.scripts) {
    line(backup.text, core::to_hex(script));
    backup.payees.push_back({wire::PayeeType::p2sh, core::hash160(script)});
  }
}

/// Whether an import of the text gives these keys.
bool gives(const SecretBytes& text, const KeySet& set, const wire::Network& network) {
  const auto import = parse_import(text.expose_text(), network);
  return import && !import->from_seed &&
         std::ranges::equal(
             import->set.accounts, set.accounts, {}, [](const AccountKey& of) { return of.key.public_key(); },
             [](const AccountKey& of) { return of.key.public_key(); }) &&
         std::ranges::equal(import->set.keys, set.keys, {}, &PrivateKey::public_key,
                            &PrivateKey::public_key) &&
         import->set.scripts == set.scripts;
}

}  // namespace

core::Result<Backup> make_backup(const std::filesystem::path& state, const wire::Network& network) {
  const auto folder = PrivateFolder::open(state);
  if (!folder) {
    return std::unexpected(folder.error());
  }
  const auto set = all_keys(*folder, network);
  if (!set) {
    return std::unexpected(set.error());
  }
  if (set->accounts.empty() && set->keys.empty() && set->scripts.empty()) {
    return core::fail(Errc::not_found, "there is no voting key in " + state.string() + " yet");
  }
  const auto words = stored_words(state, network);
  if (!words && words.error().kind != Errc::not_found) {
    return std::unexpected(words.error());
  }
  Backup backup;
  append_explanation(backup.text, network);
  if (words) {
    backup.words = true;
    line(backup.text, "# The account " + words->fingerprint + " was made by the box.");
    append_words(backup.text, words->words.expose_text());
  }
  append_keys(backup, *set, network);
  if (!gives(backup.text, *set, network)) {
    return core::fail(Errc::refused,
                      "the keys in " + state.string() + " cannot be written as a text that gives them again");
  }
  return backup;
}

}  // namespace dcrvoter::keys
