#include "cerec/base/text.hpp"
#include "secret/sources.hpp"

#include <deque>
#include <fmt/format.h>
#include <list>
#include <set>

namespace cerec::secret {
namespace {

/// Programs that ask an agent or a service for a secret mostly wait; more at once would only hurt the
/// service.
constexpr size_t k_at_once = 8;

/// What a source gave without having to be waited for.
class AtOnce final : public Fetch {
public:
  explicit AtOnce(base::Result<SourceValue> value) : value_(std::move(value)) {}
  std::optional<base::Result<SourceValue>> take() override { return std::exchange(value_, std::nullopt); }

private:
  std::optional<base::Result<SourceValue>> value_;
};

struct Running {
  manifest::Reference reference;
  std::unique_ptr<Fetch> fetch;
};

} // namespace

std::unique_ptr<Fetch> at_once(base::Result<SourceValue> value) {
  return std::make_unique<AtOnce>(std::move(value));
}

void Resolver::fetch(const std::vector<PlacedReference>& references) {
  std::deque<manifest::Reference> queue;
  std::set<std::string> asked;
  for (const PlacedReference& each : references)
    if (const std::string key = each.reference.text(); seen_.count(key) == 0 && asked.insert(key).second)
      queue.push_back(each.reference);
  std::list<Running> running;
  const auto collect = [&] {
    return std::erase_if(running, [&](Running& each) {
             auto value = each.fetch->take();
             if (value)
               keep(each.reference, *std::move(value));
             return value.has_value();
           }) > 0;
  };
  io::Loop& loop = ports_.processes.loop();
  while (!queue.empty() || !running.empty()) {
    while (!queue.empty() && running.size() < k_at_once) {
      const manifest::Reference reference = std::move(queue.front());
      queue.pop_front();
      const SourceRow* row = find_source(reference.source);
      running.push_back({reference, row != nullptr
                                        ? row->start(reference.argument, base_folder_, ports_)
                                        : at_once(base::fail(fmt::format("unknown reference source '{}'",
                                                                         base::visible(reference.source)),
                                                             base::FailureKind::usage))});
      (void)collect();
    }
    if (running.empty() || loop.wait(base::TimePoint::max(), collect))
      continue;
    for (const manifest::Reference& reference : std::exchange(queue, {})) // a signal
      keep(reference,
           base::fail(fmt::format("${{{}}} was not read: interrupted", base::visible(reference.text())),
                      base::FailureKind::interrupted));
  }
}

} // namespace cerec::secret
