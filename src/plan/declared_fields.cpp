#include "plan/declared_fields.hpp"

#include "cerec/model/normalise.hpp"
#include "plan/shown.hpp"

#include <algorithm>

namespace cerec::plan {
namespace {

using model::Field;
using model::FieldChange;
using model::FieldPath;
using model::Shown;
using model::Value;

class Declared {
public:
  Declared(const model::DesiredInstance& desired, const Options& options)
      : desired_(desired), options_(options),
        key_(options.key->of_instance(model::identity_code(options.stack, desired.address.logical_id))) {}

  std::vector<FieldChange> run() {
    fields_.reserve(desired_.configuration.size() + 4);
    for (const auto& [key, entry] : desired_.configuration)
      value(FieldPath::configuration(key), entry,
            options_.is_secret && options_.is_secret(desired_.element.text(), key));
    add(Field::name, shown_text(desired_.name));
    if (desired_.tags)
      add(Field::tags, shown_text(shown_tags(*desired_.tags)));
    if (desired_.disabled)
      add(Field::disabled, shown_flag(*desired_.disabled));
    if (desired_.external_authentication)
      add(Field::external_authentication, shown_text(*desired_.external_authentication));
    if (desired_.provider_data)
      value(Field::provider_data, *desired_.provider_data, true);
    for (const auto& [name, member] : desired_.other)
      value(FieldPath(name), member, member.kind() == Value::Kind::json);
    if (desired_.protect)
      add(Field::protect, shown_flag(true));
    if (desired_.release)
      add(Field::on_remove, shown_text("release"));
    std::sort(fields_.begin(), fields_.end(),
              [](const FieldChange& a, const FieldChange& b) { return a.path < b.path; });
    return std::move(fields_);
  }

private:
  void value(FieldPath path, const Value& value, bool secret) {
    if (value.is_null()) {
      add(std::move(path), {Shown::Kind::null, {}});
    } else if (const auto plain = value.plain(); plain && !secret) {
      add(std::move(path), {Shown::Kind::text, std::string(*plain)});
    } else {
      Shown mark{Shown::Kind::secret, key_.short_mark(path.text(), normalise(path, value).reveal()),
                 reference_at(desired_, path)};
      add(std::move(path), std::move(mark));
    }
  }

  void add(FieldPath path, Shown after) {
    fields_.push_back({std::move(path), {}, std::move(after), model::FieldState::pending});
  }

  const model::DesiredInstance& desired_;
  const Options& options_;
  crypto::InstanceKey key_;
  std::vector<FieldChange> fields_;
};

} // namespace

std::vector<FieldChange> declared_fields(const model::DesiredInstance& desired, const Options& options) {
  return Declared(desired, options).run();
}

} // namespace cerec::plan
