#include "status/call_json.hpp"

#include "status/json_fields.hpp"
#include "status/json_values.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace dcrvoter::status {
namespace {

using core::Errc;
using core::fail;
using Null = Fields::Null;

constexpr std::string_view kCallFields[] = {"network",
                                            "block",
                                            "height",
                                            "ticket",
                                            "called",
                                            "called_by",
                                            "clock_synchronised",
                                            "late",
                                            "ticket_was_unknown",
                                            "fault",
                                            "sent",
                                            "answers",
                                            "outcome",
                                            "decided_in",
                                            "mined",
                                            "cause",
                                            "words"};
constexpr std::string_view kSentFields[] = {"txid", "bits", "treasury", "after_us"};
constexpr std::string_view kMinedFields[] = {"txid", "bits", "treasury", "by_twin", "as_wished"};
constexpr std::string_view kAnswerFields[] = {"node", "answer", "at", "tip", "words"};
constexpr std::string_view kTreasuryFields[] = {"spend", "answer"};

constexpr std::array kAnswers{vote::Answer::accepted, vote::Answer::duplicate, vote::Answer::other_vote,
                              vote::Answer::refused, vote::Answer::lost};
constexpr std::array kOutcomes{vote::Outcome::open, vote::Outcome::mined, vote::Outcome::missed,
                               vote::Outcome::gone};
constexpr std::array kCauses{vote::MissCause::box_off,     vote::MissCause::no_node,
                             vote::MissCause::node_behind, vote::MissCause::ticket_unknown,
                             vote::MissCause::own_fault,   vote::MissCause::called_late,
                             vote::MissCause::refused,     vote::MissCause::left_out};
constexpr std::array kTreasuryAnswers{vote::TreasuryAnswer::yes, vote::TreasuryAnswer::no};

std::vector<vote::TreasuryVote> read_treasury(Fields& fields) {
  std::vector<vote::TreasuryVote> votes;
  fields.list("treasury", vote::kMaxTreasuryVotes, [&votes](Fields vote) {
    vote.allow(kTreasuryFields);
    votes.push_back({vote.hash("spend", Null::refused), vote.word("answer", kTreasuryAnswers, answer_name)});
  });
  return votes;
}

std::optional<vote::SentVote> read_sent(Fields& call) {
  auto fields = call.object("sent");
  if (!fields) {
    return std::nullopt;
  }
  fields->allow(kSentFields);
  vote::SentVote sent;
  sent.txid = fields->hash("txid", Null::allowed);
  sent.bits = fields->integer<std::uint16_t>("bits");
  sent.treasury = read_treasury(*fields);
  sent.after_us = fields->integer<std::uint32_t>("after_us");
  return sent;
}

std::optional<vote::MinedVote> read_mined(Fields& call) {
  auto fields = call.object("mined");
  if (!fields) {
    return std::nullopt;
  }
  fields->allow(kMinedFields);
  vote::MinedVote mined;
  mined.txid = fields->hash("txid", Null::allowed);
  mined.bits = fields->integer<std::uint16_t>("bits");
  mined.treasury = read_treasury(*fields);
  mined.by_twin = fields->boolean("by_twin");
  mined.as_wished = fields->boolean("as_wished");
  return mined;
}

std::vector<vote::NodeAnswer> read_answers(Fields& call) {
  std::vector<vote::NodeAnswer> answers;
  call.list("answers", kMostAnswers, [&answers](Fields fields) {
    fields.allow(kAnswerFields);
    vote::NodeAnswer answer;
    answer.node = fields.text("node");
    answer.answer = fields.word("answer", kAnswers, [](vote::Answer word) { return to_string(word); });
    answer.at = fields.time("at");
    answer.tip = fields.integer<std::uint32_t>("tip");
    answer.words = fields.text("words");
    answers.push_back(std::move(answer));
  });
  return answers;
}

/// What the outcome asks for is there, and nothing else is.
void check_outcome(const vote::CallRecord& call, Fields& fields) {
  const bool mined = call.outcome == vote::Outcome::mined;
  const bool missed = call.outcome == vote::Outcome::missed;
  const auto only_with = [&](const char* name, bool given, bool allowed, const char* outcome) {
    if (given != allowed) {
      const std::string word = '"' + std::string(to_string(call.outcome)) + '"';
      fields.wrong(name, given ? "is given with the outcome " + word + "; it belongs to " + outcome
                               : "is null with the outcome " + word);
    }
  };
  only_with("mined", call.mined.has_value(), mined, "\"mined\"");
  if (!missed) {
    only_with("cause", call.cause != vote::MissCause::none, false, "\"missed\"");
  }
}

vote::CallRecord read_call(Fields& fields, std::string_view network) {
  fields.allow(kCallFields);
  if (const std::string given = fields.text("network"); given != network) {
    fields.wrong("network", "is " + quoted(given) + ", and this configuration is of " + std::string(network));
  }
  vote::CallRecord call;
  call.block = fields.hash("block", Null::refused);
  call.height = fields.integer<std::uint32_t>("height");
  call.ticket = fields.hash("ticket", Null::refused);
  call.called = fields.time("called");
  call.called_by = fields.text("called_by");
  call.clock_synchronised = fields.boolean("clock_synchronised");
  call.late = fields.boolean("late");
  call.was_unknown = fields.boolean("ticket_was_unknown");
  call.fault = fields.text("fault");
  call.sent = read_sent(fields);
  call.answers = read_answers(fields);
  call.outcome = fields.word("outcome", kOutcomes, [](vote::Outcome word) { return to_string(word); });
  call.decided_in = fields.hash("decided_in", Null::allowed);
  call.mined = read_mined(fields);
  if (!fields.is_null("cause")) {
    call.cause = fields.word("cause", kCauses, [](vote::MissCause word) { return to_string(word); });
  }
  call.words = fields.text("words");
  check_outcome(call, fields);
  return call;
}

}  // namespace

std::string call_to_json(const vote::CallRecord& call, std::string_view network) {
  json::object line{{"network", network}};
  for (auto& field : call_value(call)) {
    line.emplace(field.key(), std::move(field.value()));
  }
  return json::serialize(line);
}

core::Result<vote::CallRecord> call_from_json(std::string_view line, std::string_view network) {
  if (line.size() > kMostLine) {
    return fail(Errc::too_large, "is longer than " + std::to_string(kMostLine >> 10) + " KiB");
  }
  json::error_code ec;
  const json::value value = json::parse(json::string_view(line.data(), line.size()), ec);
  if (ec) {
    return fail(Errc::malformed, "is no JSON: " + ec.message());
  }
  std::optional<core::Error> error;
  Fields fields(value, "", error);
  vote::CallRecord call = read_call(fields, network);
  if (error) {
    return std::unexpected(std::move(*error));
  }
  return call;
}

}  // namespace dcrvoter::status
