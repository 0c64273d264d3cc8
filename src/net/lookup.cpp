#include "net/lookup.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <netdb.h>
#include <optional>
#include <pthread.h>
#include <system_error>
#include <thread>

namespace dcrvoter::net {

namespace {

using Ask = Addresses (*)(const std::string&);
using Timer = std::shared_ptr<asio::steady_timer>;

/// One look-up under way, and who waits for it. Waiters are on other threads than the look-up.
class Query {
 public:
  void add(const Timer& waiter) {
    const std::lock_guard lock(mutex_);
    waiters_.push_back(waiter);
    if (answer_) {
      wake(waiter);
    }
  }
  void remove(const Timer& waiter) {
    const std::lock_guard lock(mutex_);
    std::erase(waiters_, waiter);
  }
  void finish(Addresses answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
    // Within the lock: a waiter that is still listed has its executor still.
    std::ranges::for_each(waiters_, &Query::wake);
  }
  [[nodiscard]] std::optional<Addresses> answer() {
    const std::lock_guard lock(mutex_);
    return answer_;
  }

 private:
  static void wake(const Timer& waiter) {
    asio::post(waiter->get_executor(), [waiter] { waiter->cancel(); });
  }
  std::mutex mutex_;
  std::vector<Timer> waiters_;
  std::optional<Addresses> answer_;
};

/// The look-ups under way, by name. Never destroyed: one that hangs may outlive main().
struct Registry {
  std::mutex mutex;
  std::map<std::string, std::shared_ptr<Query>> queries;
};

Registry& registry() {
  static auto* const kRegistry = new Registry;
  return *kRegistry;
}

void run(const std::string& host, const std::shared_ptr<Query>& query, Ask ask) {
  Addresses answer = ask(host);
  {
    Registry& all = registry();
    const std::lock_guard lock(all.mutex);
    all.queries.erase(host);
  }
  query->finish(std::move(answer));
}

std::shared_ptr<Query> join_or_start(const std::string& host, Ask ask) {
  Registry& all = registry();
  const std::lock_guard lock(all.mutex);
  auto& query = all.queries[host];
  if (query) {
    return query;
  }
  query = std::make_shared<Query>();
  auto started = query;
  // Signals are for the main thread.
  sigset_t every;
  sigset_t before;
  sigfillset(&every);
  pthread_sigmask(SIG_SETMASK, &every, &before);
  try {
    std::thread(run, host, started, ask).detach();
  } catch (const std::system_error& error) {
    all.queries.erase(host);
    started->finish(
        core::fail(core::Errc::io, "the name \"" + host + "\" cannot be looked up: " + error.what()));
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return started;
}

/// On the list of a query for as long as this lives.
class Waiting {
 public:
  Waiting(std::shared_ptr<Query> query, Timer timer) : query_(std::move(query)), timer_(std::move(timer)) {
    query_->add(timer_);
  }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;
  ~Waiting() { query_->remove(timer_); }

 private:
  std::shared_ptr<Query> query_;
  Timer timer_;
};

}  // namespace

Addresses ask_system(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  if (const int code = ::getaddrinfo(host.c_str(), nullptr, &hints, &found); code != 0) {
    return core::fail(core::Errc::not_found,
                      "the name \"" + host + "\" cannot be looked up: " + ::gai_strerror(code));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owned(found, &::freeaddrinfo);
  std::vector<asio::ip::address> addresses;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    asio::ip::address address;
    if (one->ai_family == AF_INET) {
      sockaddr_in v4{};
      std::memcpy(&v4, one->ai_addr, sizeof v4);
      address = asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
    } else if (one->ai_family == AF_INET6) {
      sockaddr_in6 v6{};
      std::memcpy(&v6, one->ai_addr, sizeof v6);
      asio::ip::address_v6::bytes_type bytes{};
      std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
      address = asio::ip::address_v6(bytes, v6.sin6_scope_id);
    } else {
      continue;
    }
    if (std::ranges::find(addresses, address) == addresses.end()) {
      addresses.push_back(address);
    }
  }
  if (addresses.empty()) {
    return core::fail(core::Errc::not_found, "the name \"" + host + "\" has no address");
  }
  return addresses;
}

Task<Addresses> lookup(std::string host, std::chrono::steady_clock::duration deadline, Ask ask) {
  boost::system::error_code no_address;
  const auto address = asio::ip::make_address(host, no_address);
  if (!no_address) {
    co_return std::vector{address};
  }
  auto query = join_or_start(host, ask);
  auto timer = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor, deadline);
  const Waiting waiting(query, timer);
  co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
  if (auto answer = query->answer()) {
    co_return std::move(*answer);
  }
  if (timer->expiry() > std::chrono::steady_clock::now()) {
    co_return core::fail(core::Errc::cancelled, "the look-up of \"" + host + "\" was given up");
  }
  co_return core::fail(core::Errc::timed_out,
                       "the look-up of the name \"" + host + "\" took too long; is the network up?");
}

}  // namespace dcrvoter::net
