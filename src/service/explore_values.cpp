#include "service/explore_values.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "base/error.h"
#include "base/nearest_word.h"
#include "base/utf8.h"
#include "match/block/soundex.h"
#include "match/compare/romanize.h"
#include "quality/pattern.h"
#include "quality/value_clusters.h"
#include "service/dictionary.h"
#include "standard/simplified.h"

namespace kith::service {
namespace {

using lens::LensRow;
using lens::LensValue;

constexpr std::string_view methods[] = {"fingerprint", "pairs", "phonetic", "pinyin", "distance"};
// Past so many different patterns new ones are not told apart.
constexpr std::size_t patterns_remembered = 100'000;

Text hint_near(const std::string& word, const std::vector<std::string>& known) {
  auto near = nearest_word(word, known);
  std::string all;
  for (const auto& each : known) all += (all.empty() ? "" : ", ") + each;
  return near.empty() ? Text("Known are: {words}.", {{"words", all}})
                      : Text("Did you mean {word}?", {{"word", near}});
}

void require_attribute(const std::string& name) {
  if (built_in_attribute(name) != nullptr) return;
  std::vector<std::string> known;
  for (const auto& attribute : built_in_attributes()) known.push_back(attribute.name);
  throw Error(ErrorCode::usage, Text("There is no attribute {word}.", {{"word", name}}),
              hint_near(name, known));
}

std::int64_t number_of_verdict(const std::string& word) {
  for (auto verdict : {Verdict::kept, Verdict::changed, Verdict::suspect, Verdict::invalid, Verdict::empty}) {
    if (name_of(verdict) == word) return static_cast<std::int64_t>(verdict);
  }
  throw Error(ErrorCode::usage, Text("There is no verdict {word}.", {{"word", word}}),
              hint_near(word, {"kept", "changed", "suspect", "invalid", "empty"}));
}

std::int64_t number_of_reason(const std::string& word) {
  std::vector<std::string> known;
#define REASON(number, name, english, chinese) \
  if (word == #name) return number;            \
  known.push_back(#name);
#include "base/house_reason.def"
#include "base/reason.def"
#undef REASON
  throw Error(ErrorCode::usage, Text("There is no reason {word}.", {{"word", word}}), hint_near(word, known));
}

std::string like_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '%' || c == '_' || c == '!') out.push_back('!');
    out.push_back(c);
  }
  return out;
}

// The records of the scope as the end of a statement, and its parameters.
struct Filter {
  std::string sql;
  std::vector<LensValue> parameters;

  std::string bind(LensValue value) {
    parameters.push_back(std::move(value));
    return "$" + std::to_string(parameters.size());
  }
};

std::string condition(Filter& filter, const std::string& text) {
  const auto first = text.find(':'), second = text.find(':', first + 1);
  const auto attribute = text.substr(0, first);
  const auto operation =
      first == std::string::npos ? std::string() : text.substr(first + 1, second - first - 1);
  const auto value = second == std::string::npos ? std::string() : text.substr(second + 1);
  require_attribute(attribute);
  const auto column = "coalesce(r." + lens::quoted(attribute) + ", '')";
  if (operation == "eq") return column + " = " + filter.bind(value);
  if (operation == "ne") return column + " <> " + filter.bind(value);
  if (operation == "contains")
    return column + " LIKE " + filter.bind("%" + like_text(value) + "%") + " ESCAPE '!'";
  if (operation == "starts") return column + " LIKE " + filter.bind(like_text(value) + "%") + " ESCAPE '!'";
  if (operation == "empty") return column + " = ''";
  if (operation == "filled") return column + " <> ''";
  if (operation == "verdict")
    return "r." + lens::quoted(attribute + ":verdict") + " = " + filter.bind(number_of_verdict(value));
  if (operation == "reason")
    return "r." + lens::quoted(attribute + ":reason") + " = " + filter.bind(number_of_reason(value));
  throw Error(ErrorCode::usage,
              Text("The condition {text} cannot be read.", {{"text", attribute + ":" + operation}}),
              "Write attribute:operator:value; operators are eq, ne, contains, starts, verdict, reason, "
              "empty, filled.");
}

Filter filter_of(const ValueScope& scope) {
  if (!scope.attribute.empty()) require_attribute(scope.attribute);
  Filter filter;
  std::string where;
  auto add = [&](const std::string& part) { where += (where.empty() ? " WHERE " : " AND ") + part; };
  if (!scope.source.empty())
    add("r.source_id IN (SELECT id FROM source WHERE name = " + filter.bind(scope.source) + ")");
  if (scope.batch != 0)
    add("r.batch_id IN (SELECT id FROM batch WHERE number = " + filter.bind(scope.batch) + ")");
  for (const auto& each : scope.where) add(condition(filter, each));
  filter.sql = " FROM record r" + where;
  return filter;
}

void by_falling_count(std::vector<NamedCount>& counts, std::size_t limit) {
  std::sort(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
    return a.records != b.records ? a.records > b.records : a.name < b.name;
  });
  if (limit != 0 && counts.size() > limit) counts.resize(limit);
}

