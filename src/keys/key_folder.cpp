#include "keys/key_folder.hpp"

#include "keys/key_file.hpp"
#include "keys/key_import.hpp"
#include "wire/address.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <utility>

namespace dcrvoter::keys {
namespace {

using core::Errc;

core::Result<void> add_to_ring(KeyRing& ring, KeySet set) {
  for (AccountKey& account : set.accounts) {
    if (auto added = ring.add_account(std::move(account.key), std::move(account.origin)); !added) {
      return added;
    }
  }
  for (PrivateKey& key : set.keys) {
    ring.add_key(std::move(key));
  }
  for (const core::Bytes& script : set.scripts) {
    if (auto added = ring.add_script(script); !added) {
      return added;
    }
  }
  return {};
}

void load_folder(LoadedKeys& loaded, const PrivateFolder& folder, const wire::Network& network) {
  const auto names = folder.names(kKeyFileEnding);
  if (!names) {
    loaded.problems.push_back(names.error());
    return;
  }
  for (const std::string& name : *names) {
    if (const auto read = load_key_file(loaded.ring, folder, name, network); !read) {
      loaded.problems.push_back(read.error());
    }
    if (std::string exposure = folder.exposure(name); !exposure.empty()) {
      loaded.warnings.push_back(std::move(exposure));
    }
  }
}

bool has(const std::vector<wire::Payee>& payees, const wire::Payee& payee) {
  return std::ranges::find(payees, payee) != payees.end();
}

/// Takes what the ring has out of the set, and says in the report what remains and what does not.
void keep_new(KeySet& set, const KeyRing& ring, ImportReport& report) {
  const std::size_t before = set.accounts.size() + set.keys.size() + set.scripts.size();
  std::erase_if(set.accounts, [&](const AccountKey& account) {
    const std::string xpub = account.key.to_public().to_string();
    return std::ranges::find(ring.accounts(), xpub, &AccountInfo::xpub) != ring.accounts().end();
  });
  const auto fixed = ring.fixed_payees();
  const auto idle = ring.idle_scripts();
  const auto here = [&](const wire::Payee& payee) { return has(fixed, payee) || has(idle, payee); };
  std::erase_if(set.keys, [&](const PrivateKey& key) {
    return here({wire::PayeeType::p2pkh, key.public_key_hash()});
  });
  std::erase_if(set.scripts, [&](const core::Bytes& script) {
    return here({wire::PayeeType::p2sh, core::hash160(script)});
  });

  report.already = before - set.accounts.size() - set.keys.size() - set.scripts.size();
  for (const AccountKey& account : set.accounts) {
    report.accounts.push_back(account_info(account.key, account.origin));
  }
  for (const PrivateKey& key : set.keys) {
    report.payees.push_back({wire::PayeeType::p2pkh, key.public_key_hash()});
  }
  for (const core::Bytes& script : set.scripts) {
    report.payees.push_back({wire::PayeeType::p2sh, core::hash160(script)});
  }
}

core::Result<KeySet> read_import(const std::filesystem::path& file, const wire::Network& network) {
  const FileDescriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened) {
    return core::fail(Errc::io, std::generic_category().message(errno));
  }
  const auto text = read_secret(opened.get(), kMostKeyBytes);
  if (!text) {
    return std::unexpected(text.error());
  }
  auto import = parse_import(text->expose_text(), network);
  return import ? core::Result<KeySet>(std::move(import->set)) : std::unexpected(import.error());
}

void load_elsewhere(LoadedKeys& loaded, const std::filesystem::path& file, const wire::Network& network) {
  auto set = read_import(file, network);
  core::Result<void> added = set ? core::Result<void>() : std::unexpected(set.error());
  if (set) {
    ImportReport ignored;
    keep_new(*set, loaded.ring, ignored);
    added = add_to_ring(loaded.ring, std::move(*set));
  }
  if (!added) {
    loaded.problems.push_back({added.error().kind, file.string() + ": " + added.error().text});
  }
}

}  // namespace

core::Result<KeySet> read_key_file(const PrivateFolder& folder, const std::string& name,
                                   const wire::Network& network) {
  const auto text = folder.read(name);
  if (!text) {
    return std::unexpected(text.error());
  }
  auto set = parse_key_file(text->expose_text(), network);
  if (!set) {
    return std::unexpected(folder.error_in(name, set.error()));
  }
  return set;
}

core::Result<void> load_key_file(KeyRing& ring, const PrivateFolder& folder, const std::string& name,
                                 const wire::Network& network) {
  auto set = read_key_file(folder, name, network);
  if (!set) {
    return std::unexpected(set.error());
  }
  if (const auto added = add_to_ring(ring, std::move(*set)); !added) {
    return std::unexpected(folder.error_in(name, added.error()));
  }
  return {};
}

LoadedKeys load_keys(const std::filesystem::path& state, const wire::Network& network,
                     const std::filesystem::path& elsewhere) {
  LoadedKeys loaded{KeyRing(network), {}, {}};
  const auto folder = PrivateFolder::open(state);
  if (folder) {
    load_folder(loaded, *folder, network);
  } else if (folder.error().kind != Errc::not_found) {
    loaded.problems.push_back(folder.error());
  }
  if (!elsewhere.empty()) {
    load_elsewhere(loaded, elsewhere, network);
  }
  for (const wire::Payee& script : loaded.ring.idle_scripts()) {
    loaded.warnings.push_back("the redeem script of " + wire::encode_address(script, network) +
                              " cannot vote: its private key is not here");
  }
  return loaded;
}

core::Result<ImportReport> import_keys(const std::filesystem::path& state, const wire::Network& network,
                                       const SecretBytes& text) {
  auto import = parse_import(text.expose_text(), network);
  if (!import) {
    return std::unexpected(import.error());
  }
  const auto folder = PrivateFolder::open_to_write(state);
  if (!folder) {
    return std::unexpected(folder.error());
  }
  LoadedKeys loaded{KeyRing(network), {}, {}};
  load_folder(loaded, *folder, network);
  if (!loaded.problems.empty()) {
    return std::unexpected(loaded.problems.front());
  }
  ImportReport report;
  report.from_seed = import->from_seed;
  keep_new(import->set, loaded.ring, report);
  if (!report.accounts.empty() || !report.payees.empty()) {
    const std::string name = key_file_name(import->set);
    const SecretBytes content = key_file_text(import->set, network);
    import->set = {};  // they are read again, and there is not room for tens of thousands twice
    if (const auto written = folder->write_once(name, content.expose()); !written) {
      return std::unexpected(written.error());
    }
    // Read again: what is reported comes from the disk.
    if (const auto read = load_key_file(loaded.ring, *folder, name, network); !read) {
      return std::unexpected(read.error());
    }
    report.key_file = folder->path_of(name);
  }
  report.idle = loaded.ring.idle_scripts();
  return report;
}

}  // namespace dcrvoter::keys
