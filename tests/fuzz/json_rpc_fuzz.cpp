// Messages of a node, one a line, to a session with open calls: replies, notifications, batches,
// and anything else. Every handler is called exactly once.
#include "fuzz.hpp"
#include "node/rpc_session.hpp"

#include <boost/json.hpp>

#include <array>
#include <chrono>

using namespace dcrvoter;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kCalls = 8;
  std::array<int, kCalls> answers{};
  node::RpcSession session;
  const core::SteadyTime deadline{std::chrono::seconds(1)};
  for (auto& answer : answers) {
    fuzz::require(
        !session.request("method", "[]", deadline, [&](const node::ReplyView&) { ++answer; }).empty());
  }
  fuzz::require(session.pending() == kCalls);

  auto text = fuzz::as_text({data, size});
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (!session.on_message(text.substr(0, end), [](node::Notification&&) {})) {
      break;  // the connection would be dropped here
    }
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  session.fail_all({core::Errc::closed, 0, "closed"});
  fuzz::require(session.pending() == 0);
  for (const auto answer : answers) {
    fuzz::require(answer == 1);
  }
  return 0;
}
