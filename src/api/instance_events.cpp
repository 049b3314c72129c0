#include "api/instance_events.hpp"

#include "api/json_events.hpp"
#include "cerec/base/json_depth.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace cerec::api {
namespace {

using Json = nlohmann::json;

/// The members that are kept; what is `other` is read over.
enum class Member {
  other,
  id,
  name,
  element,
  element_id,
  created,
  token,
  tags,
  configuration,
  disabled,
  valid,
  external
};

Member member_of(std::string_view name) {
  constexpr std::pair<std::string_view, Member> k_members[] = {
      {"id", Member::id},
      {"name", Member::name},
      {"element", Member::element},
      {"elementId", Member::element_id},
      {"createdDate", Member::created},
      {"token", Member::token},
      {"tags", Member::tags},
      {"configuration", Member::configuration},
      {"disabled", Member::disabled},
      {"valid", Member::valid},
      {"externalAuthentication", Member::external},
  };
  for (const auto& [known, member] : k_members)
    if (known == name)
      return member;
  return Member::other;
}

/// One instance. Depth 0 is its own object. As in a tree, of members that are repeated the last one counts.
class Builder {
public:
  explicit Builder(bool detailed) : detailed_(detailed) {}

  void scalar(const Scalar& value) {
    if (tree_.is_open())
      tree_.put(value.as_json());
    else if (depth_ == 1)
      member_scalar(value);
    else if (depth_ == 2)
      inner_scalar(value);
    else if (depth_ == 3 && member_ == Member::tags && in_tag_ && key_ == "name")
      tag_name_ = value.take_text();
  }

  void key(std::string& name) {
    if (tree_.is_open())
      tree_.key(name);
    else if (depth_ == 1)
      member_ = member_of(name);
    else
      key_ = std::move(name);
  }

  void open(bool object) {
    const int depth = depth_++;
    if (tree_.is_open() || (depth == 2 && in_configuration_))
      tree_.open(object ? Json::value_t::object : Json::value_t::array);
    else if (depth == 1)
      open_member(object);
    else if (depth == 2 && member_ == Member::tags && in_tags_ && object)
      in_tag_ = true;
    else if (depth == 2 && member_ == Member::element)
      inner_scalar({}); // neither a key nor an id
    else if (depth == 3 && in_tag_ && key_ == "name")
      tag_name_.clear();
  }

  void close() {
    --depth_;
    if (tree_.is_open()) {
      if (tree_.close())
        configuration().insert_or_assign(key_, model::Value::json(tree_.text()));
      return;
    }
    if (depth_ == 2 && std::exchange(in_tag_, false) && !tag_name_.empty()) // an old form (docs/api.md 3)
      tags_.push_back(std::exchange(tag_name_, {}));
    if (depth_ == 1)
      in_configuration_ = in_tags_ = in_element_ = false;
  }

  ShownInstance finish() {
    ShownInstance shown;
    shown.shows_tags = shows_tags_;
    if (!id_ || *id_ <= 0)
      return shown;
    instance_.id = *id_;
    if (instance_.element.id == 0)
      instance_.element.id = element_id_;
    model::TagSplit tags = model::split_tags(tags_);
    instance_.user_tags = std::move(tags.user_tags);
    instance_.unknown_reserved = std::move(tags.unknown_reserved);
    instance_.ownership = std::move(tags.ownership);
    instance_.other_identities = std::move(tags.other_identities);
    // In an item of a listing an empty configuration means "not loaded" (docs/api.md 4.4).
    if (instance_.configuration && instance_.configuration->empty() && !detailed_)
      instance_.configuration.reset();
    instance_.detailed = detailed_;
    shown.instance = std::move(instance_);
    return shown;
  }

private:
  /// A member that is no object and no list; what another value of it said before is void.
  void member_scalar(const Scalar& value) {
    switch (member_) {
    case Member::id:
      id_ = value.as_whole();
      break;
    case Member::name:
      instance_.name = value.take_text();
      break;
    case Member::element:
      instance_.element = {};
      break;
    case Member::element_id:
      element_id_ = value.as_whole().value_or(0);
      break;
    case Member::created:
      instance_.created = value.take_text();
      break;
    case Member::token:
      instance_.token = base::Secret(value.take_text());
      break;
    case Member::tags:
      tags_.clear();
      shows_tags_ = false;
      break;
    case Member::configuration:
      instance_.configuration.reset();
      break;
    case Member::disabled:
      instance_.disabled = value.as_flag();
      break;
    case Member::valid:
      instance_.valid = value.as_flag();
      break;
    case Member::external:
      instance_.external_authentication =
          value.kind == Scalar::Kind::text ? std::optional(value.take_text()) : std::nullopt;
      break;
    case Member::other:
      break;
    }
  }

