#include "cli/commands/table.hpp"
#include "cli/pipeline/advised.hpp"
#include "cli/pipeline/review.hpp"

namespace cerec::cli {
namespace {

struct Show final : Invocation {
  std::vector<std::string> file;
  bool show_unchanged = false;

  void declare(OptionSet& options) override {
    options.positionals("FILE", file, 1, 1, "a plan saved by `cerec plan --out FILE`, or -");
    options.group("Plan");
    options.flag({"--show-unchanged"}, show_unchanged, "list unchanged instances too");
  }

  model::ExitCode run(Context& context) override {
    context.state.detailed_keeps = show_unchanged;
    auto saved = read_plan_file(context, file.front());
    if (!saved)
      return saved.error();
    context.state.plan = std::move(saved->plan);
    context.state.plan_digest = saved->digest;
    context.state.plan_file = context.at(file.front());
    context.state.apply_command = apply_command(context.common, {}, file.front());
    return model::ExitCode::fine;
  }
};

} // namespace

std::unique_ptr<Invocation> make_show() {
  return std::make_unique<Show>();
}

} // namespace cerec::cli
