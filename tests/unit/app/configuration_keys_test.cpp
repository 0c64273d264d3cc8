#include "app/configuration_fixture.hpp"

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;

TEST_CASE("app/configuration: a reminder of the key's back-up, until it is waived") {
  const Folder folder;
  const std::string node(kNode);
  CHECK_FALSE(folder.load(node).configuration.backup_waived);
  CHECK_FALSE(folder.load(node + "[keys]\nbackup = \"wanted\"\n").configuration.backup_waived);
  CHECK(folder.load(node + "[keys]\nbackup = \"waived\"\n").configuration.backup_waived);
  CHECK_FALSE(folder.load(node + "[keys]\nbackup = \"none\"\n").usable());
}

TEST_CASE("app/configuration: a voting key among systemd's credentials") {
  const Folder folder;
  const std::string text = std::string(kNode) + "[keys]\ncredential = \"voting-key\"\n";
  const Environment service{"", "/run/credentials/dcrvoter.service"};
  CHECK(folder.load(text, service).configuration.voting_key ==
        "/run/credentials/dcrvoter.service/voting-key");
  CHECK(folder.load(std::string(kNode), service).configuration.voting_key.empty());
  CHECK(folder.problems(text) ==
        lines({"dcrvoter.toml:8: keys.credential: no credentials here; systemd gives them to a unit that has "
               "LoadCredential=voting-key:FILE, elsewhere \"dcrvoter key import\" takes a key over"}));
  CHECK(folder.load(text).usable_for_keys());
  CHECK_FALSE(folder.load(std::string(kNode) + "[keys]\ncredential = \"../x\"\n", service).usable());
}
