/// Which addresses to ask a node for (`existsaddresses`) to find the last used one of each branch.
///
/// Asking for every address from 0 would mean as many calls as an old account has thousands. So each
/// branch is sampled first, one address in 64, as far up as samples near the end of the window are
/// used; from the last used sample on, every address is asked for until a thousand in a row are
/// unused. What this finds is never less than asking for all would: wherever the samples end, the
/// next used address of a row without holes of a thousand lies within the next thousand.
#pragma once

#include "keys/key_ring.hpp"
#include "voter/look_ahead.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace dcrvoter::voter {

class UsedSearch {
 public:
  static constexpr std::uint32_t kQuestion = 1000;  ///< most addresses of a question
  static constexpr std::uint32_t kStride = 64;
  static constexpr std::uint32_t kSamples = 64;  ///< of one window

  /// Of every branch of so many accounts. `look_ahead` is told what is used, and says how far a
  /// branch is wanted; it must outlive this.
  UsedSearch(LookAhead& look_ahead, std::size_t accounts);

  /// What to ask for next; empty: all is known. To be answered before the next question.
  [[nodiscard]] std::vector<AddressRange> question();
  /// Those of the question that were ever used.
  void answer(const std::vector<keys::AddressPlace>& used);

 private:
  struct Branch {
    std::size_t account = 0;
    std::uint32_t branch = 0;
    bool sampling = true;
    std::uint32_t next = 0;   ///< first index of the next question
    std::uint32_t asked = 0;  ///< the end of the question that is out; 0: this branch is not in it
    std::optional<std::uint32_t> last_used{};
  };
  void go_on(Branch& branch);

  LookAhead& look_ahead_;
  std::vector<Branch> branches_;
};

}  // namespace dcrvoter::voter
