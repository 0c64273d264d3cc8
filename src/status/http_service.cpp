#include "status/http_service.hpp"

#include "status/host_check.hpp"
#include "status/time_text.hpp"

#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <exception>
#include <expected>
#include <utility>

namespace dcrvoter::status {

namespace asio = boost::asio;

namespace {

using ClientPtr = std::shared_ptr<HttpClient>;

/// Counts bytes for as long as it lives.
class Waiting {
 public:
  Waiting(std::size_t& sum, std::size_t bytes) : sum_(sum), bytes_(bytes) { sum_ += bytes_; }
  ~Waiting() { sum_ -= bytes_; }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

 private:
  std::size_t& sum_;
  std::size_t bytes_;
};

/// A listener and his place, both given back at the end.
class Listening {
 public:
  Listening(ClientCount& places, EventStream& events, const asio::ip::address& address)
      : places_(places), events_(events), address_(address) {}
  ~Listening() {
    events_.leave(listener_);
    places_.leave(address_);
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

  const std::shared_ptr<EventStream::Listener>& begin() {
    listener_ = events_.join();
    return listener_;
  }

 private:
  ClientCount& places_;
  EventStream& events_;
  asio::ip::address address_;
  std::shared_ptr<EventStream::Listener> listener_;
};

/// The control socket's clients are trusted, and few.
std::size_t counted_bytes(const HttpClient& client, const std::string& bytes) {
  return client.is_lan() && bytes.size() > HttpServer::kLarge ? bytes.size() : 0;
}

}  // namespace

HttpAnswer dated(HttpAnswer answer) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  std::string date = http_date(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  if (!date.empty()) {
    answer.headers.emplace_back("Date", std::move(date));
  }
  return answer;
}

std::string busy_answer() {
  HttpAnswer answer = refusal(503, "too many clients are here; come again in some seconds");
  answer.headers.emplace_back("Retry-After", "5");
  return to_bytes(dated(std::move(answer)), false);
}

HttpService::HttpService(asio::io_context& context, const HttpServerSettings& settings)
    : context_(context),
      settings_(settings),
      desk_(context, settings.ask, settings.between_asks, settings.snapshot_time),
      lan_events_(context, desk_, settings.lan.show, settings.events),
      control_events_(context, desk_, Show::full, settings.events),
      lan_listeners_(HttpServer::kMostListeners, HttpServer::kMostListenersOfOneAddress),
      control_listeners_(HttpServer::kMostControlListeners, HttpServer::kMostControlListeners) {}

asio::awaitable<void> HttpService::serve(ClientPtr client) {
  const auto self = shared_from_this();
  if (!co_await client->read()) {
    co_return;
  }
  client->is_served();
  const auto refused = refuse(*client);
  const auto found =
      refused ? std::unexpected(*refused)
              : route(client->request().method(), client->request().target(), client->request().accept());
  if (found && found->view == View::events && client->request().method() == "GET") {
    co_await serve_events(client);
    co_return;
  }
  HttpAnswer answer;
  if (found) {  // g++ 12 destroys twice what "? :" takes from a co_await
    answer = co_await answer_to(client, *found);
  } else {
    answer = found.error();
  }
  answer = dated(as_page(std::move(answer), client->request().accept()));
  const bool head_only = client->request().method() == "HEAD";
  auto bytes = std::make_shared<const std::string>(to_bytes(answer, head_only));
  answer = {};  // or a large one would be there twice
  co_await send(client, std::move(bytes));
}

asio::awaitable<void> HttpService::send(ClientPtr client, std::shared_ptr<const std::string> bytes) {
  const auto self = shared_from_this();
  const std::size_t counted = counted_bytes(*client, *bytes);
  if (counted != 0 && waiting_bytes_ != 0 && waiting_bytes_ + counted > HttpServer::kMostWaitingBytes) {
    bytes = std::make_shared<const std::string>(busy_answer());
  }
  client->limit(settings_.request_time + std::chrono::seconds(bytes->size() / HttpServer::kBytesPerSecond));
  if (co_await write(client, std::move(bytes))) {
    client->limit(settings_.request_time);
    co_await client->farewell();
  }
}

asio::awaitable<bool> HttpService::write(ClientPtr client, std::shared_ptr<const std::string> bytes) {
  const auto self = shared_from_this();
  const Waiting waiting(waiting_bytes_, counted_bytes(*client, *bytes));
  co_return co_await client->write(bytes);
}

/// Before it is looked at what is asked for.
std::optional<HttpAnswer> HttpService::refuse(const HttpClient& client) const {
  if (client.request().progress() == HttpRequest::Progress::refused) {
    return client.request().refusal();
  }
  return client.is_lan()
             ? refuse_host(client.request().host(), client.here(), machine_name(), settings_.lan.names)
             : std::nullopt;
}

asio::awaitable<HttpAnswer> HttpService::answer_to(ClientPtr client, Route found) {
  const auto snapshot = co_await desk_.get();
  co_return snapshot ? answer(found, *snapshot, show_to(*client)) : without_snapshot(found);
}

Show HttpService::show_to(const HttpClient& client) const {
  return client.is_lan() ? settings_.lan.show : Show::full;
}

asio::awaitable<void> HttpService::serve_events(ClientPtr client) {
  const auto self = shared_from_this();
  ClientCount& places = client->is_lan() ? lan_listeners_ : control_listeners_;
  if (!places.enter(client->peer().address)) {
    co_await client->write(std::make_shared<const std::string>(busy_answer()));
    co_return;
  }
  Listening listening(places, client->is_lan() ? lan_events_ : control_events_, client->peer().address);
  const auto listener = listening.begin();
  asio::co_spawn(context_, client->watch(), [client, listener](const std::exception_ptr& /*lost*/) {
    client->close();
    listener->wake();
  });
  auto next = std::make_shared<const std::string>(stream_head(dated(events_head())));
  while (client->is_open()) {
    client->limit(settings_.request_time);
    if (next && !co_await client->write(next)) {
      co_return;
    }
    client->unlimit();
    client->is_served();
    next = co_await listener->next();
  }
}

}  // namespace dcrvoter::status
