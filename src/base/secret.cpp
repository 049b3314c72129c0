#include "cerec/base/secret.hpp"

namespace cerec::base {

Secret::Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) {
  other.wipe();
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::move(other.bytes_);
    other.wipe(); // a short string is copied by the move, not moved
  }
  return *this;
}

bool Secret::same_as(const Secret& other) const {
  if (bytes_.size() != other.bytes_.size())
    return false;
  unsigned difference = 0;
  for (size_t i = 0; i < bytes_.size(); ++i)
    difference |= static_cast<unsigned char>(bytes_[i] ^ other.bytes_[i]);
  return difference == 0;
}

void Secret::wipe() noexcept {
  volatile char* bytes = bytes_.data();
  for (size_t i = 0; i < bytes_.size(); ++i)
    bytes[i] = 0; // volatile: the compiler may not drop it
  bytes_.clear();
}

} // namespace cerec::base
