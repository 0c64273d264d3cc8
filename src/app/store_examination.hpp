/// Reads a store to its last page in a process of its own, since a bad sector, a damaged page or a file
/// that was cut short is a signal, not an error, to who reads it.
#pragma once

#include "wire/network.hpp"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <sys/types.h>

namespace dcrvoter::app {

class StoreExamination {
 public:
  enum class Verdict : std::uint8_t {
    sound,    ///< or not there
    broken,   ///< `words` say how; it is to be moved aside
    unknown,  ///< there was no examination, it was given up, or opening it will tell what is wrong
  };
  struct Finding {
    Verdict verdict = Verdict::unknown;
    std::string words;
  };

  /// Starts the process and returns at once. Before this program has a second thread, and best before it
  /// reads a key: a forked process has both half. It dies with this program.
  StoreExamination(const std::filesystem::path& folder, wire::NetworkId network);
  ~StoreExamination();
  StoreExamination(const StoreExamination&) = delete;
  StoreExamination& operator=(const StoreExamination&) = delete;

  /// Waits for as long as the disk takes. Once.
  [[nodiscard]] Finding wait();
  /// Ends the process, and with it wait(), unless it hangs in the disk. From any thread.
  void give_up() noexcept;

 private:
  Finding judge(const std::string& told);

  std::filesystem::path folder_;
  int told_ = -1;  ///< the end of a pipe that is read
  std::mutex mutex_;
  pid_t child_ = -1;  ///< -1 when there is none, or it was waited for
};

}  // namespace dcrvoter::app
