// Loaded into dcrvoter before everything else (LD_PRELOAD): a disk, or a processor, that fails when a test
// says so. The file that $FAULTY_BOX names holds what fails now, in one word:
//   full, io, readonly
//              what is written or synchronised on the disk is refused with ENOSPC, EIO or EROFS;
//              with io, files named *.cert cannot be opened either
//   hang       it waits until somebody writes to the FIFO $FAULTY_BOX.fifo
//   stuck      the first thread, which votes, waits for the same instead of for its next event
//   verify     each signature is found wrong
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utility>

namespace {

std::string path() {
  const char* named = std::getenv("FAULTY_BOX");
  return named == nullptr ? "" : named;
}

bool fails(const char* word) {
  const int file = ::open(path().c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return false;
  }
  char text[16]{};
  const auto size = ::read(file, text, sizeof text - 1);
  ::close(file);
  return size > 0 && std::strcmp(text, word) == 0;
}

void wait_for_fifo() {
  ::close(::open((path() + ".fifo").c_str(), O_RDONLY | O_CLOEXEC));
}

/// Whether the disk refuses; errno says how.
bool disk_refuses() {
  if (fails("hang")) {
    wait_for_fifo();
  }
  for (const auto& [word, why] : {std::pair("full", ENOSPC), {"io", EIO}, {"readonly", EROFS}}) {
    if (fails(word)) {
      errno = why;
      return true;
    }
  }
  return false;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

int fdatasync(int file) {
  return disk_refuses() ? -1 : real<int(int)>("fdatasync")(file);
}
ssize_t pwrite(int file, const void* bytes, std::size_t size, off_t at) {
  return disk_refuses()
             ? -1
             : real<ssize_t(int, const void*, std::size_t, off_t)>("pwrite")(file, bytes, size, at);
}
ssize_t pwritev(int file, const iovec* parts, int count, off_t at) {
  return disk_refuses() ? -1
                        : real<ssize_t(int, const iovec*, int, off_t)>("pwritev")(file, parts, count, at);
}
ssize_t pwrite64(int file, const void* bytes, std::size_t size, off64_t at) {
  return pwrite(file, bytes, size, at);
}
ssize_t pwritev64(int file, const iovec* parts, int count, off64_t at) {
  return pwritev(file, parts, count, at);
}

int open(const char* name, int flags, ...) {
  const std::string_view file(name);
  const bool is_read_anew = file.ends_with(".cert");
  if (is_read_anew && fails("hang")) {
    wait_for_fifo();
  }
  if (is_read_anew && fails("io")) {
    errno = EIO;
    return -1;
  }
  va_list rest;
  va_start(rest, flags);
  const int mode = (static_cast<unsigned>(flags) & O_CREAT) != 0 ? va_arg(rest, int) : 0;
  va_end(rest);
  return real<int(const char*, int, ...)>("open")(name, flags, mode);
}
int open64(const char* name, int flags, ...) {
  va_list rest;
  va_start(rest, flags);
  const int mode = (static_cast<unsigned>(flags) & O_CREAT) != 0 ? va_arg(rest, int) : 0;
  va_end(rest);
  return open(name, flags, mode);
}

int epoll_wait(int set, epoll_event* events, int most, int milliseconds) {
  if (::gettid() == ::getpid() && fails("stuck")) {
    wait_for_fifo();
  }
  return real<int(int, epoll_event*, int, int)>("epoll_wait")(set, events, most, milliseconds);
}

int secp256k1_ecdsa_verify(const void* context, const void* signature, const unsigned char* hash,
                           const void* key) {
  using Verify = int(const void*, const void*, const unsigned char*, const void*);
  return fails("verify") ? 0 : real<Verify>("secp256k1_ecdsa_verify")(context, signature, hash, key);
}
}
