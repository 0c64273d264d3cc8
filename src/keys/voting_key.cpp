#include "keys/voting_key.hpp"

#include "keys/account.hpp"
#include "keys/key_file.hpp"
#include "keys/key_folder.hpp"
#include "keys/private_folder.hpp"

#include <optional>

namespace dcrvoter::keys {
namespace {

using core::Errc;

constexpr std::string_view kWordsEnding = ".words";

struct WordsFile {
  std::string name;
  Seed seed;
  ExtendedKey account;
};

core::Result<ExtendedKey> born_account(const Seed& seed, const wire::Network& network) {
  return account_of_seed(seed.expose(), network, CoinType::slip0044, 0);
}

core::Result<WordsFile> read_words(const PrivateFolder& folder, const std::string& name,
                                   const wire::Network& network) {
  const auto text = folder.read(name);
  if (!text) {
    return std::unexpected(text.error());
  }
  auto seed = parse_words_file(text->expose_text(), network);
  if (!seed) {
    return std::unexpected(folder.error_in(name, seed.error()));
  }
  auto account = born_account(*seed, network);
  if (!account) {
    return std::unexpected(folder.error_in(name, account.error()));
  }
  if (words_file_name(*account) != name) {
    return std::unexpected(folder.error_in(
        name, {Errc::malformed, "these words give another key than the one in the file's name"}));
  }
  return WordsFile{name, std::move(*seed), std::move(*account)};
}

/// The words' file, if there is one.
core::Result<std::optional<WordsFile>> find_words(const PrivateFolder& folder, const wire::Network& network) {
  const auto names = folder.names(kWordsEnding);
  if (!names) {
    return std::unexpected(names.error());
  }
  if (names->empty()) {
    return std::nullopt;
  }
  auto words = read_words(folder, names->front(), network);
  if (!words) {
    return std::unexpected(words.error());
  }
  return std::optional(std::move(*words));
}

/// To write, but without making a folder where there is none.
core::Result<PrivateFolder> open_existing(const std::filesystem::path& state) {
  const auto there = PrivateFolder::open(state);
  return there ? PrivateFolder::open_to_write(state) : std::unexpected(there.error());
}

/// Words beside the key that they give. Without it they are the key: it was not completed.
core::Result<WordsFile> words_of_key(const PrivateFolder& folder, const wire::Network& network) {
  auto found = find_words(folder, network);
  if (!found) {
    return std::unexpected(found.error());
  }
  if (!*found) {
    if (const auto keys = folder.names(kKeyFileEnding); keys && keys->empty()) {
      return core::fail(Errc::not_found, "there is no voting key yet");
    }
    return core::fail(
        Errc::not_found,
        "there are no seed words here: they were exported and removed before, or the key was imported "
        "and its words are where it came from");
  }
  KeyRing ring(network);
  if (const auto key = load_key_file(ring, folder, key_file_name((*found)->account), network); !key) {
    return std::unexpected(key.error());
  }
  return std::move(**found);
}

core::Result<NewKey> store_new_key(const PrivateFolder& folder, const wire::Network& network,
                                   ExtendedKey account) {
  NewKey made;
  made.words_file = folder.path_of(words_file_name(account));
  const std::string name = key_file_name(account);
  made.key_file = folder.path_of(name);
  KeySet set;
  set.accounts.push_back({std::move(account), "seed, " + account_path(network, CoinType::slip0044, 0)});
  const SecretBytes text = key_file_text(set, network);
  if (const auto written = folder.write_once(name, text.expose()); !written) {
    return std::unexpected(written.error());
  }
  // What the owner is told comes from the disk: tickets will be bought for it.
  KeyRing ring(network);
  if (const auto read = load_key_file(ring, folder, name, network); !read) {
    return std::unexpected(read.error());
  }
  made.account = ring.accounts().at(0);
  return made;
}

}  // namespace

core::Result<NewKey> make_voting_key(const std::filesystem::path& state, const wire::Network& network) {
  const auto folder = PrivateFolder::open_to_write(state);
  const auto present = folder ? folder->names(kKeyFileEnding) : std::unexpected(folder.error());
  if (!present) {
    return std::unexpected(present.error());
  }
  if (!present->empty()) {
    return core::fail(Errc::refused, "there is a voting key already, " + folder->path_of(present->front()) +
                                         "; nothing was changed");
  }
  // Words without a key: power failed between the two. The same key is completed.
  auto earlier = find_words(*folder, network);
  if (!earlier) {
    return std::unexpected(earlier.error());
  }
  if (*earlier) {
    auto made = store_new_key(*folder, network, std::move((*earlier)->account));
    if (made) {
      made->completed = true;
    }
    return made;
  }
  const Seed seed = Seed::generate();
  auto account = born_account(seed, network);
  if (!account) {
    return std::unexpected(account.error());
  }
  // The words first: a key whose words are lost cannot be backed up.
  const SecretBytes text = words_file_text(seed, network);
  if (const auto written = folder->write_once(words_file_name(*account), text.expose()); !written) {
    return std::unexpected(written.error());
  }
  return store_new_key(*folder, network, std::move(*account));
}

core::Result<StoredWords> stored_words(const std::filesystem::path& state, const wire::Network& network) {
  const auto folder = open_existing(state);  // to write, because that sweeps: words may be left there
  if (!folder) {
    return std::unexpected(folder.error());
  }
  const auto file = words_of_key(*folder, network);
  if (!file) {
    return std::unexpected(file.error());
  }
  StoredWords stored{{}, core::to_hex(file->account.fingerprint()), folder->path_of(file->name)};
  file->seed.append_words(stored.words);
  return stored;
}

core::Result<bool> keeps_words(const std::filesystem::path& state) {
  const auto folder = PrivateFolder::open(state);
  if (!folder) {
    return folder.error().kind == Errc::not_found ? core::Result<bool>(false)
                                                  : std::unexpected(folder.error());
  }
  const auto names = folder->names(kWordsEnding);
  return names ? core::Result<bool>(!names->empty()) : std::unexpected(names.error());
}

core::Result<void> forget_words(const std::filesystem::path& state, const wire::Network& network) {
  const auto folder = open_existing(state);
  if (!folder) {
    return std::unexpected(folder.error());
  }
  const auto file = words_of_key(*folder, network);
  if (!file) {
    return std::unexpected(file.error());
  }
  return folder->erase(file->name);
}

}  // namespace dcrvoter::keys
