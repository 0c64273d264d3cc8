#include "app/signals.hpp"

#include <boost/asio/buffer.hpp>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

namespace dcrvoter::app {
namespace {

int block_and_open(std::initializer_list<int> numbers) {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int number : numbers) {
    ::sigaddset(&set, number);
  }
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  const int opened = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  if (opened == -1) {
    throw std::system_error(errno, std::generic_category(), "signals cannot be waited for");
  }
  return opened;
}

}  // namespace

Signals::Signals(const boost::asio::any_io_executor& executor, std::initializer_list<int> numbers)
    : descriptor_(executor, block_and_open(numbers)) {}

void Signals::next(std::function<void(int number)> came) {
  descriptor_.async_read_some(
      boost::asio::buffer(&read_, sizeof read_),
      [this, came = std::move(came)](const boost::system::error_code& error, std::size_t) {
        if (!error) {
          came(static_cast<int>(read_.ssi_signo));
        }
      });
}

}  // namespace dcrvoter::app
