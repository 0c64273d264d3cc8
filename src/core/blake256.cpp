// BLAKE-256 of `core/digest.hpp`. Words are big-endian. Source: `dcrd: crypto/blake256` and the
// submission to the SHA-3 competition (BLAKE, final round version).
#include "core/digest.hpp"

#include <algorithm>
#include <bit>

namespace dcrvoter::core {
namespace {

constexpr std::array<std::uint32_t, 8> kInitial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                                   0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
constexpr std::array<std::uint32_t, 16> kPi = {
    0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89,
    0x452821e6, 0x38d01377, 0xbe5466cf, 0x34e90c6c, 0xc0ac29b7, 0xc97c50dd, 0x3f84d5b5, 0xb5470917};
constexpr std::uint8_t kSigma[10][16] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
                                         {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
                                         {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
                                         {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
                                         {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
                                         {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
                                         {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
                                         {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
                                         {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
                                         {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

constexpr std::size_t kBlock = 64;
constexpr std::size_t kLengthAt = 56;  // where the last block's bit length stands
constexpr std::size_t kFinalBitAt = 55;

std::uint32_t load_be(const std::uint8_t* from) noexcept {
  return (std::uint32_t{from[0]} << 24U) | (std::uint32_t{from[1]} << 16U) | (std::uint32_t{from[2]} << 8U) |
         from[3];
}

void store_be(std::uint8_t* to, std::uint32_t value) noexcept {
  for (unsigned i = 0; i < 4; ++i) {
    to[i] = static_cast<std::uint8_t>(value >> (24U - 8U * i));
  }
}

using Words = std::array<std::uint32_t, 16>;

// Row and I are template arguments so that each index and constant is one of compile time.
template <std::size_t Row, std::size_t I>
[[gnu::always_inline]] inline void mix(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c, std::uint32_t& d,
                                       const Words& m) noexcept {
  constexpr std::uint8_t kFirst = kSigma[Row][2 * I];
  constexpr std::uint8_t kSecond = kSigma[Row][2 * I + 1];
  a += b + (m[kFirst] ^ kPi[kSecond]);
  d = std::rotr(d ^ a, 16);
  c += d;
  b = std::rotr(b ^ c, 12);
  a += b + (m[kSecond] ^ kPi[kFirst]);
  d = std::rotr(d ^ a, 8);
  c += d;
  b = std::rotr(b ^ c, 7);
}

template <std::size_t Row>
[[gnu::always_inline]] inline void round(Words& v, const Words& m) noexcept {
  mix<Row, 0>(v[0], v[4], v[8], v[12], m);
  mix<Row, 1>(v[1], v[5], v[9], v[13], m);
  mix<Row, 2>(v[2], v[6], v[10], v[14], m);
  mix<Row, 3>(v[3], v[7], v[11], v[15], m);
  mix<Row, 4>(v[0], v[5], v[10], v[15], m);
  mix<Row, 5>(v[1], v[6], v[11], v[12], m);
  mix<Row, 6>(v[2], v[7], v[8], v[13], m);
  mix<Row, 7>(v[3], v[4], v[9], v[14], m);
}

}  // namespace

void Blake256::reset() noexcept {
  h_ = kInitial;
  used_ = 0;
  length_ = 0;
}

// `counter_bits` counts the message bits up to the end of this block, padding excluded, and is 0
// for a block that holds none.
void Blake256::compress(const std::uint8_t* block, std::uint64_t counter_bits) noexcept {
  Words m;
  for (std::size_t i = 0; i < m.size(); ++i) {
    m[i] = load_be(block + 4 * i);
  }
  const auto low = static_cast<std::uint32_t>(counter_bits);
  const auto high = static_cast<std::uint32_t>(counter_bits >> 32U);
  Words v = {h_[0],  h_[1],  h_[2],  h_[3],  h_[4],        h_[5],        h_[6],         h_[7],
             kPi[0], kPi[1], kPi[2], kPi[3], low ^ kPi[4], low ^ kPi[5], high ^ kPi[6], high ^ kPi[7]};
  round<0>(v, m);
  round<1>(v, m);
  round<2>(v, m);
  round<3>(v, m);
  round<4>(v, m);
  round<5>(v, m);
  round<6>(v, m);
  round<7>(v, m);
  round<8>(v, m);
  round<9>(v, m);
  round<0>(v, m);
  round<1>(v, m);
  round<2>(v, m);
  round<3>(v, m);
  for (std::size_t i = 0; i < h_.size(); ++i) {
    h_[i] ^= v[i] ^ v[i + 8];
  }
}

Blake256& Blake256::update(ByteView data) noexcept {
  if (used_ != 0) {
    const std::size_t taken = std::min(kBlock - used_, data.size());
    std::copy_n(data.begin(), taken, buffer_.begin() + static_cast<std::ptrdiff_t>(used_));
    used_ += taken;
    length_ += taken;
    data = data.subspan(taken);
    if (used_ == kBlock) {
      compress(buffer_.data(), length_ * 8);
      used_ = 0;
    }
  }
  while (data.size() >= kBlock) {
    length_ += kBlock;
    compress(data.data(), length_ * 8);
    data = data.subspan(kBlock);
  }
  if (!data.empty()) {
    std::copy(data.begin(), data.end(), buffer_.begin());
    used_ = data.size();
    length_ += used_;
  }
  return *this;
}

Hash Blake256::finish() noexcept {
  const std::uint64_t bits = length_ * 8;
  // The counter of a block that holds no message bits is 0, whatever was hashed before.
  std::uint64_t counter = used_ == 0 ? 0 : bits;
  std::fill(buffer_.begin() + static_cast<std::ptrdiff_t>(used_), buffer_.end(), std::uint8_t{0});
  buffer_[used_] = 0x80;
  if (used_ > kFinalBitAt) {  // no room for the length: it gets a block of its own
    compress(buffer_.data(), counter);
    buffer_.fill(0);
    counter = 0;
  }
  buffer_[kFinalBitAt] |= 0x01;
  store_be(buffer_.data() + kLengthAt, static_cast<std::uint32_t>(bits >> 32U));
  store_be(buffer_.data() + kLengthAt + 4, static_cast<std::uint32_t>(bits));
  compress(buffer_.data(), counter);

  Hash digest;
  for (std::size_t i = 0; i < h_.size(); ++i) {
    store_be(digest.bytes.data() + 4 * i, h_[i]);
  }
  return digest;
}

Hash blake256(ByteView data) noexcept {
  return Blake256().update(data).finish();
}

}  // namespace dcrvoter::core
