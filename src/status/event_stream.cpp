#include "status/event_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace dcrvoter::status {

namespace asio = boost::asio;

namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
/// A snapshot of so many tickets takes the voting thread some milliseconds on a small board: the more there
/// are, the longer the pause.
constexpr std::size_t kTicketsPerSecond = 4'000;

}  // namespace

asio::awaitable<std::shared_ptr<const std::string>> EventStream::Listener::next() {
  if (!news_) {
    wake_.expires_at(Clock::time_point::max());
    co_await wake_.async_wait(kAwait);
  }
  co_return std::exchange(news_, nullptr);
}

void EventStream::Listener::wake() {
  wake_.cancel();
}

EventStream::EventStream(asio::io_context& context, SnapshotDesk& desk, Show show, EventTiming timing)
    : context_(context), desk_(desk), show_(show), timing_(timing), pause_(context) {}

std::shared_ptr<EventStream::Listener> EventStream::join() {
  listeners_.push_back(std::make_shared<Listener>(context_));
  if (std::exchange(pumping_, true)) {
    pause_.cancel();
  } else {
    asio::co_spawn(context_, pump(),
                   [this](const std::exception_ptr& /*lack of memory*/) { pumping_ = false; });
  }
  return listeners_.back();
}

void EventStream::leave(const std::shared_ptr<Listener>& listener) {
  std::erase(listeners_, listener);
}

asio::awaitable<void> EventStream::pump() {
  static const auto kSign = std::make_shared<const std::string>(": no news\n\n");
  while (!listeners_.empty()) {
    auto pause = timing_.look;
    if (const auto snapshot = co_await desk_.get()) {
      look(*snapshot);
      pause += std::chrono::seconds(snapshot->tickets.size() / kTicketsPerSecond);
    } else if (Clock::now() >= told_ + timing_.sign) {
      tell(kSign, false);
    }
    pause_.expires_after(pause);
    co_await pause_.async_wait(kAwait);
  }
}

void EventStream::look(const Snapshot& snapshot) {
  std::string now = fingerprint(snapshot, show_);
  const bool is_news = now != last_ || Clock::now() >= told_ + timing_.news;
  last_ = std::move(now);
  tell(std::make_shared<const std::string>(event_text(snapshot, show_)), !is_news);
}

void EventStream::tell(const std::shared_ptr<const std::string>& text, bool new_ones_only) {
  if (!new_ones_only) {
    told_ = Clock::now();
  }
  for (const auto& listener : listeners_) {
    if (!new_ones_only || listener->is_new_) {
      listener->news_ = text;
      listener->is_new_ = false;
      listener->wake();
    }
  }
}

}  // namespace dcrvoter::status