std::string_view reason_name(std::int64_t number) {
#define REASON(n, name, english, chinese) \
  if (number == n) return #name;
#include "base/house_reason.def"
#include "base/reason.def"
#undef REASON
  return "none";
}

std::string without_blanks(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c != ' ') out.push_back(c);
  }
  return out;
}

bool has_digit(std::string_view text) noexcept {
  return text.find_first_of("0123456789") != std::string_view::npos;
}

// A key for each value by the method; values are folded the same way for all.
std::vector<std::string> keys_of(const std::vector<quality::CountedValue>& values, ClusterMethod method) {
  match::Romanizer romanizer;
  if (method == ClusterMethod::pinyin || method == ClusterMethod::phonetic) {
    std::vector<std::string_view> views;
    for (const auto& value : values) views.push_back(value.value);
    romanizer.learn(views);
  }
  std::vector<std::string> keys;
  keys.reserve(values.size());
  for (const auto& value : values) {
    const auto text = standard::simplified(value.value);
    switch (method) {
      case ClusterMethod::fingerprint:
        keys.push_back(quality::fingerprint(text));
        break;
      case ClusterMethod::pairs:
        keys.push_back(quality::pair_fingerprint(text));
        break;
      case ClusterMethod::pinyin:
        keys.push_back(romanizer.fold(value.value));
        break;
      case ClusterMethod::phonetic: {
        std::string key;
        const auto words = quality::fingerprint(text);
        for (std::size_t at = 0; at < words.size();) {
          auto end = std::min(words.find(' ', at), words.size());
          const auto word = std::string_view(words).substr(at, end - at);
          // Numbers have no sound that could be misheard: 3号店 is not 4号店.
          key += (has_digit(word) ? std::string(word) : match::soundex(romanizer.fold(word))) + " ";
          at = end + 1;
        }
        keys.push_back(std::move(key));
        break;
      }
      case ClusterMethod::distance:
        keys.push_back(without_blanks(quality::fingerprint(text)));
        break;
    }
  }
  return keys;
}

}  // namespace

ValueFacets facets_of(const RunQuery& query, const ValueScope& scope, std::size_t limit) {
  require_attribute(scope.attribute);
  const auto filter = filter_of(scope);
  const auto verdict = "r." + lens::quoted(scope.attribute + ":verdict"),
             reason = "r." + lens::quoted(scope.attribute + ":reason"),
             value = "coalesce(r." + lens::quoted(scope.attribute) + ", '')";
  ValueFacets facets;
  query("SELECT " + verdict + ", " + reason + ", count(*)" + filter.sql + " GROUP BY 1, 2", filter.parameters,
        [&](const LensRow& row) {
          const auto count = row.integer(2);
          facets.records += count;
          if (row.is_null(0)) return;
          facets.supplied += count;
          if (row.integer(0) >= 0 && row.integer(0) < 5)
            facets.verdicts[static_cast<std::size_t>(row.integer(0))] += count;
          if (row.integer(1) == 0) return;
          const auto name = std::string(reason_name(row.integer(1)));
          for (auto& each : facets.reasons) {
            if (each.name == name) {
              each.records += count;
              return;
            }
          }
          facets.reasons.push_back({name, count});
        });
  by_falling_count(facets.reasons, 0);
  std::unordered_map<std::string, std::int64_t> patterns;
  query("SELECT " + value + ", max(" + verdict + "), count(*)" + filter.sql +
            (filter.sql.find(" WHERE ") == std::string::npos ? " WHERE " : " AND ") + verdict +
            " IS NOT NULL AND " + value + " <> '' GROUP BY 1 ORDER BY 3 DESC, 1",
        filter.parameters, [&](const LensRow& row) {
          ++facets.distinct;
          const auto count = row.integer(2);
          if (limit == 0 || facets.values.size() < limit)
            facets.values.push_back({std::string(row.text(0)), count, static_cast<Verdict>(row.integer(1))});
          auto pattern = quality::pattern_of(row.text(0));
          if (patterns.size() < patterns_remembered || patterns.count(pattern) != 0)
            patterns[std::move(pattern)] += count;
        });
  for (const auto& [pattern, count] : patterns) facets.patterns.push_back({pattern, count});
  by_falling_count(facets.patterns, limit);
  return facets;
}

