/// The store as the disk thread keeps it: open for as long as a commit takes, since blocks are minutes apart
/// and what is mapped counts as our memory; moved aside when it is damaged.
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
  std::vector<vote::TicketRecord> tickets;
  std::vector<vote::CallRecord> calls;  ///< the latest first, at most 250
};

class StoreKeeper {
 public:
  /// `on_kept` is called once: when what was kept could be read for the first time.
  StoreKeeper(std::filesystem::path folder, wire::NetworkId network, std::function<void(Kept)> on_kept)
      : folder_(std::move(folder)), network_(network), on_kept_(std::move(on_kept)) {}

  /// The folder is damaged in this way: the next write moves it aside first.
  void distrust(std::string why) { damage_ = std::move(why); }
  /// Opens the store, commits, and closes it. A damaged folder is renamed to <folder>.broken-1 (to
  /// -9), which is said in the log, and begun anew. Errors as Store::open, and refused when there are nine
  /// of them.
  core::Result<void> write(const vote::Changes& changes);

 private:
  core::Result<std::unique_ptr<store::Store>> open();
  core::Result<void> begin_anew();
  core::Result<void> tell(store::Store& store);

  const std::filesystem::path folder_;
  const wire::NetworkId network_;
  std::function<void(Kept)> on_kept_;  ///< empty once it was called
  std::optional<std::string> damage_;
};

}  // namespace dcrvoter::app
