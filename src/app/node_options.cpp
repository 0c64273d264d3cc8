#include "app/node_options.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <utility>

namespace dcrvoter::app {

namespace asio = net::asio;

/// Both members are the voting thread's.
struct NodeOptions::Reading {
  asio::steady_timer answered;
  std::optional<Options> options;
};

NodeOptions::NodeOptions(asio::thread_pool& disk, const Configuration& started, NodeConfiguration node)
    : disk_(disk),
      name_(net::to_string(node.address)),
      node_(std::make_shared<NodeSource>(started, std::move(node))) {}

NodeOptions::~NodeOptions() = default;

/// Nothing: the disk does not answer in time.
net::Task<std::optional<NodeOptions::Options>> NodeOptions::ask_disk() {
  const auto executor = co_await asio::this_coro::executor;
  if (!reading_ || reading_->options) {  // else it is still at the last one
    reading_ = std::make_shared<Reading>(Reading{asio::steady_timer(executor), std::nullopt});
    asio::post(disk_, [node = node_, reading = reading_, executor] {
      asio::post(executor, [reading, options = connection_options(node->now())]() mutable {
        reading->options = std::move(options);
        reading->answered.cancel();
      });
    });
  }
  const auto reading = reading_;
  if (last_) {
    reading->answered.expires_after(kPatience);
  } else {
    reading->answered.expires_at(core::SteadyTime::max());
  }
  co_await reading->answered.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return reading->options;
}

void NodeOptions::say(std::string why) {
  if (why != said_ && !why.empty()) {
    spdlog::warn("node {}: {}; what its files said last is used", name_, why);
  }
  said_ = std::move(why);
}

net::Task<NodeOptions::Options> NodeOptions::read() {
  auto options = co_await ask_disk();
  if (!options) {
    say("the disk does not answer");
    co_return *last_;
  }
  if (!*options && options->error().kind == core::Errc::io && last_) {
    say(options->error().text);
    co_return *last_;
  }
  say({});
  if (*options) {
    last_ = **options;
  }
  co_return std::move(*options);
}

}  // namespace dcrvoter::app