  void open_member(bool object) {
    member_scalar({});
    key_.clear();
    in_element_ = member_ == Member::element && object;
    in_configuration_ = member_ == Member::configuration && object;
    in_tags_ = member_ == Member::tags && !object;
    shows_tags_ = shows_tags_ || in_tags_;
    if (in_configuration_)
      instance_.configuration.emplace();
  }

  /// A value inside a member.
  void inner_scalar(const Scalar& value) {
    if (in_configuration_)
      configuration().insert_or_assign(key_, value.as_value());
    else if (in_tags_ && value.kind == Scalar::Kind::text)
      tags_.push_back(value.take_text());
    else if (in_element_ && key_ == "key")
      instance_.element.key = value.take_text();
    else if (in_element_ && key_ == "id")
      instance_.element.id = value.as_whole().value_or(0);
  }

  model::Configuration& configuration() { return *instance_.configuration; }

  bool detailed_;
  int depth_ = 0;
  Member member_ = Member::other;
  std::string key_;
  bool in_element_ = false, in_configuration_ = false, in_tags_ = false, in_tag_ = false;
  std::string tag_name_;
  Tree tree_;
  model::LiveInstance instance_;
  std::optional<int64_t> id_;
  int64_t element_id_ = 0;
  std::vector<std::string> tags_;
  bool shows_tags_ = false;
};

/// The events of nlohmann::json::sax_parse. `first`: the depth at which instances are.
class Events {
public:
  Events(size_t first, bool detailed) : first_(first), detailed_(detailed) {}
  std::vector<ShownInstance> found;

  bool null() { return scalar({}); }
  bool boolean(bool value) {
    Scalar scalar_value;
    scalar_value.kind = Scalar::Kind::boolean;
    scalar_value.flag = value;
    return scalar(scalar_value);
  }
  bool number_integer(int64_t value) { return whole(value, value); }
  bool number_unsigned(uint64_t value) { return whole(static_cast<int64_t>(value), value); }
  bool number_float(double value, const std::string& /*text*/) {
    Scalar scalar_value;
    scalar_value.kind = Scalar::Kind::number;
    scalar_value.number = value;
    return scalar(scalar_value);
  }
  bool string(std::string& text) {
    Scalar scalar_value;
    scalar_value.kind = Scalar::Kind::text;
    scalar_value.text = &text;
    return scalar(scalar_value);
  }
  bool binary(Json::binary_t& /*bytes*/) { return false; }
  bool start_object(size_t /*size*/) { return open(true); }
  bool start_array(size_t /*size*/) { return open(false); }
  bool key(std::string& name) {
    if (builder_)
      builder_->key(name);
    return true;
  }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(size_t /*at*/, const std::string& /*token*/, const Json::exception& /*fault*/) {
    return false;
  }

private:
  bool whole(int64_t value, Json number) {
    Scalar scalar_value;
    scalar_value.kind = Scalar::Kind::whole;
    scalar_value.whole = value;
    scalar_value.number = std::move(number);
    return scalar(scalar_value);
  }
  bool scalar(const Scalar& value) {
    if (builder_)
      builder_->scalar(value);
    else if (depth_ == first_)
      found.emplace_back(); // no object
    return depth_ >= first_;
  }
  bool open(bool object) {
    if (depth_ < first_ && object)
      return false; // no list
    if (depth_++ == first_)
      object ? (void)builder_.emplace(detailed_) : (void)found.emplace_back();
    if (builder_)
      builder_->open(object);
    return depth_ <= base::k_deepest_json;
  }
  bool close() {
    --depth_;
    if (builder_)
      builder_->close();
    if (builder_ && depth_ == first_) {
      found.push_back(builder_->finish());
      builder_.reset();
    }
    return true;
  }

  size_t first_;
  bool detailed_;
  size_t depth_ = 0;
  std::optional<Builder> builder_;
};

} // namespace

std::optional<std::vector<ShownInstance>> read_instances(std::string_view text) {
  Events events(1, false);
  if (!Json::sax_parse(text.begin(), text.end(), &events))
    return std::nullopt;
  return std::move(events.found);
}

std::optional<ShownInstance> read_instance(std::string_view text) {
  Events events(0, true);
  if (!Json::sax_parse(text.begin(), text.end(), &events) || events.found.empty())
    return std::nullopt;
  return std::move(events.found.front());
}

} // namespace cerec::api
