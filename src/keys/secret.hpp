/// Memory for secrets: locked, left out of core dumps, empty in forked children, wiped when it
/// goes; what it holds can be neither printed nor copied. Where a secret is read it says `expose()`.
///
/// Secret<N> is for keys and what is computed from them; SecretBytes for texts that hold keys.
/// Both may be used by several threads, each object by one at a time.
#pragma once

#include "core/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <span>
#include <string_view>
#include <utility>

namespace dcrvoter::keys {

/// Whether all secrets so far lie in memory that cannot be swapped out. Locking may be forbidden
/// (LimitMEMLOCK, RLIMIT_MEMLOCK); then everything works and the service says so once.
[[nodiscard]] bool secrets_are_locked() noexcept;

/// Overwrites memory in a way that the compiler keeps.
void wipe(void* memory, std::size_t size) noexcept;

/// Fills `out` from the operating system's generator. Throws std::system_error when there is none.
void fill_random(std::span<std::uint8_t> out);

namespace detail {
inline constexpr std::size_t kSlotSize = 64;
/// A zeroed slot of kSlotSize bytes; lock-free. Throws std::bad_alloc after 65,536 of them.
[[nodiscard]] std::uint8_t* take_slot();
void give_slot(std::uint8_t* slot) noexcept;  ///< wipes it
}  // namespace detail

/// N secret bytes, zero at first.
template <std::size_t N>
requires(N > 0 && N <= detail::kSlotSize) class Secret {
 public:
  Secret() : slot_(detail::take_slot()) {}
  ~Secret() {
    if (slot_ != nullptr) {
      detail::give_slot(slot_);
    }
  }
  /// What was moved from may only be destroyed or assigned to.
  Secret(Secret&& other) noexcept : slot_(std::exchange(other.slot_, nullptr)) {}
  Secret& operator=(Secret&& other) noexcept {
    std::swap(slot_, other.slot_);
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  [[nodiscard]] std::span<const std::uint8_t, N> expose() const& noexcept {
    return std::span<const std::uint8_t, N>(slot_, N);
  }
  void expose() && = delete;
  /// To write the secret in place.
  [[nodiscard]] std::span<std::uint8_t, N> fill() & noexcept { return std::span<std::uint8_t, N>(slot_, N); }

  friend bool operator==(const Secret&, const Secret&) = delete;
  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  std::uint8_t* slot_;
};

/// A secret text or byte string that grows, in pages of its own.
class SecretBytes {
 public:
  SecretBytes() noexcept = default;
  explicit SecretBytes(std::size_t capacity) { reserve(capacity); }
  ~SecretBytes() { release(); }
  SecretBytes(SecretBytes&& other) noexcept { swap(other); }
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    swap(other);
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;

  /// Throws std::bad_alloc. Growing wipes the former pages.
  void reserve(std::size_t capacity);
  /// New bytes are zero; bytes that are cut off are wiped.
  void resize(std::size_t size);
  void append(core::ByteView bytes);
  void append(std::string_view text);

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] core::ByteView expose() const& noexcept { return {bytes_, size_}; }
  void expose() && = delete;
  [[nodiscard]] std::string_view expose_text() const& noexcept;
  void expose_text() && = delete;
  /// To write within size().
  [[nodiscard]] std::span<std::uint8_t> fill() & noexcept { return {bytes_, size_}; }

  friend bool operator==(const SecretBytes&, const SecretBytes&) = delete;
  friend std::ostream& operator<<(std::ostream&, const SecretBytes&) = delete;

 private:
  void swap(SecretBytes& other) noexcept;
  void release() noexcept;

  std::uint8_t* bytes_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;  ///< whole pages
};

}  // namespace dcrvoter::keys
