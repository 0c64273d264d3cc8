#include "keys/key_import.hpp"

#include "keys/account.hpp"
#include "keys/key_file.hpp"
#include "keys/sealed_text.hpp"
#include "keys/seed.hpp"
#include "keys/wif.hpp"
#include "wire/address.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace dcrvoter::keys {
namespace {

using core::Errc;
using core::fail;

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kSpace = " \t\v\f\r";
constexpr std::size_t kLongestWord = 11;

/// A line with content, without comment and outer space. Views of the text that was handed in.
struct Line {
  std::size_t number;
  std::vector<std::string_view> words;
};

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> words;
  for (;;) {
    line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
    if (line.empty()) {
      return words;
    }
    words.push_back(line.substr(0, line.find_first_of(kSpace)));
    line.remove_prefix(words.back().size());
  }
}

std::vector<Line> lines_of(std::string_view text) {
  std::vector<Line> lines;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    auto words = split(line.substr(0, line.find('#')));
    if (!words.empty()) {
      lines.push_back({number, std::move(words)});
    }
  }
  return lines;
}

bool is_alphabetic(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_hex(std::string_view word) {
  return std::ranges::all_of(word, is_hex_digit);
}

bool begins_with_any(std::string_view word, std::initializer_list<std::string_view> beginnings) {
  return std::ranges::any_of(beginnings, [word](std::string_view with) { return word.starts_with(with); });
}
bool is_extended_private(std::string_view word) {
  return begins_with_any(word, {"dprv", "tprv", "sprv"});
}
bool is_extended_public(std::string_view word) {
  return begins_with_any(word, {"dpub", "tpub", "spub"});
}
bool is_wif(std::string_view word) {
  return begins_with_any(word, {"Pm", "Pt", "Ps"});
}

/// Seed words are told by their looks, so that a misspelt one gets the error of a seed.
bool looks_like_words(const Line& line) {
  return std::ranges::all_of(line.words, [](std::string_view word) {
    return word.size() <= kLongestWord && std::ranges::all_of(word, is_alphabetic);
  });
}

std::string_view letters_of(std::string_view word) {
  while (!word.empty() && !is_alphabetic(word.front())) {
    word.remove_prefix(1);
  }
  while (!word.empty() && !is_alphabetic(word.back())) {
    word.remove_suffix(1);
  }
  return word;
}

/// Seed words with what a list or a program's text puts around them.
bool has_decorated_words(const Line& line) {
  return std::ranges::any_of(line.words,
                             [](std::string_view word) { return is_seed_word(letters_of(word)); });
}

/// Hex that is no script may be a seed.
std::optional<core::Bytes> script_of(std::string_view word) {
  SecretBytes bytes;
  bytes.resize(word.size() / 2);
  if (!core::from_hex(word, bytes.fill()) || !wire::multisig_of(bytes.expose())) {
    return std::nullopt;
  }
  const core::ByteView script = bytes.expose();
  return core::Bytes(script.begin(), script.end());
}

core::Result<Import> import_seed(const Seed& seed, const wire::Network& network) {
  Import made;
  made.from_seed = true;
  for (const CoinType coin : {CoinType::slip0044, CoinType::legacy}) {
    auto account = account_of_seed(seed.expose(), network, coin, 0);
    if (!account) {
      return std::unexpected(account.error());
    }
    const char* remark = coin == CoinType::legacy ? " (legacy coin type)" : "";
    made.set.accounts.push_back({std::move(*account), "seed, " + account_path(network, coin, 0) + remark});
  }
  return made;
}

core::Result<Import> import_seed_lines(const std::vector<Line>& lines, const wire::Network& network) {
  SecretBytes text;
  for (const Line& line : lines) {
    for (const std::string_view word : line.words) {
      text.append(word);
      text.append(" ");
    }
  }
  const auto seed = Seed::parse(text.expose_text());
  return seed ? import_seed(*seed, network) : std::unexpected(seed.error());
}

core::Result<void> add_account(KeySet& set, std::string_view word, const wire::Network& network) {
  auto key = ExtendedKey::parse(word, network);
  if (!key) {
    return std::unexpected(key.error());
  }
  if (const auto account = check_account(*key); !account) {
    return account;
  }
  const auto same = [&key](const AccountKey& other) { return other.key.public_key() == key->public_key(); };
  if (std::ranges::none_of(set.accounts, same)) {
    set.accounts.push_back({std::move(*key), "imported account key"});
  }
  return {};
}

core::Result<void> add_script(KeySet& set, std::string_view word) {
  auto script = script_of(word);
  if (!script) {
    return fail(
        Errc::unsupported,
        "this hex text is no redeem script of m-of-n compressed keys; a seed in hex must be the only line");
  }
  if (std::ranges::find(set.scripts, *script) == set.scripts.end()) {
    set.scripts.push_back(std::move(*script));
  }
  return {};
}

core::Result<void> add_wif(KeySet& set, const Line& line, const wire::Network& network) {
  auto key = parse_wif(line.words[0], network);
  if (!key) {
    return std::unexpected(key.error());
  }
  if (line.words.size() > 2) {
    return fail(Errc::malformed, "more than a private key and its redeem script stands here");
  }
  if (line.words.size() == 2) {
    if (const auto added = add_script(set, line.words[1]); !added) {
      return added;
    }
    const auto multisig = wire::multisig_of(*script_of(line.words[1]));
    if (std::ranges::find(multisig->keys, key->public_key()) == multisig->keys.end()) {
      return fail(Errc::malformed,
                  "the redeem script does not hold the public key of the private key before it");
    }
  }
  const auto same = [&key](const PrivateKey& other) { return other.public_key() == key->public_key(); };
  if (std::ranges::none_of(set.keys, same)) {
    set.keys.push_back(std::move(*key));
  }
  return {};
}

core::Result<void> add_line(KeySet& set, const Line& line, const wire::Network& network) {
  const std::string_view word = line.words[0];
  if (is_wif(word)) {
    return add_wif(set, line, network);
  }
  if (has_decorated_words(line)) {
    return fail(Errc::malformed,
                "here are seed words with something between them; give the words alone, without numbers, "
                "commas or quotes");
  }
  if (line.words.size() > 1) {
    return fail(Errc::malformed,
                "one key a line; only a private key (WIF) may have its redeem script behind it");
  }
  if (is_extended_private(word)) {
    return add_account(set, word, network);
  }
  if (is_hex(word)) {
    return add_script(set, word);
  }
  if (is_extended_public(word)) {
    return fail(Errc::unsupported,
                "this is an account's public key, which can watch but not vote; it belongs in the "
                "wallet that buys the tickets");
  }
  if (wire::decode_address(word, network)) {
    return fail(Errc::unsupported, "this is an address; its private key (WIF) is needed");
  }
  return fail(
      Errc::malformed,
      "this is none of: seed words, a seed in hex, an account's extended private key, a private key (WIF), a "
      "redeem script in hex");
}

}  // namespace

