#include "status/client_count.hpp"

namespace dcrvoter::status {

bool ClientCount::enter(const boost::asio::ip::address& address) {
  if (size_ >= most_) {
    return false;
  }
  std::size_t& of_it = of_[address];
  if (of_it >= most_of_one_) {
    return false;
  }
  ++of_it;
  ++size_;
  return true;
}

void ClientCount::leave(const boost::asio::ip::address& address) {
  const auto at = of_.find(address);
  if (at == of_.end()) {
    return;
  }
  --size_;
  if (--at->second == 0) {
    of_.erase(at);
  }
}

}  // namespace dcrvoter::status
