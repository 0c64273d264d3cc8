#include "net/websocket.hpp"

namespace dcrvoter::net {

class WebSocket::Impl {};

WebSocket::WebSocket(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebSocket::~WebSocket() = default;

Task<core::Result<std::unique_ptr<WebSocket>>> WebSocket::connect(WebSocketOptions options) {
  co_return core::fail(core::Errc::unsupported, "WebSocket to " + options.host + " is not built in yet");
}
Task<core::Result<std::string_view>> WebSocket::read() { co_return core::fail(core::Errc::closed, "closed"); }
core::SteadyTime WebSocket::last_byte_time() const { return {}; }
Task<core::Result<void>> WebSocket::write(std::string_view) { co_return core::fail(core::Errc::closed, "closed"); }
Task<core::Result<void>> WebSocket::ping() { co_return core::fail(core::Errc::closed, "closed"); }
Task<void> WebSocket::close(std::chrono::steady_clock::duration) { co_return; }
void WebSocket::abort() noexcept {}
const std::vector<std::string>& WebSocket::warnings() const {
  static const std::vector<std::string> none;
  return none;
}
std::string WebSocket::describe_tls() const { return {}; }

}  // namespace dcrvoter::net
