/// Whether somebody has a back-up of the voting key: asked of the disk now and then, since `dcrvoter key
/// export` is another process. The disk may hang for as long as it likes.
#pragma once

#include "app/configuration.hpp"
#include "status/views.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <filesystem>

namespace dcrvoter::app {

class BackupWatch {
 public:
  explicit BackupWatch(const Configuration& configuration)
      : state_(configuration.state), waived_(configuration.backup_waived) {}

  /// Has `disk` look if it did not lately; on the thread of `own`, as all here. What it finds is told by the
  /// next calls.
  void look(boost::asio::thread_pool& disk, boost::asio::io_context& own);
  [[nodiscard]] status::KeyView::Backup backup() const noexcept;
  void set_waived(bool waived) noexcept { waived_ = waived; }

  static constexpr std::chrono::seconds kEvery{10};

 private:
  std::filesystem::path state_;
  bool waived_;
  bool looking_ = false;
  status::KeyView::Backup found_ = status::KeyView::Backup::unknown;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace dcrvoter::app
