#include "app/store_findings.hpp"

#include "app/crash_mark.hpp"
#include "app/store_examination.hpp"
#include "status/foreign_text.hpp"
#include "status/time_text.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utility>

namespace dcrvoter::app {
namespace {

using Level = Finding::Level;

Finding finding(Level level, std::string text, std::string remedy = {}) {
  return {level, "store", std::move(text), std::move(remedy), std::nullopt};
}

std::string counted(std::size_t count, const char* what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

constexpr std::size_t kEvents = 5;

/// Such as "node lost 127.0.0.1:9109 at block 1100001, 2026-11-23T19:53:21.042Z: the connection ended".
Finding tell(const vote::EventRecord& event) {
  std::string text(vote::to_string(event.kind));
  text += event.node.empty() ? "" : " " + status::printable(event.node);
  text += event.height == 0 ? "" : " at block " + std::to_string(event.height);
  const std::string at = status::rfc3339(event.at);
  text += at.empty() ? "" : ", " + at;
  text += event.words.empty() ? "" : ": " + status::printable(event.words);
  return {Level::ok, "history", std::move(text), {}, std::nullopt};
}

/// What the store of this folder holds, and what happened last.
std::vector<Finding> judge_content(const std::filesystem::path& folder, wire::NetworkId network) {
  if (const auto seen = StoreExamination(folder, network).wait();
      seen.verdict == StoreExamination::Verdict::broken) {
    return {finding(Level::warn, "is damaged: " + seen.words,
                    "the next start moves it aside and begins a new one, which is filled from the chain")};
  }
  auto store = store::Store::open(folder, network, store::Mode::read_only);
  if (!store) {
    if (store.error().kind == core::Errc::not_found) {
      return {
          finding(Level::ok, "there is none yet; the next start makes it and finds tickets by the chain")};
    }
    return {
        finding(Level::warn, store.error().text, "until that is mended nothing is kept, and votes go on")};
  }
  const auto tickets = (*store)->tickets();
  std::size_t calls = 0;
  const auto walked = (*store)->each_call([&calls](const vote::CallRecord&) {
    ++calls;
    return true;
  });
  const auto events = (*store)->latest_events(kEvents);
  for (const auto* error : {tickets ? nullptr : &tickets.error(), walked ? nullptr : &walked.error(),
                            events ? nullptr : &events.error()}) {
    if (error != nullptr) {
      return {finding(Level::warn, error->text, "until that is mended nothing is kept, and votes go on")};
    }
  }
  const std::string held =
      folder.string() + ", " + counted(tickets->size(), "ticket") + " and " + counted(calls, "call");
  std::vector<Finding> findings{
      (*store)->damaged() == 0
          ? finding(Level::ok, held)
          : finding(Level::warn, held + "; " + counted((*store)->damaged(), "damaged record") + " besides",
                    "these are left out; the chain tells again what it can")};
  std::ranges::transform(*events, std::back_inserter(findings), tell);
  return findings;
}

}  // namespace

std::vector<Finding> judge_store(const Configuration& configuration) {
  const auto folder = store_folder(configuration);
  auto findings = judge_content(folder, configuration.network);
  if (::access(folder.c_str(), F_OK) == 0 && ::access(folder.c_str(), W_OK) != 0) {
    findings.push_back(finding(Level::warn, folder.string() + " may not be written",
                               "give it to the service's user, or run this as that user"));
  }
  if (crashes(crash_file(configuration.state)) >= kCrashesInARow) {
    findings.push_back(finding(Level::warn,
                               "the last " + std::to_string(kCrashesInARow) +
                                   " runs crashed: the next start leaves "
                                   "the store alone, and the one after uses it again",
                               "votes go on without it; please report what the log says of the crashes"));
  }
  struct statvfs disk {};
  if (::statvfs(configuration.state.c_str(), &disk) == 0) {
    const auto room = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
    if (room < kLittleRoom) {
      findings.push_back(finding(Level::warn,
                                 "its disk has room for " + std::to_string(room >> 20U) + " MiB more",
                                 "make room; without it nothing is kept, and votes go on"));
    }
  }
  return findings;
}

Finding judge_next_start(bool usable, std::span<const Finding> keys, std::size_t nodes) {
  const auto say = [](Level level, std::string text, std::string remedy = {}) {
    return Finding{level, "next start", std::move(text), std::move(remedy), std::nullopt};
  };
  if (!usable) {
    return say(Level::fail, "the service would not start with this configuration",
               "mend what is said of it above; one that runs goes on with what it read when it started");
  }
  if (std::ranges::any_of(keys, [](const Finding& key) { return key.level == Level::fail; })) {
    return say(Level::fail, "the service would not start without a voting key",
               "see above; one that runs goes on with the keys that it has");
  }
  return say(Level::ok, "the service would start, and vote through " + counted(nodes, "node"));
}

}  // namespace dcrvoter::app
