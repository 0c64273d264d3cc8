#include "status/json_values.hpp"

#include "status/foreign_text.hpp"
#include "status/time_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace dcrvoter::status {
namespace {

json::array treasury_value(const std::vector<vote::TreasuryVote>& votes) {
  json::array list;
  for (const vote::TreasuryVote& vote : votes) {
    list.push_back(json::object{{"spend", hash_value(vote.tspend)}, {"answer", answer_name(vote.answer)}});
  }
  return list;
}

json::value sent_value(const std::optional<vote::SentVote>& sent) {
  if (!sent) {
    return nullptr;
  }
  return json::object{{"txid", hash_value(sent->txid)},
                      {"bits", sent->bits},
                      {"treasury", treasury_value(sent->treasury)},
                      {"after_us", sent->after_us}};
}

json::value mined_value(const vote::CallRecord& call) {
  if (call.outcome != vote::Outcome::mined || !call.mined) {
    return nullptr;
  }
  const vote::MinedVote& mined = *call.mined;
  return json::object{{"txid", hash_value(mined.txid)},
                      {"bits", mined.bits},
                      {"treasury", treasury_value(mined.treasury)},
                      {"by_twin", mined.by_twin},
                      {"as_wished", mined.as_wished}};
}

json::array answers_value(const std::vector<vote::NodeAnswer>& answers) {
  json::array list;
  for (std::size_t i = 0; i < std::min(answers.size(), kMostAnswers); ++i) {
    const vote::NodeAnswer& answer = answers[i];
    list.push_back(json::object{{"node", text_value(answer.node)},
                                {"answer", to_string(answer.answer)},
                                {"at", time_value(answer.at)},
                                {"tip", answer.tip},
                                {"words", text_value(answer.words)}});
  }
  return list;
}

json::value cause_value(const vote::CallRecord& call) {
  if (call.outcome != vote::Outcome::missed || call.cause == vote::MissCause::none) {
    return nullptr;
  }
  return json::value(vote::to_string(call.cause));
}

}  // namespace

json::value text_value(std::string_view text) {
  return json::value(valid_utf8(text));
}

json::value hash_value(const core::Hash& hash) {
  return hash.is_zero() ? json::value(nullptr) : json::value(hash.to_string());
}

json::value time_value(vote::UnixMillis at) {
  const std::string text = rfc3339(at);
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value height_value(std::uint32_t height) {
  return height == 0 ? json::value(nullptr) : json::value(height);
}

json::value words_value(std::string_view text) {
  return text.empty() ? json::value(nullptr) : text_value(text);
}

json::object answer_head(const Snapshot& snapshot) {
  return {{"observed_at", time_value(snapshot.observed_at)},
          {"network", wire::network(snapshot.network).name},
          {"height", height_value(snapshot.height)}};
}

std::string answer_text(const json::object& answer) {
  return json::serialize(answer) + "\n";
}

std::string_view answer_name(vote::TreasuryAnswer answer) noexcept {
  switch (answer) {
    case vote::TreasuryAnswer::abstain: return "abstain";
    case vote::TreasuryAnswer::yes: return "yes";
    case vote::TreasuryAnswer::no: return "no";
  }
  return "unknown";
}

json::object call_value(const vote::CallRecord& call) {
  return {{"block", hash_value(call.block)},
          {"height", call.height},
          {"ticket", hash_value(call.ticket)},
          {"called", time_value(call.called)},
          {"called_by", text_value(call.called_by)},
          {"clock_synchronised", call.clock_synchronised},
          {"late", call.late},
          {"ticket_was_unknown", call.was_unknown},
          {"fault", text_value(call.fault)},
          {"sent", sent_value(call.sent)},
          {"answers", answers_value(call.answers)},
          {"outcome", vote::to_string(call.outcome)},
          {"decided_in", hash_value(call.decided_in)},
          {"mined", mined_value(call)},
          {"cause", cause_value(call)},
          {"words", text_value(call.words)}};
}

}  // namespace dcrvoter::status
