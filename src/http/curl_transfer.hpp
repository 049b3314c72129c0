#pragma once
#include "cerec/http/curl_transport.hpp"

#include <array>
#include <curl/curl.h>
#include <memory>
#include <string>

/// libcurl's easy interface: one request, from our value to its handle and back. With curl_transport.cpp,
/// which drives many of them, all that knows libcurl.
namespace cerec::http {

struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;

/// A header list for libcurl; wiped when destroyed, since one of the headers authorizes.
class HeaderList {
public:
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() {
    for (curl_slist* each = list_; each != nullptr; each = each->next) {
      for (volatile char* byte = each->data; *byte != 0; ++byte)
        *byte = '\0'; // volatile: not to be dropped
    }
    curl_slist_free_all(list_);
  }
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  [[nodiscard]] curl_slist* get() const { return list_; }

private:
  curl_slist* list_ = nullptr;
};

/// One request on its way. libcurl keeps pointers into it, so it stays where it is until it is done.
struct Transfer {
  RequestId id = 0;
  Request request;
  HeaderList headers;
  Easy easy;
  uint64_t max_bytes = 0;
  int sends = 0; ///< times that libcurl was about to send; more than 1: the second was stopped
  bool too_large = false;
  Response response;
  std::string body;
  size_t header_bytes = 0;
  std::array<char, CURL_ERROR_SIZE> error_text{};
};

/// Sets all that this request asks of its handle.
[[nodiscard]] CURLcode prepare(Transfer& transfer, const CurlSettings& settings, const std::string& ca_file);
/// What a failed transfer says to the caller, above all whether a byte may have left.
[[nodiscard]] TransportError error_of(const Transfer& transfer, CURLcode code);

} // namespace cerec::http
