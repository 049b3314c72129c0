#pragma once
#include "cerec/model/fingerprint.hpp"

/// A fingerprint as tags of at most 32 characters:
///
///   cerec:fk:<key id>:<salt>:<count>:<check>   48 bits of SHA-256 over all else: a damaged piece is noticed
///   cerec:f:<n><marks>                         n: two characters; 3 marks of 14 + 30 bits, 22 characters
///
/// in base64url with `.` for `_`.
namespace cerec::model {

[[nodiscard]] std::vector<std::string> fingerprint_tags(const Fingerprint& fingerprint);

/// The fingerprint tags of one instance, put together again. A missing, doubled or damaged one makes the
/// whole unreadable: a part of a fingerprint would say "no longer declared" of fields that are.
class FingerprintReader {
public:
  /// False: no tag of a fingerprint.
  [[nodiscard]] bool take(std::string_view tag);
  /// nullopt: there was none, or it is unreadable.
  [[nodiscard]] std::optional<Fingerprint> result() const;

private:
  void read_header(std::string_view rest);
  void read_piece(std::string_view rest);

  bool broken_ = false;
  std::optional<std::string> check_; ///< of the header
  Fingerprint fingerprint_;          ///< of the header, without marks
  size_t count_ = 0;
  std::map<size_t, std::string> pieces_; ///< number -> marks as text
};

} // namespace cerec::model
