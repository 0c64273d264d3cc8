#include "status/http_message.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http.hpp>

#include <limits>
#include <sstream>
#include <utility>

namespace dcrvoter::status {
namespace {

namespace http = boost::beast::http;
using boost::asio::buffer;
using ErrorCode = boost::system::error_code;

constexpr unsigned kHttp11 = 11;
constexpr std::string_view kEndOfHead = "\r\n\r\n";

template <class Message>
std::string head_of(const Message& message) {
  std::ostringstream out;
  out << message.base();
  return out.str();
}

boost::beast::string_view view(std::string_view text) {
  return {text.data(), text.size()};
}

http::response<http::empty_body> response_of(const HttpAnswer& answer) {
  http::response<http::empty_body> response(http::int_to_status(answer.status), kHttp11);
  for (const auto& [name, value] : answer.headers) {
    response.insert(view(name), view(value));
  }
  response.set(http::field::connection, "close");
  return response;
}

}  // namespace

HttpRequest::Progress HttpRequest::feed(std::string_view bytes) {
  if (progress_ != Progress::incomplete) {
    return progress_;
  }
  // The end may stand half in what came before.
  const std::size_t known = head_.size() < kEndOfHead.size() ? 0 : head_.size() - kEndOfHead.size();
  head_.append(bytes.substr(0, kMostHead + 1 - head_.size()));
  const std::size_t end = head_.find(kEndOfHead, known);
  if (end != std::string::npos && end + kEndOfHead.size() <= kMostHead) {
    head_.resize(end + kEndOfHead.size());
    parse();
  } else if (head_.size() > kMostHead) {
    refuse(431, "the request is longer than 8 KiB");
  }
  return progress_;
}

HttpRequest::Progress HttpRequest::end() {
  return progress_ == Progress::incomplete ? refuse(400, "the request ends before it is complete")
                                           : progress_;
}

void HttpRequest::parse() {
  http::request_parser<http::empty_body> parser;
  parser.header_limit(kMostHead);
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());  // the length alone is no error of form
  ErrorCode error;
  parser.put(buffer(head_), error);
  if (error || !parser.is_header_done()) {
    refuse(400, "this is no HTTP request");
    return;
  }
  const auto& request = parser.get();
  method_ = std::string(request.method_string());
  target_ = std::string(request.target());
  if (!parser.is_done() && (method_ == "GET" || method_ == "HEAD")) {
    refuse(413, "a request has no body here");
    return;
  }
  for (const auto& field : request) {
    if (field.name() == http::field::host) {
      if (host_) {
        refuse(400, "the request names several Hosts");
        return;
      }
      host_ = std::string(field.value());
    } else if (field.name() == http::field::accept) {
      accept_ += (accept_.empty() ? "" : ",") + std::string(field.value());
    }
  }
  progress_ = Progress::complete;
}

HttpRequest::Progress HttpRequest::refuse(unsigned status, std::string_view why) {
  refusal_ = status::refusal(status, why);
  progress_ = Progress::refused;
  return progress_;
}

std::string to_bytes(const HttpAnswer& answer, bool head_only) {
  auto response = response_of(answer);
  response.content_length(answer.body.size());
  std::string bytes = head_of(response);
  return head_only ? bytes : bytes + answer.body;
}

std::string stream_head(const HttpAnswer& answer) {
  return head_of(response_of(answer));
}

std::string get_request(std::string_view target, std::string_view host) {
  http::request<http::empty_body> request(http::verb::get, view(target), kHttp11);
  request.set(http::field::host, view(host));
  request.set(http::field::connection, "close");
  return head_of(request);
}

core::Result<HttpAnswer> parse_answer(std::string_view bytes) {
  http::response_parser<http::string_body> parser;
  parser.eager(true);
  parser.body_limit(std::numeric_limits<std::uint64_t>::max());  // all of it is here already
  ErrorCode error;
  parser.put(buffer(bytes.data(), bytes.size()), error);
  if (!error && !parser.is_done()) {
    parser.put_eof(error);
  }
  if (error == http::error::need_more || error == http::error::partial_message) {
    return core::fail(core::Errc::truncated, "the answer ends before it is complete");
  }
  if (error || !parser.is_done()) {
    return core::fail(core::Errc::malformed, "the answer is no HTTP");
  }
  auto& response = parser.get();
  HttpAnswer answer{response.result_int(), {}, std::move(response.body())};
  for (const auto& field : response) {
    answer.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  }
  return answer;
}

}  // namespace dcrvoter::status
