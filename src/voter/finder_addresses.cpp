// Which addresses are ours: derived as far as they are used and a thousand more, and what a node's filter
// holds.
#include "voter/derivation.hpp"
#include "voter/finder.hpp"
#include "voter/used_search.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <string_view>
#include <utility>

namespace dcrvoter::voter {

namespace asio = net::asio;
using core::Result;
using node::ConnectionPtr;

namespace {

// Fewer addresses are derived sooner than a GeneratorTable is made.
constexpr std::uint32_t kWorthThreads = 1000;
constexpr std::uint32_t kDerivedInOneGo = 32;      ///< by the voting thread: some milliseconds of a Pi
constexpr std::uint32_t kDerivedByThreads = 1024;  ///< until what is derived is taken up
constexpr std::size_t kOutpointsAtOnce = 2000;     ///< some 200 kB a call
// Some 400 kB a call: dcrd hangs up on one of more than 16 MiB (`dcrd: internal/rpcserver/rpcwebsocket.go`).
constexpr std::uint32_t kAddressesAtOnce = 10'000;

// dcrd's index runs after its chain, and refuses while it is more than five blocks behind (`dcrd:
// internal/rpcserver/rpcserver.go`, handleExistsAddresses).
constexpr std::string_view kBehind = "not synced";
constexpr int kTriesOfBehind = 150;
constexpr std::chrono::milliseconds kPauseOfBehind{200};  // a stop waits for it

/// Asks a node whose index is behind again, for half a minute: it has caught up with a chain just now.
net::Task<node::CallResult<std::vector<bool>>> ask_used(ConnectionPtr node,
                                                        std::vector<std::string> addresses) {
  asio::steady_timer pause(co_await asio::this_coro::executor);
  for (int tries = 0;; ++tries) {
    auto answer = co_await node::exists_addresses(node, addresses);
    if (answer || tries == kTriesOfBehind || answer.error().text.find(kBehind) == std::string::npos) {
      co_return answer;
    }
    pause.expires_after(kPauseOfBehind);
    co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

std::uint32_t count_of(const std::vector<AddressRange>& ranges) {
  return std::accumulate(ranges.begin(), ranges.end(), 0U, [](std::uint32_t sum, const AddressRange& range) {
    return sum + (range.to - range.from);
  });
}

std::vector<AddressRange> first_of(std::vector<AddressRange> ranges, std::uint32_t count) {
  for (auto& range : ranges) {
    range.to = std::min(range.to, range.from + count);
    count -= range.to - range.from;
  }
  std::erase_if(ranges, [](const AddressRange& range) { return range.from == range.to; });
  return ranges;
}

}  // namespace

void Finder::begin_deriving() {
  if (!deriving_) {
    deriving_ = true;
    asio::co_spawn(derived_.get_executor(), derive_missing(), net::rethrow);
  }
}

void Finder::stop() {
  stopping_ = true;
  derived_.cancel();
}

std::shared_ptr<const keys::GeneratorTable> Finder::table() {
  auto shared = table_.lock();
  if (!shared) {
    shared = keys::make_generator_table();
    table_ = shared;
  }
  return shared;
}

net::Task<void> Finder::derive_missing() {
  const auto multiples = table();
  bool many = false;
  for (;;) {
    // Whoever began this waits by then, and what is more urgent was done.
    co_await asio::post(derived_.get_executor(), asio::use_awaitable);
    const auto missing = look_ahead_.missing(ring_);
    if (missing.empty() || stopping_) {
      break;
    }
    many = many || count_of(missing) >= kWorthThreads;
    std::vector<wire::Payee> payees;
    if (many) {
      for (const auto& range :
           co_await compute_addresses(ring_, first_of(missing, kDerivedByThreads), multiples)) {
        const auto more = ring_.take(range);
        payees.insert(payees.end(), more.begin(), more.end());
      }
    } else {
      for (const auto& range : first_of(missing, kDerivedInOneGo)) {
        const auto more = ring_.derive(range.account, range.branch, range.from, range.to);
        payees.insert(payees.end(), more.begin(), more.end());
      }
    }
    untold_.insert(untold_.end(), payees.begin(), payees.end());
    derived_.cancel();
  }
  deriving_ = false;
}

net::Task<void> Finder::until_derived(AddressRange range) {
  while (ring_.derived(range.account, range.branch) < range.to && !stopping_) {
    begin_deriving();
    co_await derived_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

net::Task<void> Finder::until_all_derived() {
  while (!look_ahead_.missing(ring_).empty() && !stopping_) {
    begin_deriving();
    co_await derived_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

net::Task<Finder::Question> Finder::address_question(std::vector<AddressRange> ranges) {
  Question question;
  std::vector<AddressRange> samples;  // of what is not known: computed, but not known from then on
  for (const auto& range : ranges) {
    const bool known = range.to <= ring_.derived(range.account, range.branch);
    if (!known && range.to - range.from == 1) {
      samples.push_back(range);
      continue;
    }
    co_await until_derived(range);
    for (const auto& payee : ring_.derive(range.account, range.branch, range.from, range.to)) {
      question.places.push_back(ring_.place(payee).value());
      question.addresses.push_back(payee);
    }
  }
  for (const auto& sample : co_await compute_addresses(ring_, std::move(samples), table())) {
    if (const auto& address = sample.addresses.front(); address.exists()) {
      question.places.push_back({.account = sample.account, .branch = sample.branch, .index = sample.from});
      question.addresses.push_back({.type = wire::PayeeType::p2pkh, .hash = address.hash});
    }
  }
  co_return question;
}

net::Task<Result<void>> Finder::find_used_addresses(node::NodeId id, ConnectionPtr node, std::string name) {
  const auto multiples = table();
  bool told = true;
  UsedSearch search(look_ahead_, ring_.accounts().size());
  for (auto ranges = search.question(); !ranges.empty(); ranges = search.question()) {
    const auto question = co_await address_question(std::move(ranges));
    const auto answer = co_await ask_used(node, address_texts(question.addresses, network_));
    if (!answer && answer.error().kind == core::Errc::refused) {
      if (!std::exchange(views_.at(id).said_untold, true)) {
        spdlog::warn(
            "node {}: does not tell used addresses ({}; is noexistsaddrindex set?): tickets are sought at "
            "addresses 0 to {} of each branch; set 'first_index' under [keys] if yours lie further on",
            name, answer.error().text, look_ahead_.wanted(0, 0) - 1);
      }
      told = false;
      break;
    }
    if (!answer) {
      co_return std::unexpected(node::to_error(answer.error(), "existsaddresses"));
    }
    std::vector<keys::AddressPlace> used;
    for (std::size_t i = 0; i < question.places.size(); ++i) {
      if ((*answer)[i]) {
        used.push_back(question.places[i]);
      }
    }
    search.answer(used);
    begin_deriving();  // what is known to be wanted, while the node looks for more
  }
  co_await extend(nullptr);  // another node's filter may have been loaded with less
  views_.at(id).told = told;
  co_return Result<void>();
}

Finder::Extent Finder::derived_now() const {
  Extent extent;
  for (std::size_t account = 0; account < ring_.accounts().size(); ++account) {
    for (std::uint32_t branch = 0; branch < LookAhead::kBranches; ++branch) {
      extent.push_back(ring_.derived(account, branch));
    }
  }
  return extent;
}

std::vector<wire::Payee> Finder::derived_since(Extent& known) {
  std::vector<wire::Payee> payees;
  for (std::size_t i = 0; i < known.size() && payees.size() < kAddressesAtOnce; ++i) {
    const auto account = i / LookAhead::kBranches;
    const auto branch = static_cast<std::uint32_t>(i % LookAhead::kBranches);
    const auto from = known[i];
    known[i] = std::min(ring_.derived(account, branch), from + kAddressesAtOnce);
    const auto more = ring_.derive(account, branch, from, known[i]);
    payees.insert(payees.end(), more.begin(), more.end());
  }
  return payees;
}

net::Task<Result<void>> Finder::complete_filter(ConnectionPtr node, Extent& held) {
  while (held != derived_now()) {
    auto more = held;
    const auto payees = derived_since(more);
    auto added = co_await node::load_tx_filter(node, false, address_texts(payees, network_), {});
    if (!added) {
      co_return std::unexpected(node::to_error(added.error(), "loadtxfilter"));
    }
    held = std::move(more);
  }
  co_return Result<void>();
}

net::Task<Result<void>> Finder::load_filter(node::NodeId id, ConnectionPtr node) {
  Extent held(ring_.accounts().size() * LookAhead::kBranches);
  auto payees = ring_.fixed_payees();
  const auto more = derived_since(held);
  payees.insert(payees.end(), more.begin(), more.end());
  auto replaced = co_await node::load_tx_filter(node, true, address_texts(payees, network_), {});
  if (!replaced) {
    co_return std::unexpected(node::to_error(replaced.error(), "loadtxfilter"));
  }
  if (auto completed = co_await complete_filter(node, held); !completed) {
    co_return completed;
  }
  const auto tickets = index_.watched();
  for (std::size_t from = 0; from < tickets.size(); from += kOutpointsAtOnce) {
    std::vector<wire::OutPoint> outpoints;
    for (std::size_t i = from; i < std::min(from + kOutpointsAtOnce, tickets.size()); ++i) {
      outpoints.push_back({.hash = tickets[i], .index = 0, .tree = wire::kTreeStake});
    }
    auto added = co_await node::load_tx_filter(node, false, {}, std::move(outpoints));
    if (!added) {
      co_return std::unexpected(node::to_error(added.error(), "loadtxfilter"));
    }
  }
  // What was derived during the last of these calls: extend() tells nodes only whose filters are loaded.
  auto completed = co_await complete_filter(node, held);
  if (completed) {
    views_.at(id).held = std::move(held);
  }
  co_return completed;
}

net::Task<void> Finder::add_to_filter(ConnectionPtr node, std::vector<wire::Payee> payees) {
  for (std::size_t from = 0; from < payees.size(); from += kAddressesAtOnce) {
    const auto to = std::min<std::size_t>(from + kAddressesAtOnce, payees.size());
    const std::vector<wire::Payee> some(payees.begin() + static_cast<std::ptrdiff_t>(from),
                                        payees.begin() + static_cast<std::ptrdiff_t>(to));
    auto added = co_await node::load_tx_filter(node, false, address_texts(some, network_), {});
    if (!added) {
      node->fail(node::to_error(added.error(), "loadtxfilter"));  // it loads all of them when it is back
      co_return;
    }
  }
}

bool Finder::wants_extension() const {
  return !untold_.empty() || !look_ahead_.missing(ring_).empty();
}

net::Task<void> Finder::extend(ConnectionPtr except) {
  while (wants_extension() && !stopping_) {
    co_await until_all_derived();
    const auto untold = std::exchange(untold_, {});
    for (const auto& node : connections_()) {
      if (node != except) {  // a silent one holds up nobody
        asio::co_spawn(derived_.get_executor(), add_to_filter(node, untold), net::rethrow);
      }
    }
  }
}

}  // namespace dcrvoter::voter
