// Notifications: the method's name, a line feed, then its parameters as JSON.
#include "fuzz.hpp"
#include "node/notification.hpp"

#include <boost/json.hpp>

using namespace dcrvoter;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::as_text({data, size});
  const auto end = text.find('\n');
  if (end == std::string_view::npos) {
    return 0;
  }
  boost::system::error_code error;
  const auto params = boost::json::parse(text.substr(end + 1), error);
  if (error) {
    return 0;
  }
  const auto notification = node::parse_notification(text.substr(0, end), params);
  if (!notification) {
    fuzz::require(!notification.error().text.empty());
  } else if (*notification) {
    if (const auto* winners = std::get_if<node::WinningTickets>(&**notification)) {
      fuzz::require(winners->tickets.size() <= node::kMaxWinners);
    }
  }
  return 0;
}
