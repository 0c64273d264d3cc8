// What stays in memory after keys were used: looked for in all of this process.
#include "keys/key_folder.hpp"
#include "keys/private_folder.hpp"
#include "keys/seed.hpp"
#include "keys/voting_key.hpp"
#include "keys_testing.hpp"
#include "temporary_folder.hpp"
#include "vote/builder.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace dcrvoter::keys {
namespace {

using namespace testing;

/// What is looked for is held under a mask, so that the search does not find itself.
constexpr std::uint8_t kMask = 0x5a;
using Masked = std::array<std::uint8_t, 32>;
struct Patterns {
  Masked seed, address_key;
};

Masked mask(std::span<const std::uint8_t> secret) {
  Masked masked{};
  std::ranges::transform(secret, masked.begin(), [](std::uint8_t byte) { return byte ^ kMask; });
  return masked;
}

/// Makes a voting key in a child, so that this process never held it.
Patterns make_key_elsewhere(const std::filesystem::path& state) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const FileDescriptor from(ends[0]);
  const FileDescriptor to(ends[1]);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const NewKey made = ok(make_voting_key(state, simnet()));
    const StoredWords words = ok(stored_words(state, simnet()));
    const Seed seed = ok(Seed::parse(words.words.expose_text()));
    const ExtendedKey account = ok(account_of_seed(seed.expose(), simnet(), CoinType::slip0044, 0));
    const PrivateKey key = ok(ok(account.child(1)).child_key(7));
    const Patterns patterns{mask(seed.expose()), mask(key.secret().expose())};
    ::_exit(::write(to.get(), &patterns, sizeof patterns) == sizeof patterns ? 0 : 1);
  }
  Patterns patterns{};
  REQUIRE(::read(from.get(), &patterns, sizeof patterns) == sizeof patterns);
  int status = -1;
  ::waitpid(child, &status, 0);
  REQUIRE(status == 0);
  return patterns;
}

struct Range {
  unsigned long from, to;
};

/// The writable memory of this process, but for that of secrets (which core dumps leave out) and for
/// what sanitizers reserve by the gigabyte.
std::vector<Range> writable_memory() {
  std::vector<Range> ranges;
  std::ifstream maps("/proc/self/smaps");
  bool writable = false;
  for (std::string line; std::getline(maps, line);) {
    Range range{};
    char mode[5] = "";
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &range.from, &range.to, mode) == 3) {
      writable = mode[0] == 'r' && mode[1] == 'w' && range.to - range.from < (1UL << 28U);
      if (writable) {
        ranges.push_back(range);
      }
    } else if (writable && line.starts_with("VmFlags:") && line.find(" dd") != std::string::npos) {
      ranges.pop_back();
    }
  }
  return ranges;
}

bool in_ranges(const void* address) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  return std::ranges::any_of(writable_memory(),
                             [at](const Range& range) { return range.from <= at && at < range.to; });
}

/// Its second half: freed memory has the allocator's own in place of the first bytes.
bool in_memory(const Masked& secret) {
  const auto wanted = std::span<const std::uint8_t>(secret).last(secret.size() / 2);
  const FileDescriptor memory(::open("/proc/self/mem", O_RDONLY));
  REQUIRE(memory);
  SecretBytes part;  // left out of the search
  part.resize(1U << 16U);
  for (const Range& range : writable_memory()) {
    for (unsigned long at = range.from; at < range.to; at += part.size() - wanted.size()) {
      const std::size_t size = std::min<std::size_t>(part.size(), range.to - at);
      const ssize_t got = ::pread(memory.get(), part.fill().data(), size, static_cast<off_t>(at));
      const auto found = part.expose().first(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
      const auto equal = [](std::uint8_t here, std::uint8_t masked) { return here == (masked ^ kMask); };
      if (std::search(found.begin(), found.end(), wanted.begin(), wanted.end(), equal) != found.end()) {
        return true;
      }
    }
  }
  return false;
}

void import_as_hex(const Masked& seed) {
  SecretBytes text;
  for (const std::uint8_t masked : seed) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto byte = static_cast<std::uint8_t>(masked ^ kMask);
    text.append(kDigits.substr(byte >> 4U, 1));
    text.append(kDigits.substr(byte & 15U, 1));
  }
  const TemporaryFolder state;
  CHECK(ok(import_keys(state.path(), simnet(), text)).from_seed);
}

void load_and_vote(const std::filesystem::path& state) {
  LoadedKeys loaded = load_keys(state, simnet());
  REQUIRE(loaded.problems.empty());
  const wire::Payee voting = loaded.ring.derive(0, 1, 7, 8).at(0);
  const vote::Ticket ticket{core::Hash{}, 20'000'000'000, voting, {{voting, 20'000'000'000, 0}}};
  const auto decided = ok(vote::decide_vote(simnet(), ticket, {core::Hash{}, 1000}, {1, 12, {}}));
  REQUIRE(loaded.ring.sign(decided));
}

TEST_CASE("keys: nothing of a key stays in memory when its ring is gone") {
  const Secret<1> of_the_pool;
  if (in_ranges(of_the_pool.expose().data())) {
    MESSAGE("this kernel does not show which memory is left out of core dumps");
    return;
  }
  const TemporaryFolder state;
  const Patterns patterns = make_key_elsewhere(state.path());
  load_and_vote(state.path());
  CHECK_FALSE(in_memory(patterns.address_key));
  (void)stored_words(state.path(), simnet());
  CHECK_FALSE(in_memory(patterns.seed));
  import_as_hex(patterns.seed);
  CHECK_FALSE(in_memory(patterns.seed));

  // The search would have found it.
  core::Bytes copy(patterns.seed.begin(), patterns.seed.end());
  std::ranges::for_each(copy, [](std::uint8_t& byte) { byte ^= kMask; });
  CHECK(in_memory(patterns.seed));
  wipe(copy.data(), copy.size());
}

}  // namespace
}  // namespace dcrvoter::keys
