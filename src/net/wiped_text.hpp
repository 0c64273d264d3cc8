/// Text that is wiped when it goes: passwords, and keys in PEM, on their way to the other side or
/// to the TLS library.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace dcrvoter::net {

/// Owns its characters on the heap, so that a move leaves nothing behind (a short std::string
/// would). Cannot be printed or compared; view() is for those who must have the characters.
/// What the caller copied it from is the caller's to wipe.
class WipedText {
 public:
  WipedText() noexcept = default;
  WipedText(std::string_view text);  // NOLINT(google-explicit-constructor): assigned like a string
  WipedText(const std::string& text)
      : WipedText(std::string_view(text)) {}                          // NOLINT(google-explicit-constructor)
  WipedText(const char* text) : WipedText(std::string_view(text)) {}  // NOLINT(google-explicit-constructor)
  WipedText(const WipedText& other) : WipedText(other.view()) {}
  WipedText(WipedText&& other) noexcept;
  WipedText& operator=(const WipedText& other);
  WipedText& operator=(WipedText&& other) noexcept;
  ~WipedText() { wipe(); }

  [[nodiscard]] std::string_view view() const noexcept { return {text_.get(), size_}; }
  [[nodiscard]] const char* c_str() const noexcept {
    return text_ ? text_.get() : "";
  }  ///< ends with a zero byte
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  void wipe() noexcept;

  std::unique_ptr<char[]> text_;
  std::size_t size_ = 0;
};

/// Overwrites `text` and empties it.
void wipe(std::string& text) noexcept;

}  // namespace dcrvoter::net
