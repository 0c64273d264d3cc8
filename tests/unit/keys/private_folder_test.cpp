#include "keys/private_folder.hpp"

#include "keys_testing.hpp"
#include "temporary_folder.hpp"

#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace dcrvoter::keys {
namespace {

using core::Errc;
using namespace testing;
namespace fs = std::filesystem;

core::Bytes bytes(std::string_view text) {
  return {text.begin(), text.end()};
}
std::string content_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}
mode_t mode_of(const fs::path& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status.st_mode & 07777;
}
void put(const fs::path& path, std::string_view text) {
  std::ofstream(path) << text;
}

TEST_CASE("keys/private_folder: makes folder and files for their owner alone, whatever the umask") {
  const TemporaryFolder state;
  const mode_t before = ::umask(0);
  const PrivateFolder folder = ok(PrivateFolder::open_to_write(state.path() / "deeper" / "state"));
  CHECK(folder.write_once("a.key", bytes("one")));
  ::umask(before);
  CHECK(mode_of(state.path() / "deeper/state/keys") == 0700);
  CHECK(mode_of(folder.path_of("a.key")) == 0600);
  CHECK(content_of(folder.path_of("a.key")) == "one");
  CHECK(ok(folder.read("a.key")).size() == 3);
  CHECK(folder.exposure("a.key").empty());
}

TEST_CASE("keys/private_folder: never writes over a file") {
  const TemporaryFolder state;
  const PrivateFolder folder = ok(PrivateFolder::open_to_write(state.path()));
  CHECK(folder.write_once("a.key", bytes("one")));
  CHECK(kind_of(folder.write_once("a.key", bytes("two"))) == Errc::refused);
  CHECK(content_of(folder.path_of("a.key")) == "one");
  REQUIRE(::symlink("/dev/null", folder.path_of("b.key").c_str()) == 0);
  CHECK(kind_of(folder.write_once("b.key", bytes("two"))) == Errc::refused);
  CHECK(ok(folder.names("")) == std::vector<std::string>{"a.key", "b.key"});
  CHECK(fs::directory_iterator(state.path() / "keys") != fs::directory_iterator());
}

TEST_CASE("keys/private_folder: what root makes belongs to the state folder's owner") {
  if (::geteuid() != 0) {
    MESSAGE("only root can give files away");
    return;
  }
  const TemporaryFolder state;
  REQUIRE(::chown(state.path().c_str(), 12345, 23456) == 0);
  const PrivateFolder folder = ok(PrivateFolder::open_to_write(state.path()));
  CHECK(folder.write_once("a.key", bytes("one")));
  for (const std::string& path : {(state.path() / "keys").string(), folder.path_of("a.key")}) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK(status.st_uid == 12345);
    CHECK(status.st_gid == 23456);
  }
}

TEST_CASE("keys/private_folder: does not follow a link that stands for the folder or a file") {
  const TemporaryFolder state;
  const TemporaryFolder elsewhere;
  fs::create_directory_symlink(elsewhere.path(), state.path() / "keys");
  CHECK(kind_of(PrivateFolder::open_to_write(state.path())) == Errc::io);
  fs::remove(state.path() / "keys");
  const PrivateFolder folder = ok(PrivateFolder::open_to_write(state.path()));
  put(elsewhere.path() / "secret", "x");
  fs::create_symlink(elsewhere.path() / "secret", folder.path_of("a.key"));
  CHECK(kind_of(folder.read("a.key")) == Errc::io);
  CHECK_FALSE(folder.erase("a.key"));
  CHECK(content_of(elsewhere.path() / "secret") == "x");
}

TEST_CASE("keys/private_folder: sweeps what an interrupted write left, but not content with a name") {
  const TemporaryFolder state;
  {
    const PrivateFolder folder = ok(PrivateFolder::open_to_write(state.path()));
    CHECK(folder.write_once("a.key", bytes("one")));
    put(folder.path_of(".new-1111"), "half");
    fs::create_hard_link(folder.path_of("a.key"), folder.path_of(".new-2222"));
    CHECK(ok(folder.names("")) == std::vector<std::string>{"a.key"});
  }
  const PrivateFolder folder = ok(PrivateFolder::open_to_write(state.path()));
  CHECK_FALSE(fs::exists(folder.path_of(".new-1111")));
  CHECK_FALSE(fs::exists(folder.path_of(".new-2222")));
  CHECK(content_of(folder.path_of("a.key")) == "one");
}

TEST_CASE("keys/private_folder: erases content and name") {
  const TemporaryFolder state;
  const PrivateFolder folder = ok(PrivateFolder::open_to_write(state.path()));
  CHECK(folder.write_once("a.words", bytes("secret words")));
  const FileDescriptor still_open(::open(folder.path_of("a.words").c_str(), O_RDONLY));
  CHECK(folder.erase("a.words"));
  CHECK_FALSE(fs::exists(folder.path_of("a.words")));
  const SecretBytes left = ok(read_secret(still_open.get(), 100));
  CHECK(left.expose_text() == std::string_view("\0\0\0\0\0\0\0\0\0\0\0\0", 12));
  CHECK(kind_of(folder.erase("a.words")) == Errc::io);
}

TEST_CASE("keys/private_folder: says who may open what, and how to mend it") {
  const TemporaryFolder state;
  const PrivateFolder folder = ok(PrivateFolder::open_to_write(state.path()));
  CHECK(folder.write_once("a.key", bytes("one")));
  REQUIRE(::chmod(folder.path_of("a.key").c_str(), 0644) == 0);
  CHECK(folder.exposure("a.key").empty());  // the folder is closed
  REQUIRE(::chmod((state.path() / "keys").c_str(), 0755) == 0);
  CHECK(folder.exposure("a.key").find("chmod 600 " + folder.path_of("a.key")) != std::string::npos);
}

TEST_CASE("keys/private_folder: errors have the path and the system's words") {
  const TemporaryFolder state;
  CHECK(kind_of(PrivateFolder::open(state.path())) == Errc::not_found);
  put(state.path() / "keys", "a file");
  const auto folder = PrivateFolder::open_to_write(state.path());
  CHECK(folder.error().text ==
        "cannot open the folder " + (state.path() / "keys").string() + ": Not a directory");
  CHECK(kind_of(PrivateFolder::open_to_write(state.path() / "keys" / "below")) == Errc::io);
}

TEST_CASE("keys/private_folder: reads what comes in pieces, and no more than it is told") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const FileDescriptor from(ends[0]);
  {
    const FileDescriptor to(ends[1]);
    const std::string text(10'000, 'k');
    REQUIRE(::write(to.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  CHECK(ok(read_secret(from.get(), 10'000)).size() == 10'000);
  const FileDescriptor endless(::open("/dev/zero", O_RDONLY));
  CHECK(kind_of(read_secret(endless.get(), 100'000)) == Errc::too_large);
  CHECK(kind_of(read_secret(-1, 10)) == Errc::io);
}

}  // namespace
}  // namespace dcrvoter::keys
