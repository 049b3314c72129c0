#include "cerec/plan/plan_file.hpp"
#include "unit/plan/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace plan_test;
using model::ChangeKind;
using model::Shown;

namespace {

/// "path=text", "path=secret MARK from REFERENCE", one a line.
std::string written(const model::Change& change) {
  std::string lines;
  for (const model::FieldChange& field : change.fields) {
    const bool secret = field.after.kind == Shown::Kind::secret;
    const std::string value = secret                                  ? "secret from " + field.after.reference
                              : field.after.kind == Shown::Kind::null ? "null"
                                                                      : field.after.text;
    lines += fmt::format("{}={}\n", field.path.text(), value);
    CHECK(secret == (field.after.text.size() == 8 &&
                     field.after.text.find_first_not_of("0123456789abcdef") == std::string::npos));
  }
  return lines;
}

model::DesiredInstance full() {
  model::DesiredInstance one =
      manifest("one", {{"siteAddress", text("eu.gooddata.com")},
                       {"password", secret("canary-1")},
                       {"user.key", text("canary-2")}, // a literal where none should be
                       {"filter", model::Value::json(R"({"a":1})")},
                       {"max", model::Value::number("100")},
                       {"reset", model::Value()}});
  one.tags = {{"b", "a"}};
  one.disabled = true;
  one.external_authentication = "initial";
  one.provider_data = model::Value::json(R"({"code":"canary-3"})").as_sensitive();
  one.other.emplace("retrieveObjectsAfterInstantiation", model::Value::boolean(true));
  one.other.emplace("oauthProxy", model::Value::json(R"({"secret":"canary-4"})"));
  one.protect = one.release = true;
  one.ignored_paths = {"configuration.max"}; // compared never, written by a create all the same
  one.references = {{model::FieldPath("configuration.password"), {"env:A", "file:b"}},
                    {model::Field::provider_data, {"env:CODE"}}};
  return one;
}

plan::Options with_sinks() {
  plan::Options with = options();
  with.sinks = {{"file", {{"path", {".cerec/tokens.json"}}}, {}},
                {"command", {{"command", {"vault", "kv put"}}, {"timeout", {"5s"}}}, {}}};
  return with;
}

model::Change only_change(const model::Plan& plan) {
  REQUIRE(plan.changes.size() == 1);
  return plan.changes.front();
}

const std::string k_project_sinks =
    R"(command command=["vault","kv put"] timeout=5s; file path=.cerec/tokens.json)";

std::string sinks_of(const model::Change& change) {
  std::string out;
  for (const std::string& sink : change.sinks)
    out += (out.empty() ? "" : "; ") + sink;
  return out;
}

} // namespace

TEST_CASE("a create lists each field that its POST writes, secrets as marks with their reference") {
  const model::Change change = only_change(plan::make_plan({full()}, World().listing(), options()));
  CHECK(change.kind == ChangeKind::create);
  CHECK(written(change) == "cerec.onRemove=release\n"
                           "cerec.protect=true\n"
                           "configuration.filter={\"a\":1}\n"
                           "configuration.max=100\n"
                           "configuration.password=secret from env:A, file:b\n"
                           "configuration.reset=null\n"
                           "configuration.siteAddress=eu.gooddata.com\n"
                           "configuration.user.key=secret from \n"
                           "disabled=true\n"
                           "externalAuthentication=initial\n"
                           "name=one\n"
                           "oauthProxy=secret from \n"
                           "providerData=secret from env:CODE\n"
                           "retrieveObjectsAfterInstantiation=true\n"
                           "tags=[\"a\",\"b\"]\n");
  for (const model::FieldChange& field : change.fields) {
    CHECK(field.before == Shown{});
    CHECK(field.state == model::FieldState::pending);
  }
}

