#include "status/client_list.hpp"

#include <algorithm>
#include <utility>

namespace dcrvoter::status {

bool ClientList::make_room(const boost::asio::ip::address& address) {
  const bool of_one = count(address) >= most_of_one_;
  if (!of_one && clients_.size() < most_) {
    return true;
  }
  ClientPtr slowest;
  std::pair<std::size_t, HttpClient::Clock::duration> most;
  for (const ClientPtr& client : clients_) {
    if (client->waits_since() && (!of_one || client->peer().address == address)) {
      const std::pair rank(count(client->peer().address), HttpClient::Clock::now() - *client->waits_since());
      if (!slowest || rank > most) {
        slowest = client;
        most = rank;
      }
    }
  }
  if (!slowest) {
    return false;
  }
  slowest->close();
  remove(*slowest);
  return true;
}

void ClientList::add(ClientPtr client) {
  clients_.push_back(std::move(client));
}

void ClientList::remove(const HttpClient& client) {
  std::erase_if(clients_, [&client](const ClientPtr& other) { return other.get() == &client; });
}

std::size_t ClientList::count(const boost::asio::ip::address& address) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      clients_, [&address](const ClientPtr& client) { return client->peer().address == address; }));
}

}  // namespace dcrvoter::status
