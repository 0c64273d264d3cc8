#include "keys/secret.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <type_traits>
#include <unistd.h>
#include <vector>

namespace dcrvoter::keys {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
template <class T>
concept Comparable = requires(const T& value) {
  value == value;
};
template <class T>
concept ExposesTemporary = requires(T value) {
  std::move(value).expose();
};

static_assert(!std::is_copy_constructible_v<Secret<32>> && !std::is_copy_assignable_v<Secret<32>>);
static_assert(!std::is_copy_constructible_v<SecretBytes> && !std::is_copy_assignable_v<SecretBytes>);
static_assert(std::is_nothrow_move_constructible_v<Secret<32>> &&
              std::is_nothrow_move_constructible_v<SecretBytes>);
static_assert(!Printable<Secret<32>> && !Printable<SecretBytes>);
static_assert(!Comparable<Secret<32>> && !Comparable<SecretBytes>);
static_assert(!ExposesTemporary<Secret<32>> && !ExposesTemporary<SecretBytes>);

bool all_are(core::ByteView bytes, std::uint8_t value) {
  return std::ranges::all_of(bytes, [value](std::uint8_t byte) { return byte == value; });
}

TEST_CASE("keys/secret: is zero at first, moves, and is wiped when it goes") {
  const std::uint8_t* place = nullptr;
  {
    Secret<32> secret;
    CHECK(all_are(secret.expose(), 0));
    std::ranges::fill(secret.fill(), std::uint8_t{0xa5});
    place = secret.expose().data();
    Secret<32> moved(std::move(secret));
    CHECK(moved.expose().data() == place);
    CHECK(all_are(moved.expose(), 0xa5));
    Secret<32> assigned;
    assigned = std::move(moved);
    CHECK(assigned.expose().data() == place);
  }
  CHECK(all_are({place, 32}, 0));  // the slot stays mapped
}

TEST_CASE("keys/secret: slots are not shared, and are used again") {
  std::vector<Secret<64>> secrets(1000);
  for (std::size_t i = 0; i < secrets.size(); ++i) {
    std::ranges::fill(secrets[i].fill(), static_cast<std::uint8_t>(i));
  }
  for (std::size_t i = 0; i < secrets.size(); ++i) {
    CHECK(all_are(secrets[i].expose(), static_cast<std::uint8_t>(i)));
  }
  const std::uint8_t* place = secrets[500].expose().data();
  secrets.erase(secrets.begin() + 500);
  const Secret<16> again;
  CHECK(again.expose().data() == place);
}

TEST_CASE("keys/secret: more than the pool holds is an exception, not a plain allocation") {
  std::vector<Secret<1>> secrets;
  secrets.reserve(70'000);
  CHECK_THROWS_AS(
      [&] {
        for (int i = 0; i < 70'000; ++i) {
          secrets.emplace_back();
        }
      }(),
      std::bad_alloc);
  CHECK(secrets.size() > 60'000);
  secrets.clear();
  CHECK_NOTHROW(Secret<1>());
}

TEST_CASE("keys/secret: several threads take and give slots at once") {
  std::vector<std::thread> threads;
  std::array<bool, 4> good{};
  for (std::size_t t = 0; t < good.size(); ++t) {
    threads.emplace_back([t, &good] {
      bool mine = true;
      for (int round = 0; round < 2000; ++round) {
        std::array<Secret<32>, 5> secrets;
        for (Secret<32>& secret : secrets) {
          mine = mine && all_are(secret.expose(), 0);
          std::ranges::fill(secret.fill(), static_cast<std::uint8_t>(t + 1));
        }
        for (const Secret<32>& secret : secrets) {
          mine = mine && all_are(secret.expose(), static_cast<std::uint8_t>(t + 1));
        }
      }
      good[t] = mine;
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  CHECK(std::ranges::all_of(good, [](bool one) { return one; }));
}

/// The VmFlags line of the mapping that holds an address (proc(5), smaps).
std::string flags_of(const void* address) {
  const auto wanted = reinterpret_cast<std::uintptr_t>(address);
  std::ifstream maps("/proc/self/smaps");
  bool inside = false;
  for (std::string line; std::getline(maps, line);) {
    std::uintptr_t from = 0;
    std::uintptr_t to = 0;
    char dash = 0;
    if (std::istringstream head(line); head >> std::hex >> from >> dash >> to && dash == '-') {
      inside = from <= wanted && wanted < to;
    } else if (inside && line.starts_with("VmFlags:")) {
      return line + " ";
    }
  }
  return {};
}

/// Whether what a call does to memory shows here: sanitizers make nothing of mlock, and emulators of some
/// madvise, and say that it worked.
bool shows(const char* flag, int (*call)(void*, std::size_t)) {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* memory = ::mmap(nullptr, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(memory != MAP_FAILED);
  const bool shown = call(memory, page) == 0 && flags_of(memory).find(flag) != std::string::npos;
  ::munmap(memory, page);
  return shown;
}

int leave_out_of_dumps(void* memory, std::size_t size) {
  return ::madvise(memory, size, MADV_DONTDUMP);
}

int lock(void* memory, std::size_t size) {
  return ::mlock(memory, size);
}

TEST_CASE("keys/secret: memory is locked and left out of core dumps") {
  const Secret<32> secret;
  SecretBytes bytes(10);
  bytes.append("x");
  for (const std::uint8_t* place : {secret.expose().data(), bytes.expose().data()}) {
    const std::string flags = flags_of(place);
    if (flags.empty()) {
      MESSAGE("this kernel shows no memory flags");
      return;
    }
    if (shows(" dd ", leave_out_of_dumps)) {
      CHECK(flags.find(" dd ") != std::string::npos);
    }
    if (shows(" lo ", lock)) {
      CHECK(secrets_are_locked());
      CHECK(flags.find(" lo ") != std::string::npos);
    }
  }
}

TEST_CASE("keys/secret: a forked child finds nothing") {
  Secret<32> secret;
  std::ranges::fill(secret.fill(), std::uint8_t{7});
  SecretBytes bytes;
  bytes.append("secret");
  constexpr int kNothing = 1;
  constexpr int kAsked = 2;  // what shows whether the kernel wipes at all
  auto* asked = static_cast<std::uint8_t*>(
      ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  REQUIRE(asked != MAP_FAILED);
  (void)::madvise(asked, 4096, MADV_WIPEONFORK);
  *asked = 7;
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const bool nothing = all_are(secret.expose(), 0) && all_are(bytes.expose(), 0);
    ::_exit((nothing ? kNothing : 0) | (*asked == 0 ? kAsked : 0));
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  ::munmap(asked, 4096);
  REQUIRE(WIFEXITED(status));
  const int wiped = WEXITSTATUS(status);
  CHECK((wiped == 0 || wiped == (kNothing | kAsked)));
  CHECK(all_are(secret.expose(), 7));
}

TEST_CASE("keys/secret: a text grows and shrinks, cut bytes are wiped") {
  SecretBytes text;
  CHECK(text.empty());
  CHECK(text.expose_text().empty());
  text.append("abc");
  text.append(core::Bytes{'d', 'e'});
  CHECK(text.expose_text() == "abcde");
  text.resize(2);
  CHECK(text.expose_text() == "ab");
  text.resize(5);
  CHECK(text.expose_text() == std::string_view("ab\0\0\0", 5));
  const std::string long_text(20'000, 'x');
  text.append(long_text);
  CHECK(text.size() == 20'005);
  CHECK(text.expose_text().starts_with("ab"));
  CHECK(text.expose_text().ends_with(long_text));
  SecretBytes moved(std::move(text));
  CHECK(moved.size() == 20'005);
}

TEST_CASE("keys/secret: random bytes differ") {
  Secret<32> one;
  Secret<32> two;
  fill_random(one.fill());
  fill_random(two.fill());
  CHECK_FALSE(std::ranges::equal(one.expose(), two.expose()));
  CHECK_FALSE(all_are(one.expose(), 0));
}

}  // namespace
}  // namespace dcrvoter::keys
