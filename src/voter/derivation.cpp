#include "voter/derivation.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

namespace dcrvoter::voter {

namespace asio = net::asio;

namespace {

constexpr std::uint32_t kPortion = 64;  ///< about two milliseconds of a PC
constexpr std::size_t kMostThreads = 4;

std::vector<AddressRange> cut(const std::vector<AddressRange>& ranges) {
  std::vector<AddressRange> portions;
  for (auto range : ranges) {
    while (range.from < range.to) {
      const auto to = range.to - range.from > kPortion ? range.from + kPortion : range.to;
      portions.push_back({.account = range.account, .branch = range.branch, .from = range.from, .to = to});
      range.from = to;
    }
  }
  return portions;
}

keys::DerivedRange compute(const keys::KeyRing& ring, const AddressRange& portion) {
  return ring.compute(portion.account, portion.branch, portion.from, portion.to);
}

/// Shared by the threads; what they have done is read when all have ended.
struct Work {
  Work(const keys::KeyRing& keys, std::vector<AddressRange> todo, const asio::any_io_executor& executor)
      : ring(keys),
        portions(std::move(todo)),
        done(portions.size()),
        ended(executor, std::chrono::steady_clock::time_point::max()) {}

  void run(const std::stop_token& stop) noexcept {
    try {
      for (auto i = next++; i < portions.size() && !stop.stop_requested(); i = next++) {
        done[i] = compute(ring, portions[i]);
      }
    } catch (...) {
      const std::scoped_lock lock(mutex);
      bug = std::current_exception();
    }
  }

  const keys::KeyRing& ring;
  const std::vector<AddressRange> portions;
  std::vector<keys::DerivedRange> done;  ///< one a portion
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> running = 0;
  std::mutex mutex;
  std::exception_ptr bug;
  // Of the waiting thread alone.
  asio::steady_timer ended;
  bool all_ended = false;
};

}  // namespace

net::Task<std::vector<keys::DerivedRange>> compute_addresses(const keys::KeyRing& ring,
                                                             std::vector<AddressRange> ranges) {
  const auto executor = co_await asio::this_coro::executor;
  const auto work = std::make_shared<Work>(ring, cut(ranges), executor);
  const auto cores = std::min<std::size_t>(std::thread::hardware_concurrency(), kMostThreads);
  const auto count = std::min(cores, work->portions.size());
  if (count < 2) {
    for (std::size_t i = 0; i < work->portions.size(); ++i) {
      work->done[i] = compute(ring, work->portions[i]);
      co_await asio::post(executor, asio::use_awaitable);  // whatever waits, such as a vote, runs first
    }
    co_return std::move(work->done);
  }
  work->running = count;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < count; ++i) {
    threads.emplace_back([work, executor](const std::stop_token& stop) {
      work->run(stop);
      if (--work->running == 0) {
        asio::post(executor, [work] {
          work->all_ended = true;
          work->ended.cancel();
        });
      }
    });
  }
  while (!work->all_ended) {
    co_await work->ended.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (work->bug) {
    std::rethrow_exception(work->bug);
  }
  co_return std::move(work->done);
}

}  // namespace dcrvoter::voter
