// Writes the page in each of its states to the folder of its argument, and the policy that goes with it:
// what the tests in a browser look at. Tells how long it takes to write one.
#include "page_samples.hpp"
#include "status/page.hpp"
#include "status/routes.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <vector>

namespace {

using namespace dcrvoter::status;

/// The middle of many, in milliseconds.
double milliseconds_for(const Snapshot& snapshot) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  for (int i = 0; i < 51; ++i) {
    const auto begin = Clock::now();
    const std::string page = page_html(snapshot);
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
  }
  std::ranges::sort(times);
  return times[times.size() / 2];
}

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: page_states FOLDER\n";
    return 64;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  for (const auto& [name, snapshot] : samples::page_states()) {
    const std::string page = page_html(snapshot);
    write(folder / (name + ".html"), page);
    std::cout << name << ": " << page.size() << " bytes, " << milliseconds_for(snapshot) << " ms\n";
  }
  write(folder / "health.html", page_html(samples::node_lost(), Show::health));
  write(folder / "hostile.html",
        page_html(samples::hostile("\"><script>alert(1)</script><img src=x onerror='a()'>&")));
  write(folder / "no_answer.html", without_snapshot({View::page, Form::html}).body);
  write(folder / "refused.html",
        as_page(refusal(421, "this box is not known by that name"), "text/html").body);
  write(folder / "policy", page_policy());
  return 0;
}