core::Result<Import> parse_import(std::string_view text, const wire::Network& network) {
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff")) {
    return fail(Errc::malformed, "the text is in UTF-16; save it as UTF-8 or plain text");
  }
  Import made;
  if (is_key_file(text)) {
    auto set = parse_key_file(text, network);
    if (!set) {
      return std::unexpected(set.error());
    }
    made.set = std::move(*set);
    return made;
  }
  const std::vector<Line> lines = lines_of(text);
  if (lines.empty()) {
    return fail(Errc::malformed, "there is no key in the text");
  }
  const bool alone = lines.size() == 1 && lines[0].words.size() == 1;
  if (looks_like_words(lines[0]) || (alone && is_hex(lines[0].words[0]) && !script_of(lines[0].words[0]))) {
    return import_seed_lines(lines, network);
  }
  for (const Line& line : lines) {
    if (const auto added = add_line(made.set, line, network); !added) {
      return std::unexpected(at_line(line.number, added.error()));
    }
  }
  return made;
}

bool looks_secret(std::string_view argument) {
  constexpr std::size_t kShortest = 20;  // of what could be a key; names of files may begin alike
  const std::vector<Line> lines = lines_of(argument);
  if (lines.empty()) {
    return false;
  }
  const std::string_view word = lines[0].words[0];
  const bool key = word.size() >= kShortest && word.find_first_of("./") == std::string_view::npos &&
                   (is_wif(word) || is_extended_private(word) || is_hex(word));
  return key || is_seed_word(word);
}

}  // namespace dcrvoter::keys
