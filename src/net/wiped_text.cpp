#include "net/wiped_text.hpp"

#include <cstring>
#include <utility>

namespace dcrvoter::net {

WipedText::WipedText(std::string_view text) : size_(text.size()) {
  if (!text.empty()) {
    text_ = std::make_unique<char[]>(size_ + 1);
    std::memcpy(text_.get(), text.data(), size_);
  }
}

WipedText::WipedText(WipedText&& other) noexcept
    : text_(std::move(other.text_)), size_(std::exchange(other.size_, 0)) {}

WipedText& WipedText::operator=(const WipedText& other) {
  if (this != &other) {
    *this = WipedText(other);
  }
  return *this;
}

WipedText& WipedText::operator=(WipedText&& other) noexcept {
  if (this != &other) {
    wipe();
    text_ = std::move(other.text_);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

void WipedText::wipe() noexcept {
  if (text_) {
    ::explicit_bzero(text_.get(), size_);
  }
}

void wipe(std::string& text) noexcept {
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

}  // namespace dcrvoter::net
