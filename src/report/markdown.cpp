#include "report/markdown_escape.hpp"
#include "report/markdown_parts.hpp"
#include "report/markdown_section.hpp"
#include "report/parts.hpp"
#include "report/renderers.hpp"
#include "report/results.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

/// Markdown for pull-request comments: the summary on top, what destroys and what was refused next and in the
/// open, the rest folded, the digest last; the whole within a number of characters.
namespace cerec::report {
namespace {

using model::Change;
using model::ChangeKind;

using Changes = std::vector<const Change*>;

Section change_section(std::string title, Changes changes) {
  Section section;
  section.title = std::move(title);
  section.count = changes.size();
  section.item = [changes = std::move(changes)](size_t i, Detail detail) {
    return change_block(*changes[i], detail);
  };
  return section;
}

/// What destroys and what was refused first and whole; then the rest, the many creates last.
std::vector<Section> plan_sections(const Document& document) {
  const model::Plan& plan = *document.plan;
  Changes destructive, refused, kept;
  std::map<ChangeKind, Changes> others;
  for (const Change& change : plan.changes) {
    const auto& actions = model::row_of(change.kind).actions;
    if (change.refused())
      refused.push_back(&change);
    else if (std::find(actions.begin(), actions.end(), "delete") != actions.end())
      destructive.push_back(&change);
    else if (change.kind != ChangeKind::keep)
      others[change.kind].push_back(&change);
    else if (document.detailed_keeps || !is_plain_keep(change))
      kept.push_back(&change);
  }
  std::vector<Section> sections;
  for (auto& [title, changes] :
       {std::pair{"Deletes instances", destructive}, std::pair{"Refused", refused}}) {
    sections.push_back(change_section(title, changes));
    sections.back().folded = false;
    sections.back().must_show = true;
  }
  const auto add = [&](ChangeKind kind) {
    if (const auto found = others.find(kind); found != others.end())
      sections.push_back(change_section(std::string(model::row_of(kind).summary), found->second));
    others.erase(kind);
  };
  add(ChangeKind::update);
  Section undeclared;
  undeclared.title = "without a manifest, kept";
  undeclared.count = plan.would_prune.size();
  undeclared.item = [&plan](size_t i, Detail) { return kept_block(plan.would_prune[i]); };
  sections.push_back(std::move(undeclared));
  Changes creates;
  if (const auto found = others.find(ChangeKind::create); found != others.end())
    creates = found->second;
  for (const model::KindRow& row : model::change_kinds())
    if (row.kind != ChangeKind::create)
      add(row.kind);
  sections.push_back(change_section("unchanged", kept));
  sections.push_back(change_section(std::string(model::row_of(ChangeKind::create).summary), creates));
  return sections;
}

std::vector<Section> outcome_sections(const Document& document) {
  std::vector<Section> sections;
  const std::pair<model::Ending, const char*> buckets[] = {
      {model::Ending::unknown, "Unknown: the service may or may not have carried it out"},
      {model::Ending::failed, "Failed"},
      {model::Ending::not_tried, "Not tried"},
      {model::Ending::done, "Done"}};
  for (const auto& [ending, title] : buckets) {
    std::vector<const model::ChangeOutcome*> items;
    for (const model::ChangeOutcome& item : document.outcome->changes)
      if (item.ending == ending)
        items.push_back(&item);
    Section section;
    section.title = title;
    section.folded = ending == model::Ending::done || ending == model::Ending::not_tried;
    section.must_show = ending == model::Ending::unknown;
    section.count = items.size();
    section.item = [items = std::move(items), &document](size_t i, Detail detail) {
      return outcome_block(*items[i], *document.plan, detail);
    };
    sections.push_back(std::move(section));
  }
  return sections;
}

/// Summary first, then what a reader has to know before the details.
std::string head_text(const Document& document) {
  std::vector<std::string> summaries;
  if (document.failure)
    summaries.push_back(fmt::format("cerec {} failed", document.command));
  if (document.outcome != nullptr && document.plan != nullptr)
    summaries.push_back(summary_line(*document.outcome, *document.plan));
  if (document.plan != nullptr)
    summaries.push_back(summary_line(*document.plan));
  if (document.drift != nullptr)
    summaries.push_back(summary_line(*document.drift));
  if (summaries.empty() && outline_of(document))
    summaries.push_back("cerec " + document.command);
  std::string out;
  for (const std::string& summary : summaries)
    out += out.empty() ? fmt::format("### {}\n\n", summary) : fmt::format("**{}**\n\n", summary);
  if (document.failure)
    out += fmt::format("{}{}\n\n", code(document.failure->message, 2'000),
                       document.failure->hint.empty() ? ""
                                                      : " (hint: " + code(document.failure->hint, 600) + ")");
  if (document.drift != nullptr)
    out += target_markdown(document.drift->binding);
  if (document.plan == nullptr)
    return out;
  out += target_markdown(document.plan->binding);
  for (const std::string& sentence : mode_sentences(*document.plan))
    out += code(sentence, 600) + "\n\n";
  if (has_nothing_to_do(*document.plan))
    out += escape_markdown(no_changes_sentence(*document.plan)) + "\n\n";
  return out;
}

std::string foot_text(const Document& document) {
  std::string out = "<sub>cerec " + escape_markdown(document.version, 60);
  if (!document.plan_digest.empty())
    out += ", digest " + code(document.plan_digest, 120);
  return out + "</sub>\n";
}

Section text_section(std::string title, bool folded, const std::vector<std::string>& texts) {
  Section section;
  section.title = std::move(title);
  section.folded = folded;
  section.count = texts.size();
  section.item = [&texts](size_t i, Detail) { return fmt::format("- {}\n", code(texts[i], 600)); };
  return section;
}

std::vector<Section> all_sections(const Document& document) {
  std::vector<Section> sections;
  const auto append = [&](std::vector<Section> more) {
    std::move(more.begin(), more.end(), std::back_inserter(sections));
  };
  if (document.diagnostics != nullptr) {
    const auto& items = document.diagnostics->items();
    Section section;
    section.title = "Diagnostics";
    section.folded = false;
    section.count = items.size();
    section.item = [&items](size_t i, Detail) { return diagnostic_block(items[i]); };
    sections.push_back(std::move(section));
  }
  if (document.outcome != nullptr && document.plan != nullptr) {
    append(outcome_sections(document));
    sections.push_back(text_section("Warnings", false, document.outcome->warnings));
  }
  if (document.plan != nullptr) {
    append(plan_sections(document));
    sections.push_back(text_section("Warnings of the plan", false, document.plan->warnings));
  }
  if (document.drift != nullptr) {
    const auto& items = document.drift->items;
    Section section;
    section.title = "Needs attention";
    section.folded = false;
    section.count = items.size();
    section.item = [&items](size_t i, Detail detail) { return drift_block(items[i], detail); };
    sections.push_back(std::move(section));
  }
  return sections;
}

} // namespace

std::string render_markdown(const Document& document, const Style& style) {
  const std::string foot = foot_text(document);
  std::string out = head_text(document);
  const auto notice = [](size_t count) {
    return fmt::format("**{} more entries are not shown: this comment is full.**\n\n", count);
  };
  const size_t fixed = base::count_characters(out + foot + notice(SIZE_MAX));
  if (fixed > style.markdown_limit)
    return base::take_characters(out, style.markdown_limit);
  size_t room = style.markdown_limit - fixed;
  std::vector<Section> sections = all_sections(document);
  // What must show is measured first, so that nothing else takes its room; the order of the page stays.
  std::vector<std::string> texts(sections.size());
  size_t unseen = 0;
  for (const bool must : {true, false})
    for (size_t i = 0; i < sections.size(); ++i)
      if (sections[i].must_show == must) {
        texts[i] = section_text(sections[i], room);
        room -= base::count_characters(texts[i]);
        unseen += texts[i].empty() ? sections[i].count : 0;
      }
  for (const std::string& text : texts)
    out += text;
  if (const auto outline = outline_of(document))
    out += markdown_of(*outline, room);
  return out + (unseen > 0 ? notice(unseen) : "") + foot;
}

} // namespace cerec::report
