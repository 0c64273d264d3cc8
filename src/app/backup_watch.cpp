#include "app/backup_watch.hpp"

#include "keys/voting_key.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace dcrvoter::app {

using Backup = status::KeyView::Backup;

void BackupWatch::look(boost::asio::thread_pool& disk, boost::asio::io_context& own) {
  const auto now = std::chrono::steady_clock::now();
  if (looking_ || now < next_) {
    return;
  }
  looking_ = true;
  next_ = now + kEvery;
  boost::asio::post(disk, [this, &own, state = state_] {
    const auto kept = keys::keeps_words(state);
    boost::asio::post(own, [this, kept] {
      looking_ = false;
      if (kept) {
        found_ = *kept ? Backup::missing : Backup::made;
      }
    });
  });
}

Backup BackupWatch::backup() const noexcept {
  return found_ == Backup::missing && waived_ ? Backup::waived : found_;
}

}  // namespace dcrvoter::app
