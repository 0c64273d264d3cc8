/// The side port: plain HTTP on the loopback. `POST /command` with a JSON object does something and
/// answers a JSON object; `GET /events?after=N` streams the events, a JSON object a line, until the
/// client goes away. README.md lists the commands.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/json/object.hpp>

#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dcrvoter::simnode {

class Node;

/// Called once with the JSON text of the answer, or with the sentence that says what was wrong.
using Answered = std::function<void(std::expected<std::string, std::string>)>;

struct Command {
  std::string_view name;
  void (*run)(Node& node, const boost::json::object& request, Answered answered);
};

/// The command tables, one of each commands_*.cpp.
[[nodiscard]] std::span<const Command> chain_commands();
[[nodiscard]] std::span<const Command> ticket_commands();
[[nodiscard]] std::span<const Command> fault_commands();

class ControlConnection;

/// The connections of the side port.
class Control {
 public:
  explicit Control(Node& node) : node_(node) {}
  void serve(boost::asio::ip::tcp::socket socket);
  /// At the end: nothing may outlive the node.
  void close_all();

 private:
  Node& node_;
  std::vector<std::weak_ptr<ControlConnection>> connections_;
};

// Members of a request; a missing one, or one of another type, is `otherwise`.
[[nodiscard]] std::int64_t number_of(const boost::json::object& request, std::string_view name,
                                     std::int64_t otherwise);
[[nodiscard]] bool flag_of(const boost::json::object& request, std::string_view name, bool otherwise);
[[nodiscard]] std::string text_of(const boost::json::object& request, std::string_view name,
                                  std::string otherwise = "");

}  // namespace dcrvoter::simnode
