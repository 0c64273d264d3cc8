// What comes through the network's door: cut into pieces somewhere, read as a request, checked for its Host,
// routed and answered. Whatever it is, there is an answer, whose form is HTTP and whose guards are there.
#include "fuzz.hpp"
#include "status/host_check.hpp"
#include "status/http_message.hpp"

#include <algorithm>
#include <string>

using namespace dcrvoter;
using namespace dcrvoter::status;

namespace {

using Progress = HttpRequest::Progress;

core::Hash ticket_hash() {
  core::Hash hash;
  hash.bytes.fill(0x31);
  return hash;
}

Snapshot box() {
  Snapshot snapshot;
  snapshot.observed_at = 1'795'463'601'042;
  snapshot.height = 1'100'001;
  snapshot.can_vote = true;
  snapshot.key.single = 1;
  snapshot.nodes = {{"192.168.1.20:9109", true, true, false, 1'100'001, ""}};
  snapshot.tickets.resize(1);
  snapshot.tickets[0].ticket.txid = ticket_hash();
  snapshot.calls.resize(1);
  snapshot.calls[0].ticket = ticket_hash();
  snapshot.choices = {{ticket_hash().to_string(), "oldagenda", "no", ""}};
  return snapshot;
}

HttpRequest read(std::string_view bytes, std::size_t piece) {
  HttpRequest request;
  while (!bytes.empty() && request.progress() == Progress::incomplete) {
    request.feed(bytes.substr(0, piece));
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  request.end();
  return request;
}

HttpAnswer answer_to(const HttpRequest& request, Show show) {
  static const IpEnd kHere{boost::asio::ip::make_address("192.168.1.20"), 80};
  static const std::string kNames[] = {"dcrvoter.local"};
  static const Snapshot kSnapshot = box();
  if (request.progress() == Progress::refused) {
    return request.refusal();
  }
  if (auto no = refuse_host(request.host(), kHere, "kitchen", kNames)) {
    return std::move(*no);
  }
  const auto found = route(request.method(), request.target(), request.accept());
  return found ? answer(*found, kSnapshot, show) : found.error();
}

bool has(const HttpAnswer& answer, std::string_view name, std::string_view value) {
  return std::ranges::any_of(answer.headers, [&](const auto& header) {
    return header.first == name && header.second.find(value) != std::string::npos;
  });
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view bytes = fuzz::as_text({data + 1, size - 1});
  const HttpRequest request = read(bytes, bytes.size() + 1);
  const HttpRequest in_pieces = read(bytes, std::size_t{1} + data[0]);
  fuzz::require(request.progress() != Progress::incomplete);
  fuzz::require(request.progress() == in_pieces.progress() && request.target() == in_pieces.target() &&
                request.method() == in_pieces.method() && request.host() == in_pieces.host() &&
                request.accept() == in_pieces.accept());
  for (const Show show : {Show::full, Show::health}) {
    const HttpAnswer answer = answer_to(request, show);
    fuzz::require(
        has(answer, "X-Content-Type-Options", "nosniff") && has(answer, "Cache-Control", "no-store") &&
        has(answer, "Content-Security-Policy", "frame-ancestors 'none'") && !has(answer, "Set-Cookie", ""));
    const bool is_good = answer.status == 200;  // the box can vote, so /readyz is never 503
    fuzz::require(is_good || (answer.status >= 400 && answer.body.starts_with("{\"error\":\"")));
    fuzz::require(!is_good || request.method() == "GET" || request.method() == "HEAD");
    fuzz::require(show == Show::full || answer.body.find(ticket_hash().to_string()) == std::string::npos);
    const auto back = parse_answer(to_bytes(answer, false));
    fuzz::require(back && back->status == answer.status && back->body == answer.body);
  }
  return 0;
}
