/// How the machine is, as its files told lately. Reading them may take as long as the disk likes.
#pragma once

#include "status/views.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <chrono>
#include <filesystem>
#include <optional>

namespace dcrvoter::app {

/// The variable that names the file of the appliance's programs; set there alone.
inline constexpr const char* kBoxNotes = "DCRVOTER_BOX_NOTES";

class BoardWatch {
 public:
  /// `state`: the folder whose storage is told.
  explicit BoardWatch(std::filesystem::path state) : state_(std::move(state)) {}

  /// Has `disk` look if it did not lately; on the thread of `own`, as all here. What it finds is told by the
  /// next calls.
  void look(boost::asio::thread_pool& disk, boost::asio::io_context& own);
  [[nodiscard]] status::BoardView view() const;
  /// What the appliance's programs say in the file that kBoxNotes names; nothing elsewhere.
  [[nodiscard]] const std::optional<status::BoxView>& box() const noexcept { return box_; }

  static constexpr std::chrono::seconds kEvery{10};

 private:
  std::filesystem::path state_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point next_{};
  bool looking_ = false;
  status::BoardView found_;
  std::optional<status::BoxView> box_;
};

}  // namespace dcrvoter::app
