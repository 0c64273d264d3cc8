/// Entries of systemd's journal with fields of their own.
#pragma once

#include <string>
#include <string_view>

namespace dcrvoter::host {

/// The entry for a log line "<6>vote cast block=… ticket=… vote=…", in the journal's own protocol
/// (systemd.io/JOURNAL_NATIVE_PROTOCOL): MESSAGE and PRIORITY, and of the hashes TICKET, BLOCK and VOTE, so
/// that `journalctl TICKET=…` finds all that was said of a ticket. "" for a line that is none about a vote:
/// only the part before the first colon with a space is looked at, since what follows may be a node's words.
[[nodiscard]] std::string journal_entry(std::string_view line);

/// The journal's door for such entries.
class JournalSocket {
 public:
  explicit JournalSocket(std::string_view path = "/run/systemd/journal/socket") noexcept;
  ~JournalSocket();
  JournalSocket(const JournalSocket&) = delete;
  JournalSocket& operator=(const JournalSocket&) = delete;

  /// Never waits; false when it did not leave, and is to be said in another way.
  [[nodiscard]] bool send(std::string_view entry) const noexcept;

 private:
  int descriptor_ = -1;
};

}  // namespace dcrvoter::host
