#include "app/configuration_fixture.hpp"

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;

TEST_CASE("app/configuration: a URL has a host, and is of a form that can be asked for") {
  const Folder folder;
  const std::string node(kNode);
  for (const char* key : {"heartbeat_url", "webhook_url"}) {
    const std::string alert = node + "[alert]\n" + key + " = \"";
    for (const char* url : {"https://example.org", "http://[::1]:8080/ping?a=b", "https://h/%41"}) {
      CAPTURE(url);
      CHECK(folder.load(alert + url + "\"\n").usable());
    }
    for (const char* url : {"https://", "https:///ping", "http://?x", "https://#", "https://[::1/x",
                            "https://h:0/x", "https://user:secret@example.org/x"}) {
      CAPTURE(url);
      const auto loaded = folder.load(alert + url + "\"\n");
      CHECK_FALSE(loaded.usable());
      REQUIRE(loaded.problems.size() == 1);
      CHECK(loaded.problems[0].text.find("not shown") != std::string::npos);
      CHECK(loaded.problems[0].text.find("secret") == std::string::npos);
    }
  }
}
