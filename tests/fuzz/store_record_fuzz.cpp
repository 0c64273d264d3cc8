// Records of the store. The first byte says the kind; the key and the fields follow, and the checksum is
// put behind them here, since it would keep everything else out.
#include "core/digest.hpp"
#include "fuzz.hpp"
#include "store/codec.hpp"

#include <algorithm>

using namespace dcrvoter;

namespace {

constexpr std::size_t kChecksumSize = 8;

core::Bytes sealed(core::ByteView key, core::ByteView fields) {
  const auto sum = core::Blake256().update(key).update(fields).finish();
  core::Bytes value(fields.begin(), fields.end());
  value.insert(value.end(), sum.bytes.begin(), sum.bytes.begin() + kChecksumSize);
  return value;
}

std::uint32_t sequence_of(core::ByteView key) {
  std::uint32_t sequence = 0;
  for (const std::uint8_t byte : key.last(4)) {
    sequence = sequence << 8U | byte;
  }
  return sequence;
}

/// What can be read is written as the same record, and as the same bytes when its version is the newest.
template <class Decode, class Encode>
void check(std::size_t key_size, core::ByteView input, Decode decode, Encode encode) {
  const auto key = input.first(std::min(key_size, input.size()));
  const auto fields = input.subspan(key.size());
  fuzz::require(!decode(key, fields) || fields.size() > kChecksumSize);
  const auto value = sealed(key, fields);
  const auto record = decode(key, value);
  if (record) {
    const store::Entry entry = encode(*record, key);
    const auto again = decode(entry.key, entry.value);
    fuzz::require(std::ranges::equal(entry.key, key) && again && *again == *record);
    fuzz::require(entry.value[0] != value[0] || entry.value == value);
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const auto input = core::ByteView(data, size).subspan(1);
  const auto encode = [](const auto& record, core::ByteView) { return store::encode(record); };
  switch (data[0] % 4) {
    case 0: check(1 + 4 + 32 + 32, input, store::decode_call, encode); break;
    case 1: check(1 + 32, input, store::decode_ticket, encode); break;
    case 2:
      check(1 + 8 + 4, input, store::decode_event,
            [](const auto& event, core::ByteView key) { return store::encode(event, sequence_of(key)); });
      break;
    default: (void)store::decode_meta(sealed(store::meta_key(), input)); break;
  }
  return 0;
}
