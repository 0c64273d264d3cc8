/// The doors: HTTP over a Unix socket for the command line, and over TCP for the local network, on a thread
/// of their own. Both serve the routes of routes.hpp.
///
/// Nothing here waits for the voting thread nor makes it wait: a snapshot is asked for through a callback
/// that answers when it can, once for all who wait, and at most ten times a second.
#pragma once

#include "core/result.hpp"
#include "status/ask_snapshot.hpp"
#include "status/event.hpp"
#include "status/page.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace dcrvoter::status {

/// The door to the local network. What comes from there is trusted with nothing: no Host but the box's own
/// (host_check.hpp), caps on clients and their time, and no way to change anything.
struct LanDoor {
  struct Address {
    std::string ip;  ///< IPv4 or IPv6 without brackets; 0.0.0.0 and :: are all of their kind
    std::uint16_t port = 0;
  };
  std::vector<Address> listen{};
  /// Sockets that listen already, given by systemd; the server's from now on. If there are any, `listen` is
  /// left alone.
  std::vector<int> handed_over{};
  std::vector<std::string> names{};  ///< Host names that are answered besides the box's own
  std::vector<std::string> allow{};  ///< networks such as 192.168.1.0/24; none: every address
  Show show = Show::full;
};

struct HttpServerSettings {
  std::filesystem::path control;  ///< of the Unix socket, in a folder that is there; "": none
  AskSnapshot ask;
  LanDoor lan{};
  /// Told once, on the page thread, whether the Unix socket is open. Errors, which are to be logged and no
  /// reason to stop: refused (another process listens there; what is there is no socket), too_large (the
  /// path), io.
  std::function<void(core::Result<void>)> opened = [](const core::Result<void>&) {};
  /// Told on the page thread whenever this changes, and once at first: where the network's door is open, as
  /// "192.0.2.1:80", and a sentence for each address where it is not, which is tried again for ever.
  std::function<void(std::vector<std::string> open, std::vector<std::string> problems)> lan_opened =
      [](const std::vector<std::string>&, const std::vector<std::string>&) {};

  // for tests
  std::chrono::milliseconds request_time{5'000};   ///< from a connection to the end of its request
  std::chrono::milliseconds snapshot_time{2'000};  ///< then 503
  std::chrono::milliseconds between_asks{100};
  std::chrono::milliseconds between_tries{10'000};  ///< to listen
  EventTiming events{};
};

class HttpServer {
 public:
  /// At the Unix socket at once; those who come then wait until one has gone.
  static constexpr std::size_t kMostControlClients = 16;
  /// From the network. Those who come then take the place of one who keeps us waiting (client_list.hpp);
  /// where there is none, they are answered 503, unread.
  static constexpr std::size_t kMostClients = 64;
  static constexpr std::size_t kMostClientsOfOneAddress = 16;
  /// Of those, who stay for events; and at the Unix socket.
  static constexpr std::size_t kMostListeners = 16;
  static constexpr std::size_t kMostListenersOfOneAddress = 6;
  static constexpr std::size_t kMostControlListeners = 8;
  /// Bytes of large answers that wait to be sent to the network: above so many only one at a time, and the
  /// next is answered 503. Small ones always find room.
  static constexpr std::size_t kMostWaitingBytes = std::size_t{4} << 20;
  static constexpr std::size_t kLarge = std::size_t{64} << 10;
  /// An answer has the time of a request to be read in, and a second more for so many bytes.
  static constexpr std::size_t kBytesPerSecond = std::size_t{128} << 10;

  explicit HttpServer(HttpServerSettings settings);
  /// As stop().
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Once. Begins the thread, which opens the doors. The Unix socket has mode 0660; a socket file that nobody
  /// listens on is replaced, one that somebody listens on is not. Throws std::system_error when there is no
  /// thread to be had.
  void start();
  /// Ends all connections and the thread, and removes the socket file, for good. Waits for that: not for
  /// clients, but for the file system that holds the file.
  void stop() noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dcrvoter::status
