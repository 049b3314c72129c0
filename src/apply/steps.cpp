#include "apply/steps.hpp"

#include "apply/claim.hpp"
#include "apply/create.hpp"
#include "apply/dedupe.hpp"
#include "apply/look.hpp"
#include "apply/publish.hpp"
#include "apply/read_back.hpp"
#include "apply/remove.hpp"
#include "apply/settle.hpp"
#include "apply/update.hpp"

#include <algorithm>

namespace cerec::apply {
namespace {

using model::ChangeKind;

struct Row {
  ChangeKind kind;
  std::vector<StepName> steps;
};

const std::vector<Row>& table() {
  static const std::vector<Row> rows{
      {ChangeKind::create,
       {StepName::create, StepName::read_back, StepName::settle, StepName::enable, StepName::publish,
        StepName::outlast}},
      {ChangeKind::update,
       {StepName::settle_if_unsettled, StepName::claim, StepName::look, StepName::write, StepName::confirm,
        StepName::enable, StepName::publish, StepName::outlast}},
      {ChangeKind::adopt,
       {StepName::settle_if_unsettled, StepName::claim, StepName::look, StepName::write, StepName::confirm,
        StepName::enable, StepName::publish, StepName::outlast}},
      // The old one goes first: at no time do two instances carry the identity, so whatever interrupts it,
      // the next plan is a plain create.
      {ChangeKind::replace,
       {StepName::look, StepName::remove, StepName::forget, StepName::create, StepName::read_back,
        StepName::settle, StepName::enable, StepName::publish, StepName::outlast}},
      {ChangeKind::remove, {StepName::look, StepName::remove_or_quarantine}},
      {ChangeKind::release, {StepName::look, StepName::release}},
      {ChangeKind::dedupe, {StepName::dedupe}},
      {ChangeKind::keep, {StepName::publish}},
  };
  return rows;
}

bool is_unsettled(const model::Change& change) {
  return change.reason == model::Reason::unsettled || writes(change, model::Field::settled);
}

void add(std::vector<std::unique_ptr<Step>>& steps, StepName name, const Context& context, Facts& facts) {
  switch (name) {
  case StepName::claim:
    steps.push_back(std::make_unique<ClaimStep>(context, facts));
    return;
  case StepName::look:
    steps.push_back(std::make_unique<LookStep>(context, facts));
    return;
  case StepName::create:
    steps.push_back(std::make_unique<CreateStep>(context, facts));
    return;
  case StepName::read_back:
    steps.push_back(std::make_unique<ReadBackStep>(context, facts));
    return;
  case StepName::settle_if_unsettled:
    if (!is_unsettled(facts.change))
      return;
    [[fallthrough]];
  case StepName::settle:
    steps.push_back(std::make_unique<SettleStep>(context, facts));
    return;
  case StepName::write:
    steps.push_back(std::make_unique<WriteStep>(context, facts));
    return;
  case StepName::confirm:
    steps.push_back(std::make_unique<ConfirmStep>(context, facts));
    return;
  case StepName::enable:
    steps.push_back(std::make_unique<EnableStep>(context, facts));
    return;
  case StepName::publish:
    steps.push_back(std::make_unique<PublishStep>(context, facts));
    return;
  case StepName::remove_or_quarantine:
    if (context.inputs.plan.mode.delete_by_disable) {
      steps.push_back(std::make_unique<EnableStep>(context, facts)); // first: what is marked is disabled
      steps.push_back(std::make_unique<QuarantineStep>(context, facts));
      return;
    }
    steps.push_back(std::make_unique<RemoveStep>(context, facts));
    steps.push_back(std::make_unique<ForgetStep>(context, facts));
    return;
  case StepName::remove:
    steps.push_back(std::make_unique<RemoveStep>(context, facts));
    return;
  case StepName::forget:
    steps.push_back(std::make_unique<ForgetStep>(context, facts));
    return;
  case StepName::release:
    steps.push_back(std::make_unique<ReleaseStep>(context, facts));
    return;
  case StepName::dedupe:
  case StepName::outlast:
    steps.push_back(std::make_unique<DedupeStep>(context, facts));
    return;
  }
}

} // namespace

const std::vector<StepName>& steps_of(ChangeKind kind) {
  const auto& rows = table();
  return std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.kind == kind; })->steps;
}

bool makes_token_new(const model::Change& change) {
  return change.kind == ChangeKind::create || change.kind == ChangeKind::replace ||
         change.kind == ChangeKind::adopt || (change.kind == ChangeKind::update && is_unsettled(change));
}

std::vector<std::unique_ptr<Step>> make_steps(const Context& context, Facts& facts) {
  std::vector<std::unique_ptr<Step>> steps;
  for (const StepName name : steps_of(facts.change.kind))
    add(steps, name, context, facts);
  return steps;
}

} // namespace cerec::apply
