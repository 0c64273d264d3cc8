#include "store/codec.hpp"

#include "core/digest.hpp"
#include "store/fields.hpp"

namespace dcrvoter::store {
namespace {

using vote::CallRecord;
using vote::EventRecord;
using vote::TicketRecord;

constexpr std::uint8_t kCallVersion = 2;    ///< 2: whether late or unknown, and the fault
constexpr std::uint8_t kTicketVersion = 2;  ///< 2: its blocks and its place
constexpr std::uint8_t kEventVersion = 1;
constexpr std::size_t kChecksumSize = 8;

constexpr std::uint8_t kClockSynchronised = 1;
constexpr std::uint8_t kSent = 2;
constexpr std::uint8_t kMined = 4;
constexpr std::uint8_t kLate = 1;
constexpr std::uint8_t kWasUnknown = 2;
constexpr std::uint8_t kByTwin = 1;
constexpr std::uint8_t kAsWished = 2;

using Checksum = std::array<std::uint8_t, kChecksumSize>;

Checksum checksum_of(core::ByteView key, core::ByteView fields) {
  core::Blake256 hasher;
  const auto digest = hasher.update(key).update(fields).finish();
  Checksum checksum{};
  std::copy_n(digest.bytes.begin(), kChecksumSize, checksum.begin());
  return checksum;
}

Entry seal(core::Bytes key, FieldWriter value) {
  value.raw(checksum_of(key, value.view()));
  return {std::move(key), value.take()};
}

/// The value without its checksum, which is right.
core::Result<core::ByteView> unseal(core::ByteView key, core::ByteView value) {
  if (value.size() < kChecksumSize) {
    return core::fail(core::Errc::truncated, "a record of " + std::to_string(value.size()) + " bytes");
  }
  const auto fields = value.first(value.size() - kChecksumSize);
  if (!std::ranges::equal(checksum_of(key, fields), value.last(kChecksumSize))) {
    return core::fail(core::Errc::checksum, "a record's checksum differs");
  }
  return fields;
}

/// Reads one kind of record: `read(key, fields, version)` makes it of the readers behind the kind and the
/// version.
template <class Read>
auto decode(Kind kind, std::uint8_t newest, core::ByteView key, core::ByteView value, Read read)
    -> core::Result<decltype(read(std::declval<FieldReader&>(), std::declval<FieldReader&>(), newest))> {
  const auto unsealed = unseal(key, value);
  if (!unsealed) {
    return std::unexpected(unsealed.error());
  }
  FieldReader keys(key);
  FieldReader fields(*unsealed);
  if (keys.number<std::uint8_t>() != static_cast<std::uint8_t>(kind)) {
    return core::fail(core::Errc::malformed, "a record of another kind");
  }
  const auto version = fields.number<std::uint8_t>();
  if (version == 0) {
    return core::fail(core::Errc::malformed, "a record of version 0");
  }
  auto record = read(keys, fields, version);
  if (auto ended = version > newest ? fields.well() : fields.end(); !ended) {
    return std::unexpected(std::move(ended.error()));
  }
  if (auto ended = keys.end(); !ended) {
    return std::unexpected(std::move(ended.error()));
  }
  return record;
}

void write(FieldWriter& out, const std::vector<vote::TreasuryVote>& votes) {
  out.list(votes, [&out](const vote::TreasuryVote& vote) {
    out.raw(vote.tspend.bytes);
    out.number(static_cast<std::uint8_t>(vote.answer));
  });
}

std::vector<vote::TreasuryVote> read_treasury(FieldReader& in) {
  return in.list([&in] {
    vote::TreasuryVote vote;
    vote.tspend = in.hash();
    vote.answer = in.one_of(vote::TreasuryAnswer::abstain, vote::TreasuryAnswer::no);
    return vote;
  });
}

void write(FieldWriter& out, const vote::SentVote& sent) {
  out.raw(sent.txid.bytes);
  out.number(sent.bits);
  write(out, sent.treasury);
  out.number(sent.after_us);
}

vote::SentVote read_sent(FieldReader& in) {
  vote::SentVote sent;
  sent.txid = in.hash();
  sent.bits = in.number<std::uint16_t>();
  sent.treasury = read_treasury(in);
  sent.after_us = in.number<std::uint32_t>();
  return sent;
}

void write(FieldWriter& out, const vote::NodeAnswer& answer) {
  out.text(answer.node);
  out.number(static_cast<std::uint8_t>(answer.answer));
  out.number(answer.at);
  out.number(answer.tip);
  out.text(answer.words);
}

vote::NodeAnswer read_answer(FieldReader& in) {
  vote::NodeAnswer answer;
  answer.node = in.text();
  answer.answer = in.one_of(vote::Answer::accepted, vote::Answer::lost);
  answer.at = in.number<vote::UnixMillis>();
  answer.tip = in.number<std::uint32_t>();
  answer.words = in.text();
  return answer;
}

void write(FieldWriter& out, const vote::MinedVote& mined) {
  out.raw(mined.txid.bytes);
  out.number(mined.bits);
  write(out, mined.treasury);
  out.number(static_cast<std::uint8_t>((mined.by_twin ? kByTwin : 0U) | (mined.as_wished ? kAsWished : 0U)));
}

vote::MinedVote read_mined(FieldReader& in) {
  vote::MinedVote mined;
  mined.txid = in.hash();
  mined.bits = in.number<std::uint16_t>();
  mined.treasury = read_treasury(in);
  const auto flags = in.flags(kByTwin | kAsWished);
  mined.by_twin = (flags & kByTwin) != 0;
  mined.as_wished = (flags & kAsWished) != 0;
  return mined;
}

CallRecord read_call(FieldReader& key, FieldReader& in, std::uint8_t version) {
  CallRecord call;
  call.height = key.number<std::uint32_t>();
  call.block = key.hash();
  call.ticket = key.hash();
  const auto flags = in.flags(kClockSynchronised | kSent | kMined);
  call.clock_synchronised = (flags & kClockSynchronised) != 0;
  call.called = in.number<vote::UnixMillis>();
  call.called_by = in.text();
  if ((flags & kSent) != 0) {
    call.sent = read_sent(in);
  }
  call.answers = in.list([&in] { return read_answer(in); });
  call.outcome = in.one_of(vote::Outcome::open, vote::Outcome::gone);
  call.decided_in = in.hash();
  if ((flags & kMined) != 0) {
    call.mined = read_mined(in);
  }
  call.cause = in.one_of(vote::MissCause::none, vote::MissCause::left_out);
  call.words = in.text();
  if (version >= 2) {
    const auto how = in.flags(kLate | kWasUnknown);
    call.late = (how & kLate) != 0;
    call.was_unknown = (how & kWasUnknown) != 0;
    call.fault = in.text();
  }
  return call;
}

void write(FieldWriter& out, const wire::Payee& payee) {
  out.number(static_cast<std::uint8_t>(payee.type));
  out.raw(payee.hash.bytes);
}

wire::Payee read_payee(FieldReader& in) {
  wire::Payee payee;
  payee.type = in.one_of(wire::PayeeType::p2pkh, wire::PayeeType::p2sh);
  in.raw(payee.hash.bytes);
  return payee;
}

TicketRecord read_ticket(FieldReader& key, FieldReader& in, std::uint8_t version) {
  TicketRecord record;
  record.ticket.txid = key.hash();
  record.ticket.price = in.number<std::int64_t>();
  record.ticket.voting = read_payee(in);
  record.ticket.commitments = in.list([&in] {
    vote::Commitment commitment;
    commitment.payee = read_payee(in);
    commitment.amount = in.number<std::int64_t>();
    commitment.limits = in.number<std::uint16_t>();
    return commitment;
  });
  record.height = in.number<std::uint32_t>();
  record.seen = in.number<std::uint32_t>();
  record.spent_height = in.number<std::uint32_t>();
  record.mined = in.flags(1) != 0;
  record.end = in.one_of(vote::TicketEnd::none, vote::TicketEnd::missed_or_expired);
  if (version >= 2) {
    record.block = in.hash();
    record.spent_in = in.hash();
    if (in.flags(1) != 0) {
      vote::VotingPlace place;
      place.account = in.number<std::uint32_t>();
      place.branch = in.number<std::uint32_t>();
      place.index = in.number<std::uint32_t>();
      record.place = place;
    }
  }
  return record;
}

constexpr std::uint64_t kSign = 1ULL << 63U;

EventRecord read_event(FieldReader& key, FieldReader& in, std::uint8_t /*version*/) {
  EventRecord event;
  event.at = static_cast<vote::UnixMillis>(key.number<std::uint64_t>() ^ kSign);
  (void)key.number<std::uint32_t>();
  event.kind = in.one_of(vote::EventKind::started, vote::EventKind::alarm);
  event.node = in.text();
  event.height = in.number<std::uint32_t>();
  event.words = in.text();
  return event;
}

FieldWriter begin_key(Kind kind) {
  FieldWriter key;
  key.number(static_cast<std::uint8_t>(kind));
  return key;
}

FieldWriter begin_value(std::uint8_t version) {
  FieldWriter value;
  value.number(version);
  return value;
}

}  // namespace

core::Bytes call_key(const CallRecord& call) {
  auto key = begin_key(Kind::call);
  key.number(call.height);
  key.raw(call.block.bytes);
  key.raw(call.ticket.bytes);
  return key.take();
}

core::Bytes ticket_key(const core::Hash& txid) {
  auto key = begin_key(Kind::ticket);
  key.raw(txid.bytes);
  return key.take();
}

core::Bytes event_key(vote::UnixMillis at, std::uint32_t sequence) {
  auto key = begin_key(Kind::event);
  key.number(static_cast<std::uint64_t>(at) ^ kSign);
  key.number(sequence);
  return key.take();
}

Entry encode(const CallRecord& call) {
  auto out = begin_value(kCallVersion);
  out.number(static_cast<std::uint8_t>((call.clock_synchronised ? kClockSynchronised : 0U) |
                                       (call.sent ? kSent : 0U) | (call.mined ? kMined : 0U)));
  out.number(call.called);
  out.text(call.called_by);
  if (call.sent) {
    write(out, *call.sent);
  }
  out.list(call.answers, [&out](const vote::NodeAnswer& answer) { write(out, answer); });
  out.number(static_cast<std::uint8_t>(call.outcome));
  out.raw(call.decided_in.bytes);
  if (call.mined) {
    write(out, *call.mined);
  }
  out.number(static_cast<std::uint8_t>(call.cause));
  out.text(call.words);
  out.number(static_cast<std::uint8_t>((call.late ? kLate : 0U) | (call.was_unknown ? kWasUnknown : 0U)));
  out.text(call.fault);
  return seal(call_key(call), std::move(out));
}

Entry encode(const TicketRecord& record) {
  auto out = begin_value(kTicketVersion);
  out.number(record.ticket.price);
  write(out, record.ticket.voting);
  out.list(record.ticket.commitments, [&out](const vote::Commitment& commitment) {
    write(out, commitment.payee);
    out.number(commitment.amount);
    out.number(commitment.limits);
  });
  out.number(record.height);
  out.number(record.seen);
  out.number(record.spent_height);
  out.number(static_cast<std::uint8_t>(record.mined));
  out.number(static_cast<std::uint8_t>(record.end));
  out.raw(record.block.bytes);
  out.raw(record.spent_in.bytes);
  out.number(static_cast<std::uint8_t>(record.place.has_value()));
  if (record.place) {
    out.number(record.place->account);
    out.number(record.place->branch);
    out.number(record.place->index);
  }
  return seal(ticket_key(record.ticket.txid), std::move(out));
}

Entry encode(const EventRecord& event, std::uint32_t sequence) {
  auto out = begin_value(kEventVersion);
  out.number(static_cast<std::uint8_t>(event.kind));
  out.text(event.node);
  out.number(event.height);
  out.text(event.words);
  return seal(event_key(event.at, sequence), std::move(out));
}

core::Result<CallRecord> decode_call(core::ByteView key, core::ByteView value) {
  return decode(Kind::call, kCallVersion, key, value, read_call);
}

core::Result<TicketRecord> decode_ticket(core::ByteView key, core::ByteView value) {
  return decode(Kind::ticket, kTicketVersion, key, value, read_ticket);
}

core::Result<EventRecord> decode_event(core::ByteView key, core::ByteView value) {
  return decode(Kind::event, kEventVersion, key, value, read_event);
}

core::Bytes meta_key() {
  return begin_key(Kind::meta).take();
}

Entry encode(const Meta& meta) {
  FieldWriter out;
  out.number(meta.schema);
  out.number(meta.network);
  return seal(meta_key(), std::move(out));
}

core::Result<Meta> decode_meta(core::ByteView value) {
  const auto fields = unseal(meta_key(), value);
  if (!fields) {
    return std::unexpected(fields.error());
  }
  constexpr std::size_t kFields = 8;  // a later schema may have more
  FieldReader in(fields->first(std::min(fields->size(), kFields)));
  Meta meta;
  meta.schema = in.number<std::uint32_t>();
  meta.network = in.number<std::uint32_t>();
  if (auto ended = in.end(); !ended) {
    return std::unexpected(std::move(ended.error()));
  }
  return meta;
}

}  // namespace dcrvoter::store
