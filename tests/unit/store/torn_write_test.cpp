// A power cut keeps any of the writes since the last sync, and drops the others. This program's own
// pwrite, writev and fdatasync, which LMDB calls instead of the system's, note them.
#include "store/records.hpp"
#include "store/store.hpp"
#include "temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <fcntl.h>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <vector>

using namespace dcrvoter;
using namespace dcrvoter::store;
using namespace dcrvoter::testing;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPage = 4096;

struct Write {
  std::size_t at;
  std::string bytes;
};

/// What happened to the file since the recorder was set up: writes, and an empty list for every sync.
struct Recorder {
  std::vector<std::vector<Write>> between_syncs{{}};

  /// In pieces of a page, since a disk may drop any of them.
  void add(int fd, std::size_t at, const std::string& bytes) {
    for (std::size_t from = 0; from < bytes.size(); from += kPage) {
      between_syncs.back().push_back({at + from, bytes.substr(from, kPage)});
    }
    if ((static_cast<unsigned>(::fcntl(fd, F_GETFL)) & O_DSYNC) != 0) {  // on the disk when it returns
      sync();
    }
  }
  void sync() { between_syncs.emplace_back(); }
};
Recorder* recorder = nullptr;

ssize_t answer(long result) {
  return static_cast<ssize_t>(result);
}

}  // namespace

extern "C" {

ssize_t pwrite(int fd, const void* data, size_t size, off_t at) {
  const iovec part{const_cast<void*>(data), size};
  const auto written =
      ::pwritev(fd, &part, 1, at);  // the bare call has its arguments elsewhere on 32-bit ARM
  if (recorder != nullptr && written > 0) {
    recorder->add(fd, static_cast<std::size_t>(at),
                  {static_cast<const char*>(data), static_cast<std::size_t>(written)});
  }
  return written;
}

ssize_t writev(int fd, const iovec* parts, int count) {
  const auto at = static_cast<std::size_t>(::lseek(fd, 0, SEEK_CUR));
  const auto written = answer(::syscall(SYS_writev, fd, parts, count));
  if (recorder != nullptr && written > 0) {
    std::string bytes;
    for (int i = 0; i < count; ++i) {
      bytes.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
    }
    bytes.resize(static_cast<std::size_t>(written));
    recorder->add(fd, at, bytes);
  }
  return written;
}

int fdatasync(int fd) {
  if (recorder != nullptr) {
    recorder->sync();
  }
  return static_cast<int>(::syscall(SYS_fdatasync, fd));
}

}  // extern "C"

namespace {

void apply(std::string& image, const Write& write) {
  image.resize(std::max(image.size(), write.at + write.bytes.size()), '\0');
  image.replace(write.at, write.bytes.size(), write.bytes);
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The calls in a store whose file has these bytes.
std::vector<vote::CallRecord> calls_in(const fs::path& folder, const std::string& image) {
  fs::remove_all(folder);
  fs::create_directory(folder);
  std::ofstream(folder / "data.mdb", std::ios::binary) << image;
  const auto store = ok(Store::open(folder, wire::NetworkId::simnet, Mode::read_only));
  REQUIRE(store->verify());
  const auto calls = ok(store->latest_calls(SIZE_MAX));
  REQUIRE(store->damaged() == 0);
  return calls;
}

vote::Changes block(std::uint32_t height) {
  vote::Changes changes;
  for (std::uint8_t ticket = 0; ticket < 5; ++ticket) {
    for (const std::uint32_t of : {height, height + 1}) {
      changes.calls.push_back(full_call());
      changes.calls.back().height = of;
      changes.calls.back().ticket = filled(ticket);
      changes.calls.back().outcome = of == height ? vote::Outcome::mined : vote::Outcome::open;
    }
    changes.tickets.push_back(full_ticket(static_cast<std::uint8_t>(height * 5 + ticket)));
  }
  return changes;
}

/// Subsets of so many writes: all of them if they are few, else some.
std::vector<std::vector<bool>> subsets(std::size_t writes, std::mt19937& random) {
  constexpr std::size_t kFew = 6;
  std::vector<std::vector<bool>> chosen;
  for (std::size_t i = 0; i < (1U << std::min(writes, kFew)); ++i) {
    std::vector<bool> subset(writes);
    for (std::size_t bit = 0; bit < writes; ++bit) {
      subset[bit] = writes <= kFew ? (i >> bit & 1U) != 0 : (random() & 1U) != 0;
    }
    chosen.push_back(std::move(subset));
  }
  return chosen;
}

}  // namespace

TEST_CASE(
    "store/torn_write: whatever a power cut drops, the last commit is there whole, and no half of the next") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "store";
  const auto store = ok(Store::open(path, wire::NetworkId::simnet, Mode::read_write));
  REQUIRE(store->commit(block(0)));
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same subsets at every run
  std::size_t cuts = 0;
  for (std::uint32_t height = 1; height <= 12; ++height) {
    const auto before = ok(store->latest_calls(SIZE_MAX));
    std::string image = bytes_of(path / "data.mdb");
    Recorder writes;
    recorder = &writes;
    const auto committed = store->commit(block(height));
    recorder = nullptr;
    REQUIRE(committed);
    const auto after = ok(store->latest_calls(SIZE_MAX));
    REQUIRE(before != after);
    REQUIRE(writes.between_syncs.size() >= 3);  // the pages, the page that makes them count, nothing
    REQUIRE(writes.between_syncs.back().empty());
    for (const auto& unsynced : writes.between_syncs) {
      for (const auto& subset : subsets(unsynced.size(), random)) {
        std::string cut = image;
        for (std::size_t i = 0; i < unsynced.size(); ++i) {
          if (subset[i]) {
            apply(cut, unsynced[i]);
          }
        }
        const auto found = calls_in(folder.path() / "cut", cut);
        CHECK((found == before || found == after));
        ++cuts;
      }
      for (const auto& write : unsynced) {
        apply(image, write);
      }
    }
    CHECK(calls_in(folder.path() / "cut", image) == after);
  }
  CHECK(cuts > 300);
}
