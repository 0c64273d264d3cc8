#include "status/snapshot_desk.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <mutex>
#include <utility>

namespace dcrvoter::status {

namespace asio = boost::asio;

struct SnapshotDesk::Waiter {
  explicit Waiter(asio::io_context& context) : timer(context) {}
  asio::steady_timer timer;
  bool asked = false;  ///< the question that is out was asked after he came
  std::shared_ptr<const Snapshot> answer;
};

/// Stays with each question, so that an answer finds out whether there is still somebody to take it. The
/// voting thread holds the lock while it posts, and this thread only when it ends.
struct SnapshotDesk::Mailbox {
  std::mutex lock;
  SnapshotDesk* desk = nullptr;
};

SnapshotDesk::SnapshotDesk(asio::io_context& context, AskSnapshot ask, std::chrono::milliseconds between,
                           std::chrono::milliseconds patience)
    : context_(context),
      ask_(std::move(ask)),
      between_(between),
      patience_(patience),
      mailbox_(std::make_shared<Mailbox>()),
      next_ask_(context) {
  mailbox_->desk = this;
}

SnapshotDesk::~SnapshotDesk() {
  close();
}

void SnapshotDesk::close() {
  const std::lock_guard guard(mailbox_->lock);
  mailbox_->desk = nullptr;
}

asio::awaitable<std::shared_ptr<const Snapshot>> SnapshotDesk::get() {
  const auto waiter = std::make_shared<Waiter>(context_);
  waiting_.push_back(waiter);
  waiter->timer.expires_after(patience_);
  ask_soon();
  co_await waiter->timer.async_wait(asio::as_tuple(asio::use_awaitable));
  std::erase(waiting_, waiter);
  co_return waiter->answer;
}

void SnapshotDesk::ask_soon() {
  const auto now = Clock::now();
  if (planned_ || (open_ && now < asked_at_ + patience_)) {
    return;
  }
  if (question_ == 0 || now >= asked_at_ + between_) {
    ask_now();
    return;
  }
  planned_ = true;
  next_ask_.expires_at(asked_at_ + between_);
  next_ask_.async_wait([this](const boost::system::error_code& error) {
    if (!error) {
      planned_ = false;
      ask_now();
    }
  });
}

void SnapshotDesk::ask_now() {
  asked_at_ = Clock::now();
  open_ = true;
  ++question_;
  for (const auto& waiter : waiting_) {
    waiter->asked = true;
  }
  ask_([mailbox = mailbox_, question = question_](std::shared_ptr<const Snapshot> snapshot) {
    const std::lock_guard guard(mailbox->lock);
    if (SnapshotDesk* desk = mailbox->desk) {
      asio::post(desk->context_,
                 [desk, question, snapshot = std::move(snapshot)] { desk->answered(question, snapshot); });
    }
  });
}

void SnapshotDesk::answered(unsigned question, const std::shared_ptr<const Snapshot>& snapshot) {
  if (question != question_ || !open_) {
    return;  // too late: it was asked again meanwhile
  }
  open_ = false;
  bool more = false;
  for (const auto& waiter : waiting_) {
    if (waiter->asked) {
      waiter->answer = snapshot;
      waiter->timer.cancel();
    } else {
      more = true;
    }
  }
  if (more) {
    ask_soon();
  }
}

}  // namespace dcrvoter::status
