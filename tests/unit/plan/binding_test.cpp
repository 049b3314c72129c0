#include "cerec/plan/binding.hpp"

#include "cerec/crypto/hash.hpp"
#include "unit/plan/world.hpp"

#include <doctest/doctest.h>

using namespace cerec;

namespace {

plan::BindingParts parts() {
  plan::BindingParts out;
  out.base_url = "https://api.example.com/elements/api-v2";
  out.organization = base::Secret("organization-secret");
  out.user = base::Secret("user-secret");
  out.stack = "prod";
  out.environment = "eu";
  out.manifests = {{"b.yaml", "22"}, {"a.yaml", "11"}};
  out.key = &plan_test::key();
  return out;
}

model::DesiredInstance with_references() {
  model::DesiredInstance one =
      plan_test::manifest("one", {{"password", plan_test::secret("p")}, {"site", plan_test::text("s")}});
  one.provider_data = plan_test::secret("code");
  one.references = {{model::FieldPath("configuration.password"), {"env:P", "env:Q"}},
                    {model::FieldPath("providerData"), {"env:CODE"}},
                    {model::FieldPath("configuration.absent"), {"env:LATER"}}};
  return one;
}

} // namespace

TEST_CASE("a binding names the account, the user, the manifests and the secrets, and holds no secret") {
  const model::PlanBinding binding = plan::bind(parts(), {with_references()});
  CHECK(binding.account == crypto::sha256_hex("cerec account v1\norganization-secret").substr(0, 16));
  CHECK(binding.user == crypto::sha256_hex("cerec user v1\nuser-secret").substr(0, 16));
  CHECK(binding.environment == "eu");
  REQUIRE(binding.manifests.size() == 2);
  CHECK(binding.manifests[0].path == "a.yaml");
  REQUIRE(binding.secrets.size() == 2); // what was not resolved has no mark
  CHECK(binding.secrets[0].path.text() == "configuration.password");
  CHECK(binding.secrets[0].address == "gooddata/gooddata.one");
  CHECK(binding.secrets[0].reference == "env:P, env:Q");
  CHECK(binding.secrets[1].path.text() == "providerData");
}

TEST_CASE("the marks of a binding are those that the plan shows of the same values") {
  const model::DesiredInstance desired = with_references();
  const model::PlanBinding binding = plan::bind(parts(), {desired});
  plan_test::World world;
  const model::Plan plan = plan::make_plan({desired}, world.listing(), plan_test::options());
  REQUIRE(plan.changes.size() == 1);
  for (const model::FieldChange& field : plan.changes[0].fields)
    if (field.path.text() == "configuration.password")
      CHECK(field.after.text == binding.secrets[0].mark);
}

TEST_CASE("marks tell two secrets, two instances and two fields apart") {
  const auto mark = [](const std::string& name, const std::string& key, const std::string& value) {
    model::DesiredInstance one = plan_test::manifest(name, {{key, plan_test::secret(value)}});
    one.references = {{model::FieldPath::configuration(key), {"env:X"}}};
    return plan::secret_marks({one}, "prod", plan_test::key()).at(0).mark;
  };
  CHECK(mark("one", "a", "p") == mark("one", "a", "p"));
  CHECK(mark("one", "a", "p") != mark("one", "a", "q"));
  CHECK(mark("one", "a", "p") != mark("two", "a", "p"));
  CHECK(mark("one", "a", "p") != mark("one", "b", "p"));
}

TEST_CASE("the options of a saved plan are its own mode and limits, and all else of this run") {
  model::Plan saved;
  saved.mode.prune = true;
  saved.mode.rotate = {"one"};
  saved.limits.max_deletes = 17;
  plan::Options now = plan_test::options();
  now.stack_was_named = false;
  now.mode.allow_empty = true;
  const plan::Options again = plan::options_again(saved, now);
  CHECK(again.mode == saved.mode);
  CHECK(again.limits == saved.limits);
  CHECK(again.stack_was_named);
  CHECK(again.binding == now.binding);
  CHECK(again.key == now.key);
}
