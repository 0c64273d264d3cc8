/// The signals that a service is told something by.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>
#include <initializer_list>
#include <sys/signalfd.h>

namespace dcrvoter::app {

/// Signals that wait until they are read (signalfd(2)). They are blocked in the thread that makes this and in
/// all that it starts afterwards, and stay so when this has gone: a second SIGTERM, or a reload that comes
/// too late, does not end a process that writes its last. So it is made before the first thread is.
class Signals {
 public:
  /// Throws std::system_error where the kernel gives none.
  Signals(const boost::asio::any_io_executor& executor, std::initializer_list<int> numbers);

  /// Calls `came` once, on the executor, with the number of the next one. Not before the last has come.
  void next(std::function<void(int number)> came);

 private:
  boost::asio::posix::stream_descriptor descriptor_;
  signalfd_siginfo read_{};
};

}  // namespace dcrvoter::app
