#include "status/http_server.hpp"

#include "status/client_list.hpp"
#include "status/http_client.hpp"
#include "status/http_service.hpp"
#include "status/listening.hpp"
#include "status/routes.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <new>
#include <optional>
#include <sys/resource.h>
#include <thread>
#include <utility>

namespace dcrvoter::status {

namespace asio = boost::asio;

namespace {

using ErrorCode = boost::system::error_code;
using std::chrono::milliseconds;
using ClientPtr = std::shared_ptr<HttpClient>;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
/// After the system had no descriptor or memory for a client.
constexpr milliseconds kAfterFailure{200};

/// A socket that listens, and when it does so again after a failure.
struct Entrance {
  Entrance(Acceptor listening, bool lan)
      : acceptor(std::move(listening)), pause(acceptor.get_executor()), is_lan(lan) {}
  Acceptor acceptor;
  asio::steady_timer pause;
  bool is_lan;
};

/// The voting thread may go before other programs, and its threads inherit that; this one must not. On
/// Linux the priority is that of this thread alone.
void go_behind() {
  ::setpriority(PRIO_PROCESS, 0, std::max(::getpriority(PRIO_PROCESS, 0), 0));
}

std::string stranger() {
  return to_bytes(
      dated(refusal(403, "this address is in none of the networks of allow in [page] of the configuration")),
      false);
}

}  // namespace

class HttpServer::Impl {
 public:
  explicit Impl(HttpServerSettings settings)
      : settings_(std::move(settings)),
        service_(std::make_shared<HttpService>(context_, settings_)),
        room_(context_),
        retry_(context_) {
    for (const std::string& network : settings_.lan.allow) {
      // One that cannot be read is of the configuration's checks; here it lets nobody in.
      networks_.push_back(parse_network(network).value_or(nobody()));
    }
  }

  ~Impl() {
    context_.stop();
    if (thread_.joinable()) {
      thread_.join();
    }
    service_->end();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void start() {
    thread_ = std::thread([this] { run(); });
  }

 private:
  static IpNetwork nobody() { return asio::ip::make_network_v4("0.0.0.0/32"); }

  void run() {
    go_behind();
    std::optional<SocketFile> file;
    if (!settings_.control.empty()) {
      auto acceptor = listen_local(context_.get_executor(), settings_.control);
      if (acceptor) {
        file.emplace(settings_.control);
        let_in(std::make_shared<Entrance>(std::move(*acceptor), false));
        settings_.opened({});
      } else {
        settings_.opened(std::unexpected(acceptor.error()));
      }
    }
    asio::co_spawn(context_, open_lan(), asio::detached);
    for (;;) {
      try {
        context_.run();  // until stop()
        return;
      } catch (const std::exception&) {
        // Memory was short: that client is gone. What happens here must not end the voting.
      }
    }
  }

  /// Listens on every address, again and again where that fails: an address may come with DHCP, late.
  asio::awaitable<void> open_lan() {
    std::vector<std::string> open;
    std::vector<std::string> said;
    std::vector<std::string> lasting;
    for (const int descriptor : settings_.lan.handed_over) {
      take(take_listening(context_.get_executor(), descriptor), open, lasting);
    }
    std::vector<LanDoor::Address> left;
    if (settings_.lan.handed_over.empty()) {
      left = settings_.lan.listen;
    }
    for (bool first = true;; first = false) {
      std::vector<std::string> problems = lasting;
      const std::size_t before = open.size();
      std::erase_if(left, [&](const LanDoor::Address& address) {
        const auto ip = parse_address(address.ip);
        if (!ip) {
          lasting.push_back(address.ip + ": " + ip.error().text);
          problems.push_back(lasting.back());
          return true;
        }
        auto acceptor = listen_tcp(context_.get_executor(), {*ip, address.port});
        if (!acceptor && acceptor.error().kind == core::Errc::unsupported && ip->is_unspecified() &&
            settings_.lan.listen.size() > 1) {
          return true;  // a machine without IPv6 has no use for [::]
        }
        return take(std::move(acceptor), open, problems);
      });
      if (first || open.size() != before || problems != said) {
        settings_.lan_opened(open, problems);
        said = std::move(problems);
      }
      if (left.empty()) {
        co_return;
      }
      retry_.expires_after(settings_.between_tries);
      co_await retry_.async_wait(kAwait);
    }
  }

  /// Whether there is no more to be tried with this one.
  bool take(core::Result<Acceptor> acceptor, std::vector<std::string>& open,
            std::vector<std::string>& problems) {
    if (acceptor) {
      ErrorCode error;
      open.push_back(to_string(ip_end(acceptor->local_endpoint(error))));
      let_in(std::make_shared<Entrance>(std::move(*acceptor), true));
      return true;
    }
    problems.push_back(acceptor.error().text);
    return false;
  }

  void let_in(const std::shared_ptr<Entrance>& entrance) {
    asio::co_spawn(context_, accept(entrance), [this, entrance](const std::exception_ptr& failure) {
      if (failure) {
        let_in(entrance);
      }
    });
  }

  asio::awaitable<void> accept(std::shared_ptr<Entrance> entrance) {
    for (;;) {
      while (!entrance->is_lan && control_clients_ >= kMostControlClients) {
        room_.expires_at(std::chrono::steady_clock::time_point::max());
        co_await room_.async_wait(kAwait);
      }
      asio::generic::stream_protocol::endpoint peer;
      auto [error, socket] = co_await entrance->acceptor.async_accept(peer, kAwait);
      if (error) {
        entrance->pause.expires_after(kAfterFailure);
        co_await entrance->pause.async_wait(kAwait);
      } else if (entrance->is_lan) {
        admit(std::move(socket), ip_end(peer));
      } else {
        const auto client = std::make_shared<HttpClient>(std::move(socket), IpEnd{}, false);
        ++control_clients_;
        begin(client);
      }
    }
  }

  void admit(HttpSocket socket, const IpEnd& peer) {
    if (!is_allowed(networks_, peer.address)) {
      turn_away(std::move(socket), stranger());
      return;
    }
    if (!lan_clients_.make_room(peer.address)) {
      turn_away(std::move(socket), busy_answer());
      return;
    }
    auto client = std::make_shared<HttpClient>(std::move(socket), peer, true);
    lan_clients_.add(client);
    begin(client);
  }

  /// The client was counted; gone() takes it off again, whatever happens.
  void begin(const ClientPtr& client) {
    try {
      client->limit(settings_.request_time);
      asio::co_spawn(context_, service_->serve(client),
                     [this, client](const std::exception_ptr& /*lost*/) { gone(*client); });
    } catch (const std::bad_alloc&) {
      gone(*client);
      throw;
    }
  }

  void gone(HttpClient& client) {
    client.close();
    if (client.is_lan()) {
      lan_clients_.remove(client);
    } else {
      --control_clients_;
      room_.cancel();
    }
  }

  HttpServerSettings settings_;
  asio::io_context context_{1};
  std::shared_ptr<HttpService> service_;
  asio::steady_timer room_, retry_;
  std::vector<IpNetwork> networks_;
  std::size_t control_clients_ = 0;
  ClientList lan_clients_{kMostClients, kMostClientsOfOneAddress};
  std::thread thread_;
};

HttpServer::HttpServer(HttpServerSettings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}

HttpServer::~HttpServer() {
  stop();
}

void HttpServer::start() {
  impl_->start();
}

void HttpServer::stop() noexcept {
  impl_.reset();
}

}  // namespace dcrvoter::status
