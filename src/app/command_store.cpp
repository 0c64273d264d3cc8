#include "app/command_store.hpp"

#include "app/store_examination.hpp"

#include <cerrno>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace dcrvoter::app {
namespace {

core::Result<void> give(const std::filesystem::path& path, const struct stat& owner) {
  if (::lchown(path.c_str(), owner.st_uid, owner.st_gid) != 0) {
    return core::fail(core::Errc::io, path.string() + " cannot be given to the service's user: " +
                                          std::generic_category().message(errno));
  }
  return {};
}

}  // namespace

core::Result<std::unique_ptr<store::Store>> open_store(const Configuration& configuration, store::Mode mode) {
  const std::filesystem::path folder = store_folder(configuration);
  const auto finding = StoreExamination(folder, configuration.network).wait();
  if (finding.verdict == StoreExamination::Verdict::broken) {
    return core::fail(core::Errc::malformed, folder.string() + " is damaged (" + finding.words +
                                                 "); the service begins a new one when it starts");
  }
  auto store = store::Store::open(folder, configuration.network, mode);
  if (!store && store.error().kind == core::Errc::not_found) {
    return core::fail(core::Errc::not_found, "nothing was kept yet: there is no store in " + folder.string());
  }
  return store;
}

core::Result<void> give_store_to_owner(const Configuration& configuration) {
  struct stat owner {};
  if (::geteuid() != 0 || ::stat(configuration.state.c_str(), &owner) != 0) {
    return {};
  }
  const std::filesystem::path folder = store_folder(configuration);
  auto given = give(folder, owner);
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (given) {
      given = give(entry.path(), owner);
    }
  }
  return given;
}

}  // namespace dcrvoter::app
