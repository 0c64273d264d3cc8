#include "wire/writer.hpp"

#include "core/digest.hpp"
#include "hex.hpp"

namespace dcrvoter::wire {
namespace {

template <class Sink>
void write_some_of_everything(Sink& to) {
  core::Hash hash;
  hash.bytes.fill(0x5a);
  to.u8(1)
      .u16(2)
      .u32(3)
      .u64(4)
      .i64(-5)
      .varint(0xfd)
      .var_bytes(core::Bytes(300, 7))
      .raw(core::Bytes{8})
      .hash(hash);
}

TEST_CASE("wire/writer: HashWriter is the hash of what Writer makes") {
  Writer bytes;
  write_some_of_everything(bytes);
  HashWriter hash;
  write_some_of_everything(hash);
  CHECK(hash.finish() == core::blake256(bytes.view()));
}

}  // namespace
}  // namespace dcrvoter::wire
