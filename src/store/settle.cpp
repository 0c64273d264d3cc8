#include "store/settle.hpp"

#include "store/codec.hpp"
#include "store/store.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dcrvoter::store {
namespace {

namespace fs = std::filesystem;

constexpr ::mode_t kFolderMode = 0700;

Meta meta_of(wire::NetworkId network) {
  return {.schema = Store::kSchema, .network = wire::network(network).magic};
}

std::string network_name(std::uint32_t magic) {
  for (const auto id : {wire::NetworkId::mainnet, wire::NetworkId::testnet3, wire::NetworkId::simnet}) {
    if (wire::network(id).magic == magic) {
      return std::string(wire::network(id).name);
    }
  }
  return "an unknown network";
}

core::Result<void> check_meta(const Meta& meta, wire::NetworkId network) {
  if (meta.schema > Store::kSchema) {
    return core::fail(core::Errc::unsupported, "a newer dcrvoter wrote it, with schema " +
                                                   std::to_string(meta.schema) + "; this one knows up to " +
                                                   std::to_string(Store::kSchema) + ": update dcrvoter");
  }
  if (meta.schema < Store::kSchema) {
    return core::fail(core::Errc::malformed, "schema " + std::to_string(meta.schema) + " never was");
  }
  if (meta.network != wire::network(network).magic) {
    return core::fail(core::Errc::wrong_network, "it is of " + network_name(meta.network) + ", not of " +
                                                     std::string(wire::network(network).name));
  }
  return {};
}

core::Result<void> write_meta(Environment& environment, wire::NetworkId network) {
  auto transaction = environment.begin(Mode::read_write);
  if (!transaction) {
    return std::unexpected(std::move(transaction.error()));
  }
  const auto meta = encode(meta_of(network));
  if (auto put = transaction->put(meta.key, meta.value); !put) {
    return put;
  }
  return transaction->commit();
}

}  // namespace

void sync_folder(const fs::path& folder) noexcept {
  if (const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); fd >= 0) {
    (void)::fsync(fd);
    ::close(fd);
  }
}

core::Result<void> make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder.parent_path(), error);
  if (::mkdir(folder.c_str(), kFolderMode) == 0) {
    sync_folder(folder.parent_path());
    return {};
  }
  const int code = errno;
  if (fs::is_directory(folder, error)) {
    return {};
  }
  return core::fail(core::Errc::io, code == EEXIST ? "is no folder" : std::generic_category().message(code));
}

core::Result<void> settle(Environment& environment, wire::NetworkId network, Mode mode) {
  bool empty = false;
  {
    auto transaction = environment.begin(Mode::read_only);
    if (!transaction) {
      return std::unexpected(std::move(transaction.error()));
    }
    const auto found = transaction->get(meta_key());
    if (!found) {
      return std::unexpected(found.error());
    }
    if (*found) {
      const auto meta = decode_meta(**found);
      return meta ? check_meta(*meta, network) : core::fail(core::Errc::malformed, meta.error().text);
    }
    const auto size = transaction->size();
    if (!size) {
      return std::unexpected(size.error());
    }
    empty = *size == 0;
  }
  if (!empty) {
    return core::fail(core::Errc::malformed, "it is another program's file of LMDB");
  }
  if (mode == Mode::read_only) {
    return core::fail(core::Errc::not_found, "it is empty");
  }
  return write_meta(environment, network);
}

}  // namespace dcrvoter::store
