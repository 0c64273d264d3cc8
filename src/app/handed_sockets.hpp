/// Sockets that systemd opened for this service, so that it can be at port 80 without a right to it.
#pragma once

#include <string>
#include <vector>

namespace dcrvoter::app {

/// The descriptors that these two variables give to the process `pid`; none where they are not for it, or no
/// numbers. Source: sd_listen_fds(3): descriptors from 3 on, LISTEN_FDS of them, for the process LISTEN_PID.
[[nodiscard]] std::vector<int> handed_sockets(const std::string& listen_pid, const std::string& listen_fds,
                                              int pid);

/// Those of this process, which no child inherits from now on. Call it once: who takes them owns them.
[[nodiscard]] std::vector<int> take_handed_sockets();

}  // namespace dcrvoter::app
