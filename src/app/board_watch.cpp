#include "app/board_watch.hpp"

#include "app/clock_state.hpp"
#include "app/version.hpp"
#include "host/board.hpp"
#include "host/box_notes.hpp"

#include <boost/asio/post.hpp>

#include <cstdlib>
#include <utility>

namespace dcrvoter::app {

namespace asio = boost::asio;
using std::chrono::steady_clock;

void BoardWatch::look(asio::thread_pool& disk, asio::io_context& own) {
  if (looking_ || steady_clock::now() < next_) {
    return;
  }
  looking_ = true;
  asio::post(disk, [this, &own, state = state_] {
    auto found = host::read_board("/", state);
    found.clock_synchronised = clock_state() == ClockState::synchronised;
    const char* notes = std::getenv(kBoxNotes);
    auto box = notes == nullptr ? std::nullopt : std::optional(host::read_box_notes(notes));
    asio::post(own, [this, found = std::move(found), box = std::move(box)]() mutable {
      found_ = std::move(found);
      box_ = std::move(box);
      looking_ = false;
      next_ = steady_clock::now() + kEvery;
    });
  });
}

status::BoardView BoardWatch::view() const {
  status::BoardView view = found_;
  view.version = program_version();
  const auto running = std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() - started_);
  view.running = static_cast<std::uint64_t>(running.count());
  return view;
}

}  // namespace dcrvoter::app
