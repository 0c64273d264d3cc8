#include "app/node_facts.hpp"

#include "app/configuration_fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace dcrvoter;
using namespace dcrvoter::app;
using namespace dcrvoter::app::test;

namespace {

NodeFacts ask(const NodeConfiguration& node) {
  net::asio::io_context context{1};
  std::optional<NodeFacts> facts;
  net::asio::co_spawn(context, ask_node(node, wire::NetworkId::simnet),
                      [&facts](const std::exception_ptr& bug, NodeFacts answer) {
                        REQUIRE_FALSE(bug);
                        facts = std::move(answer);
                      });
  context.run();
  REQUIRE(facts);
  return std::move(*facts);
}

/// A port of this machine that nobody else gets while this lives.
class Port {
 public:
  Port() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(fd_, generic, size) == 0);
    REQUIRE(::getsockname(fd_, generic, &size) == 0);
    number_ = ::ntohs(address.sin_port);
  }
  ~Port() { ::close(fd_); }
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;
  [[nodiscard]] std::uint16_t number() const { return number_; }

 private:
  int fd_;
  std::uint16_t number_ = 0;
};

NodeConfiguration node_at(const Folder& folder, std::uint16_t port) {
  NodeConfiguration node;
  node.address = {"127.0.0.1", port};
  node.user = "voter";
  node.password.text = "hunter2";
  node.certificate.file = folder.path() / "rpc.cert";
  return node;
}

}  // namespace

TEST_CASE("app/node_facts: a file that went missing is found before anything is asked") {
  const Folder folder;
  std::filesystem::remove(folder.path() / "rpc.cert");
  const NodeFacts facts = ask(node_at(folder, 1));
  REQUIRE_FALSE(facts.files);
  CHECK(facts.files.error().text ==
        "certificate: " + (folder.path() / "rpc.cert").string() + " does not exist");
  CHECK_FALSE(facts.addresses);
}

TEST_CASE("app/node_facts: a port that nobody listens on") {
  const Folder folder;
  const Port port;
  const NodeFacts facts = ask(node_at(folder, port.number()));
  CHECK(facts.name == "127.0.0.1:" + std::to_string(port.number()));
  CHECK(facts.addresses->value() == std::vector<std::string>{"127.0.0.1"});
  REQUIRE(facts.tcp);
  REQUIRE_FALSE(*facts.tcp);
  CHECK(facts.tcp->error().kind == core::Errc::refused);
  CHECK_FALSE(facts.connection);
  CHECK_FALSE(facts.magic);
}
