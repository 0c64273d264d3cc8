/// The store as the disk thread keeps it: opened once, opened anew after an error or when its folder was
/// removed or replaced, and moved aside when it is damaged.
#pragma once

#include "core/result.hpp"
#include "store/store.hpp"
#include "vote/record.hpp"
#include "wire/network.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dcrvoter::app {

/// What the store held at the start.
struct Kept {
  std::vector<vote::TicketRecord> tickets;  ///< that may still be called, or lie furthest on
  std::vector<vote::CallRecord> calls;      ///< the latest first, at most 250
};

class StoreKeeper {
 public:
  /// `on_kept` is called once: when what was kept could be read for the first time. `on_call` then has every
  /// call, oldest first.
  StoreKeeper(std::filesystem::path folder, wire::NetworkId network, std::function<void(Kept)> on_kept,
              std::function<void(const vote::CallRecord&)> on_call = {});
  ~StoreKeeper();
  StoreKeeper(const StoreKeeper&) = delete;
  StoreKeeper& operator=(const StoreKeeper&) = delete;

  /// The folder is damaged in this way: the next write moves it aside first.
  void distrust(std::string why) { damage_ = std::move(why); }
  /// Commits. A damaged folder is renamed to <folder>.broken-1 (to
  /// -9), which is said in the log, and begun anew. Errors as Store::open, and refused when there are nine
  /// of them, or when another process keeps its records there.
  core::Result<void> write(const vote::Changes& changes);
  /// Whether writing them takes memory that it pays to give back: what a search found, not what a block did.
  [[nodiscard]] static bool is_large(const vote::Changes& changes) noexcept;

 private:
  core::Result<void> open();
  /// Once the folder is there.
  core::Result<void> lock();
  core::Result<void> begin_anew();
  core::Result<void> tell(store::Store& store);

  const std::filesystem::path folder_;
  const wire::NetworkId network_;
  std::function<void(Kept)> on_kept_;  ///< empty once it was called
  std::function<void(const vote::CallRecord&)> on_call_;
  std::optional<std::string> damage_;
  class Lock;
  std::unique_ptr<Lock> lock_;           ///< kept for as long as the folder is there
  std::unique_ptr<store::Store> store_;  ///< none before the first write and after an error
};

}  // namespace dcrvoter::app