void each_text(const RunQuery& query, const ValueScope& scope,
               const std::function<void(std::string_view text, std::uint64_t row, RecordId record)>& each) {
  const auto filter = filter_of(scope);
  const auto text = scope.attribute.empty() ? std::string("r.extra") : "r." + lens::quoted(scope.attribute);
  query("SELECT " + text + ", r.row, r.id" + filter.sql, filter.parameters, [&](const LensRow& row) {
    if (!row.is_null(0))
      each(row.text(0), static_cast<std::uint64_t>(row.integer(1)), RecordId(row.integer(2)));
  });
}

std::string_view name_of(ClusterMethod method) noexcept { return methods[static_cast<std::size_t>(method)]; }

ClusterMethod cluster_method(const std::string& word) {
  for (std::size_t i = 0; i < std::size(methods); ++i) {
    if (word == methods[i]) return static_cast<ClusterMethod>(i);
  }
  throw Error(ErrorCode::usage, Text("There is no method {word}.", {{"word", word}}),
              hint_near(word, {std::begin(methods), std::end(methods)}));
}

FoundClusters clusters_of(const RunQuery& query, const ValueScope& scope, ClusterMethod method,
                          std::size_t limit) {
  require_attribute(scope.attribute);
  const auto filter = filter_of(scope);
  const auto verdict = "r." + lens::quoted(scope.attribute + ":verdict"),
             value = "coalesce(r." + lens::quoted(scope.attribute) + ", '')";
  std::vector<quality::CountedValue> values;
  query("SELECT " + value + ", count(*)" + filter.sql +
            (filter.sql.find(" WHERE ") == std::string::npos ? " WHERE " : " AND ") + verdict + " <= 2 AND " +
            value + " <> '' GROUP BY 1 ORDER BY 1",
        filter.parameters, [&](const LensRow& row) {
          values.push_back({std::string(row.text(0)), row.integer(1)});
        });
  const auto keys = keys_of(values, method);
  // Two Chinese names that differ in one of three characters are two people; four and more is a word.
  const auto clusters = method == ClusterMethod::distance ? quality::cluster_by_slip(values, keys, 4)
                                                          : quality::cluster_by_key(values, keys);
  FoundClusters found;
  found.distinct = static_cast<std::int64_t>(values.size());
  found.clusters = static_cast<std::int64_t>(clusters.size());
  for (const auto& cluster : clusters) {
    const auto& first = values[cluster.members.front()];
    found.records += cluster.count - first.count;
    if (limit != 0 && found.found.size() >= limit) continue;
    FoundCluster one{first.value, cluster.count, {}};
    for (std::size_t i = 1; i < cluster.members.size(); ++i)
      one.others.push_back({values[cluster.members[i]].value, values[cluster.members[i]].count});
    found.found.push_back(std::move(one));
  }
  return found;
}

std::vector<Correction> corrections_of(const ValueScope& scope, const std::vector<FoundCluster>& clusters) {
  std::vector<Correction> corrections;
  for (const auto& cluster : clusters) {
    for (const auto& other : cluster.others) {
      Correction correction;
      correction.attribute = scope.attribute;
      correction.source = scope.source;
      correction.batch = scope.batch;
      correction.test = CorrectionTest::value;
      correction.wanted = other.name;
      correction.action = CorrectionAction::put;
      correction.text = cluster.value;
      corrections.push_back(std::move(correction));
    }
  }
  return corrections;
}

}  // namespace kith::service
