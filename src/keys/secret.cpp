// Slots of 64 bytes come out of one reserved range, found by a bitmap a page; texts get whole
// pages of their own. mlock works on pages, so a lock belongs to memory that holds secrets only:
// locking a variable on the stack, and unlocking it later, would unlock its neighbours.
#include "keys/secret.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cerrno>
#include <cstring>
#include <new>
#include <sys/mman.h>
#include <sys/random.h>
#include <system_error>
#include <unistd.h>

namespace dcrvoter::keys {
namespace {

std::atomic<bool> all_locked{true};

/// Reserved address space costs nothing until a page of it is used.
std::uint8_t* map_secret_pages(std::size_t size) {
  void* memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) {
    throw std::bad_alloc();
  }
  // Best effort, as is locking: an old kernel without one of them keeps a voter voting.
  (void)::madvise(memory, size, MADV_DONTDUMP);
  (void)::madvise(memory, size, MADV_WIPEONFORK);
  return static_cast<std::uint8_t*>(memory);
}

void lock_pages(std::uint8_t* memory, std::size_t size) noexcept {
  if (::mlock(memory, size) != 0) {
    all_locked.store(false, std::memory_order_relaxed);
  }
}

constexpr std::size_t kGroupSlots = 64;  // one bit each
constexpr std::size_t kGroupSize = kGroupSlots * detail::kSlotSize;
constexpr std::size_t kGroups = 1024;
constexpr std::uint64_t kFull = ~std::uint64_t{0};

class SlotPool {
 public:
  SlotPool() : memory_(map_secret_pages(kGroups * kGroupSize)) {}

  std::uint8_t* take() {
    // Beginning where there was room last keeps the search short when many keys are held.
    const std::size_t first = hint_.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < kGroups; ++i) {
      const std::size_t group = (first + i) % kGroups;
      std::uint64_t used = used_[group].load(std::memory_order_relaxed);
      while (used != kFull) {
        const auto bit = static_cast<std::size_t>(std::countr_one(used));
        if (used_[group].compare_exchange_weak(used, used | (std::uint64_t{1} << bit),
                                               std::memory_order_acquire)) {
          if (!locked_[group].exchange(true, std::memory_order_relaxed)) {
            lock_pages(memory_ + group * kGroupSize, kGroupSize);
          }
          hint_.store(group, std::memory_order_relaxed);
          return memory_ + group * kGroupSize + bit * detail::kSlotSize;
        }
      }
    }
    throw std::bad_alloc();
  }

  void give(std::uint8_t* slot) noexcept {
    wipe(slot, detail::kSlotSize);
    const auto index = static_cast<std::size_t>(slot - memory_) / detail::kSlotSize;
    const std::uint64_t bit = std::uint64_t{1} << (index % kGroupSlots);
    used_[index / kGroupSlots].fetch_and(~bit, std::memory_order_release);
    hint_.store(index / kGroupSlots, std::memory_order_relaxed);
  }

 private:
  std::uint8_t* memory_;
  std::array<std::atomic<std::uint64_t>, kGroups> used_{};
  std::array<std::atomic<bool>, kGroups> locked_{};
  std::atomic<std::size_t> hint_{0};
};

/// Never destroyed: secrets of static lifetime may outlive any order of destruction.
SlotPool& pool() {
  static SlotPool& instance = *new SlotPool;
  return instance;
}

std::size_t whole_pages(std::size_t size) {
  static const auto kPage = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return (size + kPage - 1) / kPage * kPage;
}

}  // namespace

bool secrets_are_locked() noexcept {
  return all_locked.load(std::memory_order_relaxed);
}

void wipe(void* memory, std::size_t size) noexcept {
  ::explicit_bzero(memory, size);
}

void fill_random(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = ::getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "the operating system gives no random bytes");
    }
    out = out.subspan(got < 0 ? 0 : static_cast<std::size_t>(got));
  }
}

namespace detail {

std::uint8_t* take_slot() {
  return pool().take();
}

void give_slot(std::uint8_t* slot) noexcept {
  pool().give(slot);
}

}  // namespace detail

void SecretBytes::reserve(std::size_t capacity) {
  if (capacity <= capacity_) {
    return;
  }
  const std::size_t room = whole_pages(std::max(capacity, 2 * capacity_));
  std::uint8_t* fresh = map_secret_pages(room);
  lock_pages(fresh, room);
  const std::size_t size = size_;
  if (size != 0) {
    std::memcpy(fresh, bytes_, size);
  }
  release();
  bytes_ = fresh;
  size_ = size;
  capacity_ = room;
}

void SecretBytes::resize(std::size_t size) {
  reserve(size);
  if (size < size_) {
    wipe(bytes_ + size, size_ - size);
  }
  size_ = size;
}

void SecretBytes::append(core::ByteView bytes) {
  if (bytes.empty()) {
    return;
  }
  reserve(size_ + bytes.size());
  std::memcpy(bytes_ + size_, bytes.data(), bytes.size());
  size_ += bytes.size();
}

void SecretBytes::append(std::string_view text) {
  append(core::ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

std::string_view SecretBytes::expose_text() const& noexcept {
  return {reinterpret_cast<const char*>(bytes_), size_};
}

void SecretBytes::swap(SecretBytes& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
}

void SecretBytes::release() noexcept {
  if (bytes_ != nullptr) {
    wipe(bytes_, size_);
    ::munmap(bytes_, capacity_);
    bytes_ = nullptr;
    size_ = capacity_ = 0;
  }
}

}  // namespace dcrvoter::keys
