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

TEST_CASE("status/page: where more days have misses than there are marks, the latest are marked") {
  const std::string chart = testing::section(page_html(samples::large()), "days");
  CHECK(count_of(chart, "class=mt") == 45);
  CHECK(has(chart, "x=\"99.44%\""));  // today
  CHECK_FALSE(has(chart, "x=\"0.56%\""));
}

TEST_CASE("status/page: no half of a row is left empty") {
  const auto is_full = [](const std::string& page, const std::string& id) {
    return has(page, "<section id=" + id + " class=full>");
  };
  const std::string first_run = page_html(samples::first_run());
  CHECK(is_full(first_run, "key"));
  CHECK_FALSE(is_full(first_run, "choices"));
  CHECK_FALSE(is_full(page_html(samples::first_tickets()), "key"));
  CHECK(is_full(page_html(samples::good_day(), Show::health), "choices"));
  CHECK_FALSE(is_full(page_html(samples::first_run(), Show::health), "choices"));
}

TEST_CASE("status/page: a node's name may break before its port alone") {
  CHECK(has(page_html(samples::good_day()), "<td>192.168.1.20<wbr>:9109</td>"));
  Snapshot snapshot = samples::good_day();
  snapshot.nodes[0].name = "[2001:db8::1]:9109";
  CHECK(has(page_html(snapshot), "<td>[2001:db8::1]<wbr>:9109</td>"));
  snapshot.nodes[0].name = "<b>";
  CHECK(has(page_html(snapshot), "<td>&lt;b&gt;<wbr></td>"));
}

TEST_CASE("status/page: the days that an agenda has left") {
  Snapshot snapshot = samples::good_day();
  const auto left = [&snapshot](std::uint64_t seconds) {
    snapshot.agendas[0].ends = samples::kMoment / 1000 + seconds;
    return testing::between(page_html(snapshot), "Being voted on, ", " left");
  };
  CHECK(left(3'600) == "Being voted on, less than a day");
  CHECK(left(90'000) == "Being voted on, 1 day");
  CHECK(left(2'000'000) == "Being voted on, 23 days");
}
