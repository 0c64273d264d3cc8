/// Who is at the network's door, and who has to go when there is no room. Inside status/ only, on the page
/// thread.
#pragma once

#include "status/http_client.hpp"

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace dcrvoter::status {

/// Caps in all and for each address. Clients who take their time make room for those who come: an ordinary
/// one asks at once and reads its answer at once, so that many slow ones keep nobody out.
class ClientList {
 public:
  using ClientPtr = std::shared_ptr<HttpClient>;

  ClientList(std::size_t most, std::size_t most_of_one) : most_(most), most_of_one_(most_of_one) {}

  /// Whether one more of this address may come. Where there is no room, the connection is ended of whoever
  /// has kept it waiting for longest: of the same address if that has too many, else of the address with the
  /// most clients. Never of one whose answer is being made or who listens for events.
  [[nodiscard]] bool make_room(const boost::asio::ip::address& address);
  void add(ClientPtr client);
  /// Nothing happens when it is gone already.
  void remove(const HttpClient& client);

 private:
  [[nodiscard]] std::size_t count(const boost::asio::ip::address& address) const;

  std::size_t most_, most_of_one_;
  std::vector<ClientPtr> clients_;
};

}  // namespace dcrvoter::status
