#include "keys/key_file.hpp"

#include "core/digest.hpp"
#include "keys/sealed_text.hpp"
#include "keys/wif.hpp"
#include "wire/script.hpp"

#include <algorithm>
#include <optional>

namespace dcrvoter::keys {
namespace {

constexpr std::string_view kKey = "key";
constexpr std::string_view kWords = "words";
constexpr std::string_view kKeyRemark =
    "Whoever can read this file can vote with these keys. dcrvoter wrote it once; do not change it.";
constexpr std::string_view kWordsRemark =
    "The seed of the voting key. \"dcrvoter key export\" prints it, and removes this file when you have it "
    "on paper.";

core::Result<void> check_network(std::string_view name, const wire::Network& network) {
  if (!wire::network_id(name)) {
    return core::fail(core::Errc::malformed, "the network is none of mainnet, testnet3, simnet");
  }
  if (name != network.name) {
    return core::fail(core::Errc::wrong_network, "the keys in this file are of " + std::string(name) +
                                                     ", but dcrvoter is set to " + std::string(network.name));
  }
  return {};
}

/// One line of a key file after the network's.
core::Result<void> read_line(KeySet& set, const SealedLine& line, const wire::Network& network) {
  if (line.name == "account") {
    const std::size_t space = std::min(line.value.find(' '), line.value.size());
    auto key = ExtendedKey::parse(line.value.substr(0, space), network);
    if (!key) {
      return std::unexpected(key.error());
    }
    const std::string_view origin = line.value.substr(std::min(space + 1, line.value.size()));
    set.accounts.push_back({std::move(*key), std::string(origin)});
  } else if (line.name == kKey) {
    auto key = parse_wif(line.value, network);
    if (!key) {
      return std::unexpected(key.error());
    }
    set.keys.push_back(std::move(*key));
  } else if (line.name == "script") {
    auto script = core::from_hex(line.value);
    if (!script) {
      return std::unexpected(script.error());
    }
    set.scripts.push_back(std::move(*script));
  } else {
    return core::fail(core::Errc::malformed, "the line begins with none of account, key, script");
  }
  return {};
}

/// The lines after the first, which must name this network.
core::Result<std::vector<SealedLine>> lines_of(std::string_view text, std::string_view what,
                                               const wire::Network& network) {
  auto lines = read_sealed(text, what);
  if (!lines) {
    return lines;
  }
  if (lines->empty() || lines->front().name != "network") {
    return std::unexpected(
        at_line(2, {core::Errc::malformed, "the file does not begin by naming its network"}));
  }
  if (const auto same = check_network(lines->front().value, network); !same) {
    return std::unexpected(at_line(lines->front().number, same.error()));
  }
  lines->erase(lines->begin());
  return lines;
}

std::string account_stem(const ExtendedKey& account) {
  return "account-" + core::to_hex(account.fingerprint());
}

}  // namespace

SecretBytes key_file_text(const KeySet& set, const wire::Network& network) {
  SealedWriter writer(kKey, kKeyRemark);
  writer.line("network", network.name);
  for (const AccountKey& account : set.accounts) {
    SecretBytes value;
    account.key.append_text(value);
    value.append(" ");
    value.append(account.origin);
    writer.line("account", value.expose_text());
  }
  SecretBytes value;
  for (const PrivateKey& key : set.keys) {
    value.resize(0);
    append_wif(value, key, network);
    writer.line(kKey, value.expose_text());
  }
  for (const core::Bytes& script : set.scripts) {
    writer.line("script", core::to_hex(script));
  }
  return std::move(writer).finish();
}

core::Result<KeySet> parse_key_file(std::string_view text, const wire::Network& network) {
  const auto lines = lines_of(text, kKey, network);
  if (!lines) {
    return std::unexpected(lines.error());
  }
  KeySet set;
  for (const SealedLine& line : *lines) {
    if (const auto read = read_line(set, line, network); !read) {
      return std::unexpected(at_line(line.number, read.error()));
    }
  }
  return set;
}

bool is_key_file(std::string_view text) {
  return is_sealed(text, kKey);
}

std::string key_file_name(const ExtendedKey& account) {
  return account_stem(account) + ".key";
}

std::string key_file_name(const KeySet& set) {
  if (!set.accounts.empty()) {
    return key_file_name(set.accounts.front().key);
  }
  core::Blake256 hasher;
  for (const PrivateKey& key : set.keys) {
    hasher.update(key.public_key());
  }
  for (const core::Bytes& script : set.scripts) {
    hasher.update(script);
  }
  const core::Hash hash = hasher.finish();
  return "keys-" + core::to_hex(core::ByteView(hash.bytes).first(4)) + ".key";
}

SecretBytes words_file_text(const Seed& seed, const wire::Network& network) {
  SecretBytes words;
  seed.append_words(words);
  return std::move(SealedWriter(kWords, kWordsRemark)
                       .line("network", network.name)
                       .line(kWords, words.expose_text()))
      .finish();
}

core::Result<Seed> parse_words_file(std::string_view text, const wire::Network& network) {
  const auto lines = lines_of(text, kWords, network);
  if (!lines) {
    return std::unexpected(lines.error());
  }
  if (lines->size() != 1 || lines->front().name != kWords) {
    return core::fail(core::Errc::malformed, "the file holds something else than one line of words");
  }
  auto seed = Seed::parse(lines->front().value);
  if (!seed) {
    return std::unexpected(at_line(lines->front().number, seed.error()));
  }
  return seed;
}

std::string words_file_name(const ExtendedKey& account) {
  return account_stem(account) + ".words";
}

}  // namespace dcrvoter::keys
