/// How many clients there are, and of which address. Inside status/ only.
#pragma once

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <map>

namespace dcrvoter::status {

/// Caps in all and for each address, so that one device cannot take all the room.
class ClientCount {
 public:
  ClientCount(std::size_t most, std::size_t most_of_one) : most_(most), most_of_one_(most_of_one) {}

  /// False: there is no room. True: leave() has to follow.
  [[nodiscard]] bool enter(const boost::asio::ip::address& address);
  void leave(const boost::asio::ip::address& address);
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  std::size_t most_, most_of_one_;
  std::size_t size_ = 0;
  std::map<boost::asio::ip::address, std::size_t> of_;  ///< none with 0
};

}  // namespace dcrvoter::status
