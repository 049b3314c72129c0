#pragma once
#include "cerec/base/result.hpp"
#include "cerec/sim/platform.hpp"
#include "cerec/sim/timeline.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::sim {

/// What goes wrong with one request. Fronts carry it out; the default is: nothing.
struct Effect {
  /// How the exchange ends for the client.
  enum class Ending {
    answer,       ///< a response
    refuse,       ///< no connection: the request never arrives, nothing is committed
    reset_before, ///< the connection is reset before the commit (which comes only with late_commit)
    reset_after,  ///< committed, then reset without an answer
    close_after,  ///< committed, then closed in order without an answer
    truncate,     ///< committed, then the answer breaks off in the middle of its body
    hang,         ///< committed, and never a byte of an answer
  } ending = Ending::answer;
  /// Instead of the true answer: status (the request is then not carried out, unless `commit`).
  std::optional<int> status;
  bool commit = false;
  std::optional<int> retry_after; ///< seconds, with `status`
  bool retry_after_date = false;  ///< says it as the date of that moment
  enum class Body {
    normal,
    html,
    broken_json,
    echo,    ///< with `status`: the refusal repeats what was sent, secrets included
    no_route ///< with `status`: the words of a wrong path
  } body = Body::normal;
  std::string echoed;      ///< what an echo repeats; Faults::decide fills it in
  base::Duration delay{0}; ///< the answer is this much later than the commit
  /// The commit comes this much later than it would. With reset_before or a status the client has its end at
  /// once and the commit follows.
  base::Duration late_commit{0};
  Reading reading;

  [[nodiscard]] bool any() const;
  /// True if the request has its effect on the platform, now or later.
  [[nodiscard]] bool commits() const;
  [[nodiscard]] std::string text() const; ///< as rules spell it
};

/// Which requests: method and path pattern. A segment `{id}` matches any one segment; method `*` and path `*`
/// match all.
struct Where {
  std::string method = "*";
  std::string path = "*";
  [[nodiscard]] bool matches(http::Method call_method, std::string_view call_path) const;
};

/// One row of the table of faults: where, when, what.
struct FaultRule {
  Where where;
  int nth = 0;            ///< only the nth matching request, from 1; 0: no such limit
  int every = 0;          ///< each multiple of this
  int from = 0, to = 0;   ///< from the `from`th to the `to`th
  double probability = 1; ///< of the requests that pass the above
  std::string actor;      ///< only this actor's requests; empty: anybody's
  Effect effect;
};

/// Reads `POST /instances nth=2 commit-then-close`. The failure says what is wrong and what would be right.
[[nodiscard]] base::Result<FaultRule> parse_fault(std::string_view text);
/// Reads `20ms`, `5s`, `2m`.
[[nodiscard]] base::Result<base::Duration> parse_duration(std::string_view text);
/// The words of the syntax with one line each, for --help and the docs.
[[nodiscard]] std::string fault_help();

/// A seeded stream of random faults, for rehearsals.
struct Chaos {
  uint64_t seed = 1;
  double intensity = 0.1; ///< probability of a fault for each request
  base::Duration longest_delay{2'000};
};
/// Reads `seed=7,intensity=0.2`.
[[nodiscard]] base::Result<Chaos> parse_chaos(std::string_view text);
/// One random fault that suits the call.
[[nodiscard]] Effect draw_fault(SeededRandom& random, http::Method method, std::string_view path,
                                base::Duration longest_delay);

/// Decides for each request, in the order of arrival. The first rule that matches wins, then chaos.
class Faults {
public:
  explicit Faults(uint64_t seed = 1) : random_(seed) {}
  void add(FaultRule rule) { rules_.push_back({std::move(rule), 0}); }
  void set_chaos(const Chaos& chaos);
  /// From now on nothing goes wrong.
  void clear();
  [[nodiscard]] Effect decide(const Call& call);

private:
  struct Row {
    FaultRule rule;
    int seen = 0;
  };
  [[nodiscard]] bool fires(Row& row, const Call& call);
  std::vector<Row> rules_;
  std::optional<Chaos> chaos_;
  SeededRandom random_;
  SeededRandom chaos_random_{1};
};

/// Makes what the client gets out of the platform's answer: other status, HTML, broken JSON, headers. Endings
/// are the front's business. `true_answer` is nullopt if nothing was carried out; `now` is for dates.
[[nodiscard]] Answer distort(const Effect& effect, std::optional<Answer> true_answer, Platform& platform,
                             base::WallTime now);

} // namespace cerec::sim
