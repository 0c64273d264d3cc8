#include "voter/derivation.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <sys/resource.h>
#include <system_error>
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

/// Shared by the threads; what they have done is read when all have ended.
struct Work {
  Work(const keys::KeyRing& keys, std::vector<AddressRange> todo,
       std::shared_ptr<const keys::GeneratorTable> multiples, const asio::any_io_executor& executor)
      : ring(keys),
        table(std::move(multiples)),
        portions(std::move(todo)),
        done(portions.size()),
        ended(executor, std::chrono::steady_clock::time_point::max()) {}

  /// Computes a portion that nobody has begun; false: all are begun.
  bool step() {
    const auto i = next++;
    if (i >= portions.size()) {
      return false;
    }
    const auto& portion = portions[i];
    done[i] = ring.compute(portion.account, portion.branch, portion.from, portion.to, *table);
    return true;
  }

  void run(const std::stop_token& stop) noexcept {
    ::setpriority(PRIO_PROCESS, 0,
                  std::max(::getpriority(PRIO_PROCESS, 0), 0));  // not before others, as votes may be
    try {
      while (!stop.stop_requested() && step()) {
      }
    } catch (...) {
      const std::scoped_lock lock(mutex);
      bug = std::current_exception();
    }
  }

  const keys::KeyRing& ring;
  const std::shared_ptr<const keys::GeneratorTable> table;
  const std::vector<AddressRange> portions;
  std::vector<keys::DerivedRange> done;  ///< one a portion
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> running = 1;  ///< threads, and whoever starts them
  std::mutex mutex;
  std::exception_ptr bug;
  // Of the waiting thread alone.
  asio::steady_timer ended;
  bool all_ended = false;
};

/// One of those that keep the work going has ended.
void end_one(const std::shared_ptr<Work>& work, const asio::any_io_executor& executor) {
  if (--work->running == 0) {
    asio::post(executor, [work] {
      work->all_ended = true;
      work->ended.cancel();
    });
  }
}

/// As many threads as are asked for, or as the system gives.
std::vector<std::jthread> start_threads(std::size_t count, const std::shared_ptr<Work>& work,
                                        const asio::any_io_executor& executor) {
  std::vector<std::jthread> threads;
  try {
    while (threads.size() < count) {
      ++work->running;
      threads.emplace_back([work, executor](const std::stop_token& stop) {
        work->run(stop);
        end_one(work, executor);
      });
    }
  } catch (const std::system_error& error) {
    --work->running;  // that one
    spdlog::debug("a thread to derive addresses cannot be started: {}", error.what());
  }
  return threads;
}

}  // namespace

net::Task<std::vector<keys::DerivedRange>> compute_addresses(
    const keys::KeyRing& ring, std::vector<AddressRange> ranges,
    std::shared_ptr<const keys::GeneratorTable> table) {
  const auto executor = co_await asio::this_coro::executor;
  const auto work = std::make_shared<Work>(ring, cut(ranges), std::move(table), executor);
  const auto cores = std::min<std::size_t>(std::thread::hardware_concurrency(), kMostThreads);
  const auto count = std::min(cores, work->portions.size());
  const auto threads = start_threads(count < 2 ? 0 : count, work, executor);
  if (threads.empty()) {
    while (work->step()) {
      co_await asio::post(executor, asio::use_awaitable);  // whatever waits, such as a vote, runs first
    }
    co_return std::move(work->done);
  }
  end_one(work, executor);  // the starting of threads
  while (!work->all_ended) {
    co_await work->ended.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  if (work->bug) {
    std::rethrow_exception(work->bug);
  }
  co_return std::move(work->done);
}

}  // namespace dcrvoter::voter
