#include "app/text_file.hpp"

#include "app/configuration_fixture.hpp"

#include <sys/stat.h>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;

TEST_CASE("app/text_file: reads whole files up to the limit") {
  const Folder folder;
  CHECK(read_text_file(folder.write("a", ""), 10)->text.empty());
  CHECK(read_text_file(folder.write("a", "0123456789"), 10)->text.view() == "0123456789");
  const auto large = read_text_file(folder.write("a", "0123456789a"), 10);
  REQUIRE_FALSE(large);
  CHECK(large.error().kind == core::Errc::too_large);
  CHECK_FALSE(read_text_file(folder.write("a", "", 0640), 10)->world_readable);
  CHECK(read_text_file(folder.write("a", "", 0644), 10)->world_readable);
}

TEST_CASE("app/text_file: refuses what is no file, without waiting for it") {
  const Folder folder;
  const auto pipe = folder.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(read_text_file(pipe, 10).error().text == pipe.string() + " is no regular file");
  CHECK(read_text_file(folder.path(), 10).error().text == folder.path().string() + " is a folder");
  CHECK(read_text_file(folder.path() / "none", 10).error().kind == core::Errc::not_found);
  CHECK(read_text_file(folder.path() / "rpc.cert" / "x", 10).error().kind == core::Errc::not_found);
}

TEST_CASE("app/text_file: a source is inline or a file") {
  const Folder folder;
  CHECK_FALSE(TextSource().given());
  CHECK(TextSource{{}, "inline"}.read()->view() == "inline");
  const TextSource file{folder.path() / "node.password", {}};
  CHECK(file.given());
  CHECK(file.read()->view() == "hunter2\n");
  folder.write("node.password", std::string(65 * 1024, 'x'));
  CHECK(file.read().error().kind == core::Errc::too_large);
}
