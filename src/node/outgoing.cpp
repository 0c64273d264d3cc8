#include "node/outgoing.hpp"

#include <utility>

namespace dcrvoter::node {

std::string next_message(std::vector<Outgoing>& calls, std::size_t& from) {
  const auto is_vote = [&calls](std::size_t at) { return at < calls.size() && calls[at].on_sent; };
  std::string message = std::move(calls.at(from).text);
  const bool batch = is_vote(from) && is_vote(from + 1);
  ++from;
  if (!batch) {
    return message;
  }
  message.insert(message.begin(), '[');
  for (; is_vote(from); ++from) {
    message += ',';
    message += calls[from].text;
  }
  message += ']';
  return message;
}

}  // namespace dcrvoter::node
