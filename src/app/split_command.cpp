#include "app/split_command.hpp"

#include "app/exit_code.hpp"
#include "app/split_configuration.hpp"
#include "app/text_file.hpp"
#include "keys/private_folder.hpp"

#include <cerrno>
#include <fcntl.h>
#include <ostream>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace dcrvoter::app {
namespace {

/// True, or the reason is in errno.
bool write_new(const std::filesystem::path& path, std::string_view text) {
  constexpr mode_t kMode = 0600;
  const keys::FileDescriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kMode));
  if (!file) {
    return false;
  }
  while (!text.empty()) {
    const ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return ::fsync(file.get()) == 0;
}

}  // namespace

int split_command(const std::filesystem::path& file, const std::filesystem::path& folder, std::ostream& out,
                  std::ostream& err) {
  const auto text = read_text_file(file, kMaxDocument);
  if (!text) {
    err << "dcrvoter: " << text.error().text << "\n";
    return kExitUnavailable;
  }
  const auto split = split_configuration(text->text.view());
  if (!split) {
    err << "dcrvoter: " << file.string() << ":" << split.error().line << ": " << split.error().text << "\n";
    return kExitData;
  }
  const auto write = [&](const std::string& name, std::string_view content) {
    if (write_new(folder / name, content)) {
      return true;
    }
    err << "dcrvoter: cannot write " << (folder / name).string() << ": "
        << std::generic_category().message(errno) << "\n";
    return false;
  };
  for (const auto& secret : split->secrets) {
    if (!write(secret.file, secret.text.view())) {
      return kExitCannotCreate;
    }
  }
  if (!write("dcrvoter.toml", split->text)) {
    return kExitCannotCreate;
  }
  if (split->sets_state) {
    out << "state\n";
  }
  for (const auto& named : split->named) {
    out << (named.secret ? "secret " : "file ") << named.file << "\n";
  }
  return kExitOk;
}

}  // namespace dcrvoter::app
