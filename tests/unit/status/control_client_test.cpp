#include "status/control_client.hpp"

#include "samples.hpp"
#include "status/http_message.hpp"
#include "status/listening.hpp"
#include "temporary_folder.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <future>
#include <sys/stat.h>
#include <unistd.h>

using namespace dcrvoter;
using namespace dcrvoter::status;
using core::Errc;
using testing::TemporaryFolder;
using namespace std::chrono_literals;

namespace {

/// A server that answers the one request with these bytes and closes.
class Scripted {
 public:
  explicit Scripted(std::string bytes)
      : acceptor_(testing::ok(listen_local(context_.get_executor(), path()))),
        request_(std::async(std::launch::async, [this, bytes = std::move(bytes)] {
          auto client = acceptor_.accept();
          std::string request;
          boost::asio::read_until(client, boost::asio::dynamic_buffer(request), "\r\n\r\n");
          boost::system::error_code gone;
          boost::asio::write(client, boost::asio::buffer(bytes), gone);
          return request;
        })) {}

  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "s"; }
  std::string request() { return request_.get(); }

 private:
  TemporaryFolder folder_;
  boost::asio::io_context context_{1};
  Acceptor acceptor_;
  std::future<std::string> request_;
};

core::Result<HttpAnswer> answer_of(std::string bytes) {
  Scripted server(std::move(bytes));
  auto answer = control_get(server.path(), "/api/v1/status");
  server.request();
  return answer;
}

}  // namespace

TEST_CASE("status/control_client: asks as HTTP wants it, and gives the answer") {
  Scripted server("HTTP/1.1 404 Not Found\r\nContent-Length: 3\r\nX-A: b\r\n\r\nno\n");
  const HttpAnswer answer = testing::ok(control_get(server.path(), "/api/v1/tickets"));
  CHECK(answer.status == 404);
  CHECK(answer.body == "no\n");
  CHECK(server.request() == "GET /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
}

TEST_CASE("status/control_client: no service, in words") {
  const TemporaryFolder folder;
  const auto none = folder.path() / "none";
  const auto missing = control_get(none, "/");
  REQUIRE_FALSE(missing);
  CHECK(missing.error() ==
        core::Error{Errc::not_found, "the service is not running: there is no " + none.string()});
  CHECK(is_not_running(missing.error()));
  CHECK(is_not_running(control_get(none / "x", "/").error()));

  boost::asio::io_context context;
  { const auto gone = testing::ok(listen_local(context.get_executor(), none)); }
  const auto stale = control_get(none, "/");
  REQUIRE_FALSE(stale);
  CHECK(stale.error().kind == Errc::closed);
  CHECK(is_not_running(stale.error()));
}

TEST_CASE("status/control_client: one who listens and says nothing") {
  const TemporaryFolder folder;
  boost::asio::io_context context;
  const auto deaf = testing::ok(listen_local(context.get_executor(), folder.path() / "s"));
  const auto answer = control_get(folder.path() / "s", "/", 30ms);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().kind == Errc::timed_out);
  CHECK_FALSE(is_not_running(answer.error()));
}

TEST_CASE("status/control_client: answers that are none") {
  CHECK(testing::kind_of(answer_of("")) == Errc::truncated);
  CHECK(testing::kind_of(answer_of("SSH-2.0-OpenSSH_9.2\r\n\r\n")) == Errc::malformed);
  const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
  CHECK(testing::ok(answer_of(whole)).body == "abc");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    CAPTURE(length);
    CHECK_FALSE(parse_answer(whole.substr(0, length)));
  }
}