TEST_CASE("a secret's mark is that of the plan's binding, and follows the value alone") {
  const auto mark = [](const std::string& value) {
    return only_change(plan::make_plan({manifest("one", {{"password", secret(value)}})}, World().listing(),
                                       options()))
        .fields.front()
        .after.text;
  };
  CHECK(mark("a") == mark("a"));
  CHECK(mark("a") != mark("b"));
  CHECK(mark("a") == key()
                         .of_instance(model::identity_code("prod", "gooddata.one"))
                         .short_mark("configuration.password", "a"));
}

TEST_CASE("no byte of a secret is in a plan file that lists a create") {
  const std::string text =
      plan::encode(plan::make_plan({full()}, World().listing(), with_sinks()), {}, key());
  CHECK(text.find("canary") == std::string::npos);
  CHECK(text.find(R"("reference":"env:A, file:b")") != std::string::npos);
}

TEST_CASE("a replace lists what its create half writes; refused, it lists the element alone") {
  World world;
  world.add_owned(manifest("one", {{"a", text("1")}}));
  model::DesiredInstance moved = manifest("one", {{"a", text("1")}}, "pardot");
  moved.address.logical_id = "gooddata.one";
  plan::Options with = options();
  CHECK(written(only_change(plan::make_plan({moved}, world.listing(), with))) == "element=pardot\n");
  with.mode.allow_replace = {"one"};
  CHECK(written(only_change(plan::make_plan({moved}, world.listing(), with))) ==
        "configuration.a=1\nelement=pardot\nname=one\n");
}

TEST_CASE("an update names the reference of the secret that it writes") {
  World world;
  world.add_owned(manifest("one", {{"password", secret("old")}}));
  model::DesiredInstance desired = manifest("one", {{"password", secret("new")}});
  desired.references = {{model::FieldPath("configuration.password"), {"env:P"}}};
  const model::Change change = only_change(plan::make_plan({desired}, world.listing(), options()));
  REQUIRE(change.fields.size() == 1);
  CHECK(change.fields[0].after.reference == "env:P");
  CHECK(change.fields[0].before.reference.empty());
}

TEST_CASE("every change that hands out or withdraws a token names the sinks") {
  World world;
  const auto change_of = [&](const model::DesiredInstance& desired) {
    return only_change(plan::make_plan({desired}, world.listing(), with_sinks()));
  };
  CHECK(sinks_of(change_of(manifest("new"))) == k_project_sinks);
  model::DesiredInstance own = manifest("new");
  own.sinks = {{"dotenv", {{"path", {"my tokens"}}}, {}}, {"file", {}, {}}, {"file", {}, {}}};
  CHECK(sinks_of(change_of(own)) == R"(dotenv path=["my tokens"]; file)");

  const int64_t id = world.add("gooddata", "one");
  CHECK(change_of(manifest("one")).kind == ChangeKind::adopt);
  CHECK(sinks_of(change_of(manifest("one"))) == k_project_sinks);
  world.erase(id);

  const int64_t owned = world.add_owned(manifest("one", {{"a", text("1")}}));
  const model::Change update = change_of(manifest("one", {{"a", text("2")}}));
  CHECK(update.kind == ChangeKind::update);
  CHECK(update.sinks.empty()); // its token stays where it is
  world.at(owned).ownership.settled = false;
  CHECK(sinks_of(change_of(manifest("one", {{"a", text("1")}}))) == k_project_sinks);
  world.at(owned).ownership.settled = true;

  plan::Options pruning = with_sinks();
  pruning.mode.prune = true;
  pruning.mode.allow_empty = true;
  CHECK(sinks_of(only_change(plan::make_plan({}, world.listing(), pruning))) == k_project_sinks);
  pruning.mode.delete_by_disable = true;
  CHECK(only_change(plan::make_plan({}, world.listing(), pruning)).sinks.empty());
  pruning.mode.delete_by_disable = false;
  pruning.stack_was_named = false;
  const model::Change refused = only_change(plan::make_plan({}, world.listing(), pruning));
  CHECK(refused.refused());
  CHECK(refused.sinks.empty());
}
