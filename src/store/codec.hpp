/// Records as they stand on the disk: a key that sorts, and a value of
///
///     version (1 byte) | fields | checksum (8 bytes)
///
/// All numbers are big-endian; a text is its length (2 bytes) and its bytes, a list its count (1 byte)
/// and its items. Texts beyond kLongestText bytes are cut, lists beyond kMostItems items too. The
/// checksum is the beginning of BLAKE-256 over the key and all of the value before it: a record under
/// another's key is damaged too. A field that a later version adds goes to the end, before the
/// checksum, and is read only from records of that version on. Of a record that a newer dcrvoter wrote
/// what this one knows is read, so that after a step back nothing is lost that it once knew.
///
/// Every function here is pure. Errors of all decoders: malformed, truncated, trailing, checksum.
#pragma once

#include "core/bytes.hpp"
#include "core/result.hpp"
#include "vote/record.hpp"

#include <cstdint>

namespace dcrvoter::store {

/// The first byte of a key: what kind of record it is.
enum class Kind : std::uint8_t { call = 'c', event = 'e', meta = 'm', ticket = 't' };

/// A record on the disk.
struct Entry {
  core::Bytes key, value;
  friend bool operator==(const Entry&, const Entry&) = default;
};

/// 'c', height, block, ticket: by height.
[[nodiscard]] core::Bytes call_key(const vote::CallRecord& call);
/// 't', txid.
[[nodiscard]] core::Bytes ticket_key(const core::Hash& txid);
/// 'e', time (with the sign bit turned, so that it sorts), number among those of the same time.
[[nodiscard]] core::Bytes event_key(vote::UnixMillis at, std::uint32_t sequence);

[[nodiscard]] Entry encode(const vote::CallRecord& call);
[[nodiscard]] Entry encode(const vote::TicketRecord& ticket);
[[nodiscard]] Entry encode(const vote::EventRecord& event, std::uint32_t sequence);

[[nodiscard]] core::Result<vote::CallRecord> decode_call(core::ByteView key, core::ByteView value);
[[nodiscard]] core::Result<vote::TicketRecord> decode_ticket(core::ByteView key, core::ByteView value);
[[nodiscard]] core::Result<vote::EventRecord> decode_event(core::ByteView key, core::ByteView value);

/// What the whole store is. Its form stays for ever: schema, network, whatever a later schema adds,
/// checksum.
struct Meta {
  std::uint32_t schema = 0;
  std::uint32_t network = 0;  ///< wire::Network::magic
};
[[nodiscard]] core::Bytes meta_key();
[[nodiscard]] Entry encode(const Meta& meta);
[[nodiscard]] core::Result<Meta> decode_meta(core::ByteView value);

}  // namespace dcrvoter::store
