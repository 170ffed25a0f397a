#include "service/dedupe_columns.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/hash.h"
#include "base/random.h"
#include "service/column_content.h"
#include "service/header_names.h"
#include "standard/clean.h"

namespace kith::service {
namespace {

using match::ColumnKind;

constexpr std::size_t most_compared = 20;
constexpr double least_coordinates = 0.9;  // of the values: pairs of numbers that are some

constexpr std::pair<ColumnKind, std::string_view> kind_names[] = {{ColumnKind::full_name, "full_name"},
                                                                  {ColumnKind::given_name, "given_name"},
                                                                  {ColumnKind::family_name, "family_name"},
                                                                  {ColumnKind::phone, "phone"},
                                                                  {ColumnKind::email, "email"},
                                                                  {ColumnKind::date, "date"},
                                                                  {ColumnKind::postal_code, "postal_code"},
                                                                  {ColumnKind::place, "place"},
                                                                  {ColumnKind::address, "address"},
                                                                  {ColumnKind::id_number, "id_number"},
                                                                  {ColumnKind::company, "company"},
                                                                  {ColumnKind::category, "category"},
                                                                  {ColumnKind::text, "text"},
                                                                  {ColumnKind::number, "number"},
                                                                  {ColumnKind::coordinates, "coordinates"}};

constexpr std::pair<std::string_view, ColumnKind> attribute_kinds[] = {
    {"name", ColumnKind::full_name},
    {"family_name", ColumnKind::family_name},
    {"given_name", ColumnKind::given_name},
    {"gender", ColumnKind::category},
    {"birth_date", ColumnKind::date},
    {"phone", ColumnKind::phone},
    {"landline", ColumnKind::phone},
    {"email", ColumnKind::email},
    {"id_number", ColumnKind::id_number},
    {"company", ColumnKind::company},
    {"country", ColumnKind::place},
    {"province", ColumnKind::place},
    {"city", ColumnKind::place},
    {"district", ColumnKind::place},
    {"birth_place", ColumnKind::place},
    {"address", ColumnKind::address},
    {"postal_code", ColumnKind::postal_code},
    {"occupation", ColumnKind::category}};

// Headers under which the answer stands in test data, and those that tell of the row and not of whom it is
// about.
constexpr std::string_view answer_headers[] = {
    "cluster", "clusterid", "group",   "groupid",     "truth",  "groundtruth", "gold", "goldid",
    "entid",   "cid",       "matchid", "duplicateof", "trueid", "truecluster", "eid",  "gtid"};
constexpr std::string_view source_headers[] = {"source",     "sourceid",   "sourcedataset", "dataset",
                                               "sourcename", "datasource", "来源",          "数据来源"};

// The words of a header: "birthPlace_2" → birth, place.
std::vector<std::string> words_of_header(std::string_view header) {
  std::vector<std::string> words(1);
  bool small = false;
  for (char c : header) {
    const bool upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z'),
               foreign = static_cast<unsigned char>(c) >= 0x80;
    if (!letter && !foreign) {
      if (!words.back().empty()) words.emplace_back();
      small = false;
      continue;
    }
    if (upper && small && !words.back().empty()) words.emplace_back();
    small = letter && !upper;
    words.back().push_back(upper ? static_cast<char>(c - 'A' + 'a') : c);
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

struct Meaning {
  std::string_view attribute;
  bool key = false;
};

// The whole header, else the longest run of its words that has a meaning. A lone "name" or "contact" among
// other words may be of anything: only the whole header says that it is a person's.
Meaning meaning_in(std::string_view header) {
  const auto whole = meaning_of(header, BatchKind::customers);
  if (whole.known()) return {whole.attribute, whole.key};
  const auto words = words_of_header(header);
  for (std::size_t length = words.size(); length > 0; --length) {
    for (std::size_t first = words.size() - length + 1; first-- > 0;) {
      std::string joined;
      for (std::size_t i = first; i < first + length; ++i) joined += words[i];
      const auto part = meaning_of(joined, BatchKind::customers);
      if (part.known() && part.attribute != "name" && !part.attribute.empty()) return {part.attribute, false};
    }
  }
  return {{}, !words.empty() && (words.back() == "id" || words.back() == "key" || words.back() == "uid")};
}

bool fits(ColumnKind kind, const ColumnContent& content) {
  switch (kind) {
    case ColumnKind::email:
      return content.email >= 0.2;
    case ColumnKind::phone:
      return content.phone >= 0.4;
    case ColumnKind::date:
      return content.date >= 0.3;
    case ColumnKind::full_name:
      return content.digit <= 0.15 && content.words <= 6 && content.length <= 60 && content.company < 0.15;
    case ColumnKind::given_name:
    case ColumnKind::family_name:
      return content.digit <= 0.2 && content.length <= 40;
    case ColumnKind::place:
      return content.number < 0.9 && content.length <= 60;
    case ColumnKind::postal_code:
      return content.length <= 15;
    default:
      return true;
  }
}

// What content alone says. `distinct` of `present` values are different.
ColumnKind kind_of(const ColumnContent& content, std::uint64_t present, std::uint64_t distinct) {
  if (content.email >= 0.5) return ColumnKind::email;
  if (content.coordinates >= least_coordinates) return ColumnKind::coordinates;
  if (content.date >= 0.7) return ColumnKind::date;
  if (content.phone >= 0.8 && content.phone_marks >= 0.3) return ColumnKind::phone;
  const bool few = distinct <= 12 || distinct * 50 <= present;
  if (content.number >= 0.8) return few && distinct <= 20 ? ColumnKind::category : ColumnKind::number;
  if (few && content.length <= 40) return ColumnKind::category;
  if (content.code >= 0.8) return distinct * 10 >= present ? ColumnKind::id_number : ColumnKind::text;
  if (content.company >= 0.15 && content.words <= 8) return ColumnKind::company;
  return ColumnKind::text;
}

struct Counts {
  std::uint64_t present = 0, distinct = 0;
  std::uint64_t in_files = 0;              // distinct (value, file)
  std::uint64_t shared = 0;                // values that stand in two files or more
  std::vector<std::uint64_t> distinct_in;  // by file
  bool unique() const noexcept {
    return present >= 8 && static_cast<double>(in_files) >= 0.999 * static_cast<double>(present);
  }
};

// Which values are words for nothing ("N/A", "无"): they are no more there than empty cells.
std::vector<char> find_nothing(const RawColumn& column) {
  std::vector<char> nothing(column.values.size(), 0);
  constexpr std::size_t longest = 60;  // bytes, white space included
  standard::Standardised out;
  std::string_view tidy;
  for (std::size_t id = 0; id < nothing.size(); ++id) {
    if (column.values[id].size() > longest) continue;
    out.clear();
    nothing[id] = !standard::take(column.values[id], out, tidy) && out.verdict == Verdict::empty;
  }
  return nothing;
}

Counts count(const RawTable& table, const RawColumn& column) {
  Counts counts;
  counts.distinct_in.assign(table.files, 0);
  const auto nothing = find_nothing(column);
  // The rows stand file after file.
  struct Seen {
    std::uint32_t in = ~0u, files = 0;  // the file that had the value last, and how many did
  };
  std::vector<Seen> seen(column.values.size());
  for (std::size_t r = 0; r < table.rows(); ++r) {
    if (nothing[column.ids[r]]) continue;
    ++counts.present;
    Seen& own = seen[column.ids[r]];
    if (own.in == table.file[r]) continue;
    own.in = table.file[r];
    ++own.files;
    ++counts.in_files;
    ++counts.distinct_in[own.in];
    counts.distinct += own.files == 1;
    counts.shared += own.files == 2;
  }
  return counts;
}

// 1, 2, 3 …: numbers of rows, which two files share without meaning the same.
bool counts_up(const RawColumn& column) {
  double least = 1e18, most = -1e18;
  std::size_t n = 0;
  for (std::size_t id = 1; id < column.values.size(); ++id) {
    const std::string number = number_of(column.values[id]);
    if (number.empty()) return false;
    const double value = std::strtod(number.c_str(), nullptr);
    least = std::min(least, value);
    most = std::max(most, value);
    ++n;
  }
  return n > 0 && most - least < 1.5 * static_cast<double>(n);
}

// Is equality in this column all but the same as, or the opposite of, equality of the truth?
bool leaks(const RawColumn& column, const std::vector<std::uint64_t>& labels, bool across) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> cells;  // (truth, value)
  for (std::size_t r = 0; r < labels.size(); ++r) {
    if (labels[r] != 0 && column.ids[r] != 0) cells.emplace_back(labels[r], column.ids[r]);
  }
  auto pairs = [&](auto key) {
    std::sort(cells.begin(), cells.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    double sum = 0;
    for (std::size_t i = 0, j = 0; i < cells.size(); i = j) {
      while (j < cells.size() && key(cells[j]) == key(cells[i])) ++j;
      sum += static_cast<double>(j - i) * static_cast<double>(j - i - 1) / 2;
    }
    return sum;
  };
  const double by_truth = pairs([](const auto&c) { return c.first; }),
               by_value = pairs([](const auto&c) { return c.second; }),
               by_both = pairs([](const auto&c) { return c; });
  const double n = static_cast<double>(cells.size()), all = n * (n - 1) / 2;
  if (by_truth < 20 || all < 1) return false;
  if (by_both >= 0.999 * by_truth && by_both >= 0.999 * by_value) return true;
  if (across) return false;  // two files may well call the same by different names
  const double chance = by_value / all;
  return chance > 0.02 && by_both < 0.01 * chance * by_truth;
}

std::string text_at(const RawTable& table, std::size_t column, std::size_t row) {
  const auto& raw = table.columns[column];
  return normalised_header(raw.values[raw.ids[row]]);  // letters and digits alone
}

// Does the column only put two others together?
bool repeats_others(const RawTable& table, std::size_t column, const std::vector<ColumnChoice>& choices) {
  std::vector<std::size_t> rows;
  const std::size_t step = std::max<std::size_t>(1, table.rows() / 300);
  for (std::size_t r = 0; r < table.rows(); r += step) {
    if (table.columns[column].ids[r] != 0) rows.push_back(r);
  }
  for (const auto& a : choices) {
    for (const auto& b : choices) {
      if (a.column == b.column || a.column == column || b.column == column) continue;
      if (a.use != ColumnUse::compared || b.use != ColumnUse::compared) continue;
      std::size_t seen = 0, equal = 0;
      for (std::size_t r : rows) {
        if (table.columns[a.column].ids[r] == 0 || table.columns[b.column].ids[r] == 0) continue;
        ++seen;
        equal += text_at(table, column, r) == text_at(table, a.column, r) + text_at(table, b.column, r);
        if (seen == 20 && equal < 5) break;
      }
      if (seen >= 20 && equal * 10 >= seen * 7) return true;
    }
  }
  return false;
}

template <std::size_t n>
bool is_one_of(const std::string& word, const std::string_view (&words)[n]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

class Chooser {
 public:
  Chooser(const RawTable& table, const ColumnWishes& wishes) : table_(table), wishes_(wishes) {
    for (const auto& column : table.columns) headers_.push_back(normalised_header(column.name));
    paired_ = names_in_pairs(headers_);
  }

  std::vector<ColumnChoice> choose(Executor& executor, const Cancel& cancel) {
    std::vector<ColumnChoice> choices(table_.columns.size());
    executor.for_each(choices.size(), [&](std::size_t c, unsigned) {
      cancel.check();
      choices[c] = choose_one(c);
    });
    name_organisations(choices);
    for (auto& choice : choices) {
      if (choice.use == ColumnUse::compared && choice.kind != ColumnKind::category &&
          repeats_others(table_, choice.column, choices))
        choice.use = ColumnUse::repeats;
    }
    limit(choices);
    return choices;
  }

 private:
  ColumnChoice choose_one(std::size_t c) const {
    const RawColumn& column = table_.columns[c];
    const Counts counts = count(table_, column);
    const std::string& name = headers_[c];
    ColumnChoice choice;
    choice.column = c;
    choice.name = column.name;
    choice.present = counts.present;
    choice.distinct = counts.distinct;
    auto is = [&](ColumnUse use) {
      choice.use = use;
      return choice;
    };
    if (static_cast<int>(c) == wishes_.truth) return is(ColumnUse::truth);
    if (std::find(wishes_.left_out.begin(), wishes_.left_out.end(), column.name) != wishes_.left_out.end())
      return is(ColumnUse::left_out);
    if (std::find(wishes_.date_parts.begin(), wishes_.date_parts.end(), c) != wishes_.date_parts.end())
      return is(ColumnUse::date_part);
    if (std::find(wishes_.point_parts.begin(), wishes_.point_parts.end(), c) != wishes_.point_parts.end())
      return is(ColumnUse::point_part);
    if (counts.present == 0) return is(ColumnUse::empty);
    if (counts.distinct == 1 && counts.present > 1) return is(ColumnUse::constant);
    const auto sides = std::count_if(counts.distinct_in.begin(), counts.distinct_in.end(),
                                     [](std::uint64_t n) { return n > 0; });
    if (wishes_.across && sides < 2) return is(ColumnUse::one_sided);
    if (is_one_of(name, answer_headers)) return is(ColumnUse::leak);
    if (is_one_of(name, source_headers)) return is(ColumnUse::source);

    const ColumnContent content = look_at(column.values);
    const Meaning meaning = meaning_in(paired_[c].empty() ? std::string_view(column.name) : paired_[c]);
    if (meaning.attribute == "registered_time" || meaning.attribute == "updated_time")
      return is(ColumnUse::record_time);
    choice.is_gender = meaning.attribute == "gender";
    choice.is_own_name = meaning.attribute == "name";
    if (content.email >= 0.5) choice.by_header = meaning.attribute == "email";
    for (const auto& [attribute, kind] : attribute_kinds) {
      if (attribute != meaning.attribute || content.email >= 0.5 || !fits(kind, content)) continue;

      choice.kind = kind;
      choice.by_header = true;
    }
    const bool is_point = content.coordinates >= least_coordinates;
    if (is_point) choice.by_header = false;
    if (!choice.by_header || content.email >= 0.5)
      choice.kind = kind_of(content, counts.present, counts.distinct);
    // An e-mail or a phone that is always right is evidence; a number that is always right is the answer.
    const bool speaks = choice.by_header || choice.kind == ColumnKind::email ||
                        choice.kind == ColumnKind::phone || choice.kind == ColumnKind::date ||
                        choice.kind == ColumnKind::company;
    if (!speaks && !wishes_.labels.empty() && leaks(column, wishes_.labels, wishes_.across))
      return is(ColumnUse::leak);
    if (is_identifier(column, counts, content, choice, meaning)) return is(ColumnUse::identifier);
    return choice;
  }

  bool is_identifier(const RawColumn& column, const Counts& counts, const ColumnContent& content,
                     ColumnChoice& choice, const Meaning& meaning) const {
    if (choice.by_header && !meaning.key) return false;
    if (!counts.unique()) {
      if (meaning.key && choice.kind == ColumnKind::number) choice.kind = ColumnKind::id_number;
      return false;
    }
    const bool wordless = content.blank < 0.1 && content.digit >= 0.9;
    const bool may_be_unique = choice.kind == ColumnKind::email || choice.kind == ColumnKind::phone ||
                               choice.kind == ColumnKind::date || choice.kind == ColumnKind::company ||
                               choice.kind == ColumnKind::coordinates;
    if (!meaning.key && (may_be_unique || !wordless)) return false;
    if (choice.kind == ColumnKind::number && content.integer < 0.9)
      return false;  // measures, not numbers of rows
    if (wishes_.across && counts.shared * 10 >= counts.distinct && !counts_up(column)) {
      choice.kind = ColumnKind::id_number;  // a key that both files use
      return false;
    }
    return true;
  }

  // A bare "name" beside nothing that only persons have is the name of something else. That names
  // what the row is about, where an organisation may be its seller; where nothing is compared beside it,
  // nothing could tell two of one name apart.
  static void name_organisations(std::vector<ColumnChoice>& choices) {
    constexpr ColumnKind of_persons[] = {
        ColumnKind::given_name, ColumnKind::family_name, ColumnKind::phone,   ColumnKind::email,
        ColumnKind::date,       ColumnKind::id_number,   ColumnKind::address, ColumnKind::postal_code};
    const bool persons = std::any_of(choices.begin(), choices.end(), [&](const ColumnChoice& choice) {
      const bool known =
          std::find(std::begin(of_persons), std::end(of_persons), choice.kind) != std::end(of_persons);
      return choice.use == ColumnUse::compared && (choice.is_gender || (choice.by_header && known));
    });
    std::vector<ColumnChoice*> names;
    std::size_t compared = 0;
    for (auto& choice : choices) {
      const bool bears_name = std::exchange(choice.is_own_name, false);
      if (persons || choice.use != ColumnUse::compared) continue;
      ++compared;
      if (choice.kind == ColumnKind::full_name) choice.kind = ColumnKind::company;
      if (bears_name && choice.kind == ColumnKind::company) names.push_back(&choice);
    }
    if (names.size() == 1 && compared > 1) names.front()->is_own_name = true;
  }

  // The columns that tell most stay: those with most values in most rows.
  static void limit(std::vector<ColumnChoice>& choices) {
    std::vector<ColumnChoice*> compared;
    for (auto& choice : choices) {
      if (choice.use == ColumnUse::compared) compared.push_back(&choice);
    }
    if (compared.size() <= most_compared) return;
    std::stable_sort(compared.begin(), compared.end(), [](const ColumnChoice* a, const ColumnChoice* b) {
      return std::min(a->distinct, a->present) * a->present > std::min(b->distinct, b->present) * b->present;
    });
    for (std::size_t i = most_compared; i < compared.size(); ++i) compared[i]->use = ColumnUse::surplus;
  }

  const RawTable& table_;
  const ColumnWishes& wishes_;
  std::vector<std::string> headers_;  // normalised
  std::vector<std::string_view> paired_;
};

}  // namespace

std::string_view name_of(ColumnUse use) noexcept {
  switch (use) {
    case ColumnUse::compared:
      return "compared";
    case ColumnUse::truth:
      return "truth";
    case ColumnUse::leak:
      return "leak";
    case ColumnUse::identifier:
      return "identifier";
    case ColumnUse::source:
      return "source";
    case ColumnUse::record_time:
      return "record_time";
    case ColumnUse::empty:
      return "empty";
    case ColumnUse::constant:
      return "constant";
    case ColumnUse::one_sided:
      return "one_sided";
    case ColumnUse::repeats:
      return "repeats";
    case ColumnUse::date_part:
      return "date_part";
    case ColumnUse::point_part:
      return "point_part";
    case ColumnUse::surplus:
      return "surplus";
    case ColumnUse::left_out:
      return "left_out";
  }
  return {};
}

std::string_view name_of(ColumnKind kind) noexcept {
  for (const auto& [known, name] : kind_names) {
    if (known == kind) return name;
  }
  return "text";
}

bool column_kind_named(std::string_view word, ColumnKind& kind) noexcept {
  for (const auto& [known, name] : kind_names) {
    if (name != word) continue;
    kind = known;
    return true;
  }
  return false;
}

std::vector<ColumnChoice> choose_columns(const RawTable& table, const ColumnWishes& wishes,
                                         Executor& executor, const Cancel& cancel) {
  return Chooser(table, wishes).choose(executor, cancel);
}

}  // namespace kith::service
