#include "status/page.hpp"

#include "core/digest.hpp"
#include "page_samples.hpp"
#include "page_text.hpp"
#include "status/page_assets.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

std::size_t count_of(const std::string& text, std::string_view what) {
  std::size_t count = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

bool has(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

/// Without style and script, which are the same on every page.
std::string markup(const std::string& page) {
  return testing::between(page, "<!doctype", "<style>") + testing::between(page, "</style>", "<script>");
}

std::vector<std::pair<std::string, std::string>> pages() {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& [name, snapshot] : samples::page_states()) {
    all.emplace_back(name, page_html(snapshot));
    all.emplace_back(name + ", health", page_html(snapshot, Show::health));
  }
  return all;
}

}  // namespace

TEST_CASE("status/page: every page is whole, small, and needs nothing from elsewhere") {
  for (const auto& written : pages()) {
    CAPTURE(written.first);
    const std::string& page = written.second;
    CHECK(page.starts_with("<!doctype html><html lang=en>"));
    CHECK(page.ends_with("</script></body></html>\n"));
    CHECK(page.size() < 50'000);
    CHECK(count_of(page, "role=status") == 1);
    CHECK(count_of(page, "<h1") == 1);
    CHECK(count_of(page, "<section") == count_of(page, "</section>"));
    CHECK_FALSE(has(markup(page), "http://dcrvoter"));
    CHECK_FALSE(has(markup(page), "src="));
    CHECK_FALSE(has(markup(page), " style="));  // the policy would refuse it
    CHECK_FALSE(has(markup(page), " onclick="));
    for (const char* id : {"state", "facts", "nodes", "choices", "board"}) {
      CHECK(count_of(page, "<section id=" + std::string(id)) == 1);
    }
  }
}

TEST_CASE("status/page: title and icon carry the state") {
  const auto title = [](const Snapshot& snapshot) {
    return testing::between(page_html(snapshot), "<title>", "</title>").substr(7);
  };
  CHECK(title(samples::good_day()) == "● Ready · kitchen-shelf");
  CHECK(title(samples::missed()) == "▲ Warning · kitchen-shelf");
  CHECK(title(samples::no_node()) == "⬣ Not voting · kitchen-shelf");
  CHECK(title(Snapshot{}) == "⬣ Not voting · dcrvoter");
  CHECK(has(page_html(samples::good_day()), "fill='%230a7d56'"));
  CHECK(has(page_html(samples::no_node()), "fill='%23c62d24'"));
}

TEST_CASE("status/page: what others wrote is escaped, and cannot make the page large") {
  const std::string words = "\"><script>alert(1)</script><img src=x onerror='a()'>&\n\x1b[31m\xff";
  for (const Show show : {Show::full, Show::health}) {
    const std::string page = page_html(samples::hostile(words), show);
    CHECK_FALSE(has(markup(page), "<script"));
    CHECK_FALSE(has(markup(page), "<img"));
    CHECK_FALSE(has(markup(page), "onerror='"));
    CHECK_FALSE(has(page, "\x1b"));
    CHECK_FALSE(has(page, "\xff"));
    CHECK(has(page, "&quot;&gt;&lt;script&gt;"));
    CHECK(page.size() < 50'000);
    // Each character takes six, and every list is longer than what is shown of it.
    CHECK(page_html(samples::hostile(std::string(5'000, '"')), show).size() < 50'000);
  }
}

TEST_CASE("status/page: health shows no ticket, amount or key") {
  for (const auto& state : samples::page_states()) {
    CAPTURE(state.first);
    const std::string page = markup(page_html(state.second, Show::health));
    for (const char* hidden :
         {"dpub", "DCR", "xpub", "id=tickets", "id=votes", "id=days", "id=key", "id=guide"}) {
      CHECK_FALSE(has(page, hidden));
    }
  }
}

TEST_CASE("status/page: the policy names the hashes of its only style and script") {
  // openssl dgst -sha256 -binary | base64, of the bytes between the tags.
  const std::string page = page_html(samples::good_day());
  CHECK(count_of(page, "<style>") == 1);
  CHECK(count_of(page, "<script>") == 1);
  const auto inside = [&page](const std::string& tag) {
    return testing::between(page, "<" + tag + ">", "</" + tag + ">").substr(tag.size() + 2);
  };
  CHECK(inside("style") == page_style());
  CHECK(inside("script") == page_script());
  const std::string& policy = page_policy();
  CHECK(policy.starts_with("default-src 'none'; style-src 'sha256-"));
  CHECK(has(policy, "'; script-src 'sha256-"));
  CHECK(
      policy.ends_with("; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
                       "frame-ancestors 'none'"));
  CHECK_FALSE(has(policy, "unsafe"));
  CHECK(count_of(policy, "sha256-") == 2);
  CHECK(count_of(policy, "=';") == 2);  // 32 bytes are 43 digits and one '='
}

TEST_CASE("status/page: a list of any length shows its first lines and how many there are more") {
  const std::string page = page_html(samples::large());
  CHECK(has(page, "and 32 more"));
  CHECK(count_of(testing::section(page, "votes"), "<tr>") == 1 + 6);
  CHECK(has(page, "128,700<small>and 180 missed, all by miners"));
}
