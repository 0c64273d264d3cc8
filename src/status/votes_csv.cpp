// The calls as a table for spreadsheets.
#include "status/foreign_text.hpp"
#include "status/text.hpp"
#include "status/text_table.hpp"
#include "status/time_text.hpp"
#include "vote/subsidy.hpp"

#include <string_view>

namespace dcrvoter::status {
namespace {

/// A cell of RFC 4180. Spreadsheets take what begins with =, +, - or @ for a formula: an apostrophe
/// before it keeps it a text.
std::string cell(std::string_view foreign) {
  const std::string text = printable(foreign, 1000);
  std::string quoted = "\"";
  if (!text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos) {
    quoted += '\'';
  }
  for (const char c : text) {
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return quoted + '"';
}

std::string hash_cell(const core::Hash& hash) {
  return hash.is_zero() ? "" : hash.to_string();
}

std::string yes_no(bool value) {
  return value ? "yes" : "no";
}

std::string row(const vote::CallRecord& call, const wire::Network& network) {
  const bool mined = call.outcome == vote::Outcome::mined && call.mined;
  std::string line = rfc3339(call.called) + ',' + std::to_string(call.height) + ',' + call.block.to_string() +
                     ',' + call.ticket.to_string() + ',';
  line += call.sent && call.sent->after_us != 0 ? std::to_string(call.sent->after_us) : "";
  line += ',' + std::string(to_string(call.outcome)) + ',' + hash_cell(call.decided_in) + ',';
  line += mined ? hash_cell(call.mined->txid) + ',' + std::to_string(call.mined->bits) + ',' +
                      yes_no(call.mined->as_wished) + ',' + yes_no(call.mined->by_twin) + ',' +
                      coins_text(vote::vote_subsidy(network, call.height))
                : ",,,,";
  line += ',' + std::string(call.outcome == vote::Outcome::missed ? to_string(call.cause) : "");
  return line + ',' + cell(call.words) + "\r\n";
}

}  // namespace

std::string votes_csv(const Snapshot& snapshot) {
  const wire::Network& network = wire::network(snapshot.network);
  std::string text =
      "called,height,block,ticket,sent_after_us,outcome,decided_in,vote,bits,as_wished,by_twin,reward_dcr,"
      "cause,words\r\n";
  for (const vote::CallRecord& call : snapshot.calls) {
    text += row(call, network);
  }
  return text;
}

}  // namespace dcrvoter::status
