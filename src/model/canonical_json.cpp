#include "cerec/model/canonical_json.hpp"

#include "cerec/base/json_depth.hpp"
#include "cerec/base/text.hpp"
#include "cerec/model/decimal.hpp"

#include <map>
#include <nlohmann/json.hpp>

namespace cerec::model {
namespace {

std::string string_text(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Stands on both sides of a number, so that numbers can be told from all else: no JSON text holds it.
constexpr char k_mark = '\x01';

/// Writes what the parser tells, as it comes: no number becomes a double on the way. (The names and the
/// signatures are those of the parser's interface.)
class CanonicalWriter : public nlohmann::json_sax<nlohmann::json> {
public:
  explicit CanonicalWriter(bool marks_numbers) : marks_numbers_(marks_numbers) {}
  [[nodiscard]] std::string take() { return std::move(done_); }

  bool null() override { return put("null"); }
  bool boolean(bool value) override { return put(value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return put_number(std::to_string(value)); }
  bool number_unsigned(number_unsigned_t value) override { return put_number(std::to_string(value)); }
  bool number_float(number_float_t /*value*/, const string_t& spelled) override {
    return put_number(canonical_decimal(spelled).value_or(spelled));
  }
  bool string(string_t& value) override { return put(string_text(value)); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(size_t /*size*/) override { return open(true); }
  bool key(string_t& name) override {
    open_.back().key = name;
    return true;
  }
  bool end_object() override {
    std::string text = "{";
    for (const auto& [name, value] : open_.back().members)
      text += (text.size() > 1 ? "," : "") + string_text(name) + ":" + value;
    return close(text + "}");
  }
  bool start_array(size_t /*size*/) override { return open(false); }
  bool end_array() override { return close("[" + open_.back().items + "]"); }
  bool parse_error(size_t /*at*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return false;
  }

private:
  struct Container {
    bool object = false;
    std::string key{};                            ///< of the member that comes next
    std::map<std::string, std::string> members{}; ///< of repeated keys the last, as the service reads them
    std::string items{};
  };

  bool open(bool object) {
    open_.push_back({object});
    return true;
  }

  bool close(const std::string& text) {
    open_.pop_back();
    return put(text);
  }

  bool put_number(const std::string& text) { return put(marks_numbers_ ? k_mark + text + k_mark : text); }

  bool put(const std::string& text) {
    if (open_.empty())
      done_ = text;
    else if (open_.back().object)
      open_.back().members.insert_or_assign(open_.back().key, text);
    else
      open_.back().items += (open_.back().items.empty() ? "" : ",") + text;
    return true;
  }

  bool marks_numbers_;
  std::vector<Container> open_;
  std::string done_;
};

std::optional<std::string> canonical(std::string_view text, bool marks_numbers) {
  const std::string_view trimmed = base::trim(text);
  if (trimmed.empty() || (trimmed[0] != '{' && trimmed[0] != '[') || !base::nests_within(trimmed) ||
      !base::is_utf8(trimmed))
    return std::nullopt;
  CanonicalWriter writer(marks_numbers);
  if (!nlohmann::json::sax_parse(trimmed, &writer))
    return std::nullopt;
  return writer.take();
}

} // namespace

std::string list_text(const std::vector<std::string>& items) {
  return nlohmann::json(items).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<std::string> canonical_json(std::string_view text) {
  return canonical(text, false);
}

std::optional<RoundedNumber> rounded_number(std::string_view declared, std::string_view kept) {
  const auto one = canonical(declared, true), other = canonical(kept, true);
  if (!one || !other)
    return std::nullopt;
  const auto ours = base::split(*one, k_mark), theirs = base::split(*other, k_mark);
  if (ours.size() != theirs.size())
    return std::nullopt;
  std::optional<RoundedNumber> first;
  for (size_t i = 0; i < ours.size(); ++i) {
    if (ours[i] == theirs[i])
      continue;
    const bool is_number = i % 2 == 1; // between two marks
    if (!is_number || !is_rounded_to_double(ours[i], theirs[i]))
      return std::nullopt;
    if (!first)
      first = RoundedNumber{std::string(ours[i]), std::string(theirs[i])};
  }
  return first;
}

} // namespace cerec::model
