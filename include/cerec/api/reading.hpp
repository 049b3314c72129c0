#pragma once
#include "cerec/api/client.hpp"

#include <set>

namespace cerec::api {

/// One pass over the pages of a listing, and what its pages prove. Pure.
///
/// Page tokens are offsets (docs/api.md 4.2): an instance deleted during the pass moves a later one onto a
/// page that has been read already, and it is never seen; one that appears in front is seen twice. So a pass
/// counts.
class Reading {
public:
  /// What is listed. The total that the service states beside a tag may count the whole account (docs/api.md
  /// 15).
  enum class Of { account, tag };
  explicit Reading(Of of) : of_(of) {}

  enum class Next {
    follow_token, ///< there is, or may be, another page
    done,         ///< the end; see proof()
    inconsistent, ///< the account moved under the reader: read again, unless it is endless()
  };
  enum class Proof {
    proven,   ///< the service's total agrees, or there was a single page with room left and no token
    unproven, ///< nothing was stated: GET /instances/count, or a second reading, must confirm
  };

  /// Takes one page over. Its instances are the caller's no more.
  Next add(Page page);
  [[nodiscard]] const std::string& next_token() const { return token_; }
  [[nodiscard]] Proof proof() const;
  [[nodiscard]] size_t size() const { return instances_.size(); }
  [[nodiscard]] std::optional<int64_t> total() const { return total_; }
  /// What moved, for the message of a failure.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  /// There were more pages than any account has: to read again is no use.
  [[nodiscard]] bool endless() const { return pages_ > k_most_pages; }
  [[nodiscard]] const std::set<int64_t>& ids() const { return ids_; }
  /// The instances sorted by id; the reading is spent.
  [[nodiscard]] std::vector<model::LiveInstance> take();

private:
  static constexpr size_t k_most_pages = 10'000;
  Next inconsistent(std::string trouble);
  Next at_end();

  Of of_;
  std::vector<model::LiveInstance> instances_;
  std::set<int64_t> ids_;
  std::set<std::string> seen_tokens_;
  std::optional<int64_t> total_; ///< as the last page that stated one did
  std::string token_, trouble_;
  size_t pages_ = 0;
  size_t last_page_size_ = 0;
};

} // namespace cerec::api
