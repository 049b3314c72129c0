#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Encodings undone byte by byte, so that what is found in the plain text can be cut out of the encoded one.
namespace cerec::base {

/// A text, and for each of its bytes the part of the first text that it comes from.
struct Layer {
  std::string text;
  std::vector<size_t> from, to;
  void add(char byte, size_t begin, size_t end) {
    text += byte;
    from.push_back(begin);
    to.push_back(end);
  }
};

[[nodiscard]] Layer first_layer(std::string_view text);

/// The layer with one encoding undone (JSON escapes, percent signs, the same with `+` for a blank, HTML
/// entities); what is not encoded stays. Left out where nothing changes.
[[nodiscard]] std::vector<Layer> decoded_layers(const Layer& layer);

/// What the runs of base64 letters in it come to, at each of the four places where a group may start.
[[nodiscard]] std::vector<Layer> base64_layers(const Layer& layer);

} // namespace cerec::base
