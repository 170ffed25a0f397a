#include <algorithm>
#include <cmath>

#include "base/date.h"
#include "base/utf8.h"
#include "quality/pattern.h"
#include "service/quality_report.h"

namespace kith::service {
namespace {

using quality::all_dimensions;
using quality::Problem;

constexpr int least_width = 66;
constexpr std::size_t shown_problems = 10;
constexpr std::size_t shown_rules = 12;
constexpr std::size_t shown_rejects = 5;
constexpr std::size_t shown_patterns = 3;
constexpr std::int64_t last_single_size = 6;

// A foreign value on one line of a terminal: nothing in it may move the cursor, ring, colour or turn the text
// round.
std::string tame(std::string_view value) {
  std::string out;
  for (std::size_t at = 0; at < value.size();) {
    const char32_t c = next_code_point(value, at);
    const char32_t symbol = quality::pattern_class(c);
    append_utf8(out, symbol == U'␣' || symbol == U'␀' ? symbol : c);
  }
  return out;
}

// Cut to `width` columns with "…" where it is longer.
std::string cut(const std::string& text, std::size_t width) {
  if (display_width(text) <= width) return text;
  if (width == 0) return {};
  std::string out;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    next_code_point(text, at);
    const auto character = std::string_view(text).substr(begin, at - begin);
    const std::size_t wide = display_width(character);
    if (used + wide + 1 > width) break;
    out += character;
    used += wide;
  }
  return out + "…";
}

std::string left(const std::string& text, std::size_t width) {
  auto out = cut(text, width);
  out.append(width - std::min(width, display_width(out)), ' ');
  return out;
}

std::string right(const std::string& text, std::size_t width) {
  auto out = cut(text, width);
  return std::string(width - std::min(width, display_width(out)), ' ') + out;
}

// In eighths of a column.
std::string bar(double share, std::size_t width) {
  constexpr const char* parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const auto eighths =
      static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * 8 * static_cast<double>(width)));
  std::string out;
  for (std::size_t i = 0; i < eighths / 8; ++i) out += "█";
  out += parts[eighths % 8];
  const std::size_t used = eighths / 8 + (eighths % 8 != 0);
  for (std::size_t i = used; i < width; ++i) out += "·";
  return out;
}

// One of eight heights; the scale runs from `least` to `most`.
const char* spark(double value, double least, double most) {
  constexpr const char* heights[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  return heights[static_cast<std::size_t>(std::lround(7 * (value - least) / (most - least)))];
}

class Screen {
 public:
  Screen(const QualityReport& report, Language language, bool colour, int width)
      : report_(report),
        language_(language),
        colour_(colour),
        width_(static_cast<std::size_t>(std::max(least_width, width))) {}

  std::string make() {
    top();
    dimensions();
    sources();
    attributes();
    problems();
    rules();
    duplicates();
    trend();
    patterns();
    rejects();
    return std::move(out_);
  }

 private:
  std::string say(const Text& text) const { return text.render(language_); }
  std::string paint(const std::string& text, const char* code) const {
    return colour_ ? std::string("\033[") + code + "m" + text + "\033[0m" : text;
  }
  std::string strong(const std::string& text) const { return paint(text, "1"); }
  std::string soft(const std::string& text) const { return paint(text, "2"); }
  std::string toned(const std::string& text, std::optional<double> share) const {
    constexpr const char* tones[] = {"31", "31", "33", "32", "32"};
    return share ? paint(text, tones[band_of(*share)]) : soft(text);
  }
  std::string attribute_name(std::size_t a) const {
    return a == Problem::whole_record ? tr(language_, "Whole record")
                                      : label_of(report_.attributes[a], language_);
  }
  void line(const std::string& text = {}) { out_ += text + '\n'; }
  void heading(const Text& text) {
    line();
    line(strong(say(text)));
  }
  std::size_t label_width(std::size_t least, const std::vector<std::string>& labels) const;
  std::string dimension_headings(std::size_t each) const;
  std::string dimension_cells(const quality::Scores& scores, std::size_t each) const;

  void top();
  void dimensions();
  void sources();
  void attributes();
  void problems();
  void rules();
  void duplicates();
  void trend();
  void trend_line(const std::string& label, std::size_t label_columns,
                  const std::vector<std::optional<double>>& values);
  void patterns();
  void rejects();

  const QualityReport& report_;
  Language language_;
  bool colour_;
  std::size_t width_;
  std::string out_;
};

std::size_t Screen::label_width(std::size_t least, const std::vector<std::string>& labels) const {
  std::size_t widest = least;
  for (const auto& label : labels) widest = std::max(widest, display_width(label));
  return std::min(widest, width_ / 4);
}

void Screen::top() {
  const auto score = report_.score;
  constexpr const char* words[] = {"Poor", "Weak", "Fair", "Good", "Very good"};
  line(strong(say("Data quality report")) + "  " +
       toned(strong(score ? percent(*score) + "  " + tr(language_, words[band_of(*score)])
                          : say("Nothing measured")),
             score));
  const auto& d = report_.duplicates;
  line(soft(say(Text("{records} records · {sources} sources · {batches} batches · {customers} customers",
                     {{"records", grouped(d.records)},
                      {"sources", std::to_string(report_.sources.size())},
                      {"batches", std::to_string(report_.batches.size())},
                      {"customers", grouped(d.customers)}}))));
}

void Screen::dimensions() {
  std::vector<std::string> labels;
  for (auto d : all_dimensions) labels.push_back(say(quality::label_of(d)));
  const std::size_t label_columns = label_width(10, labels);
  line();
  for (std::size_t i = 0; i < quality::dimension_count; ++i) {
    const auto value = report_.card.overall[all_dimensions[i]].value();
    const std::string text = value ? percent(*value) : say("not applicable");
    line(left(labels[i], label_columns) + "  " +
         (value ? toned(bar(*value, std::min<std::size_t>(40, width_ - label_columns - 12)), value) + ' ' +
                      right(text, 7)
                : soft(text)));
  }
}

std::string Screen::dimension_headings(std::size_t each) const {
  std::string out = right(say("Score"), each);
  for (const char* short_name : {"Compl.", "Valid.", "Uniq.", "Cons.", "Timely", "Accur."}) {
    out += right(tr(language_, short_name), each);
  }
  return out;
}

std::string Screen::dimension_cells(const quality::Scores& scores, std::size_t each) const {
  auto cell = [&](std::optional<double> share) {
    return toned(right(share ? percent(*share) : "–", each), share);
  };
  std::string out = cell(quality::score_of(scores, report_.weights));
  for (auto d : all_dimensions) out += cell(scores[d].value());
  return out;
}

void Screen::sources() {
  if (report_.sources.empty()) return;
  std::vector<std::string> labels;
  for (std::size_t s = 0; s < report_.sources.size(); ++s) {
    labels.push_back(std::to_string(s + 1) + ' ' + tame(report_.sources[s].name));
  }
  const std::size_t label_columns = label_width(12, labels);
  const std::size_t each = width_ >= label_columns + 10 + 7 * 8 ? 8 : 7;
  heading("Sources");
  const bool counts = width_ >= label_columns + 10 + 7 * each;
  line(soft(left("", label_columns) + (counts ? right(say("Records"), 10) : "") + dimension_headings(each)));
  for (std::size_t s = 0; s < labels.size(); ++s) {
    line(left(labels[s], label_columns) +
         (counts ? right(grouped(report_.card.records[s].records), 10) : "") +
         dimension_cells(report_.card.by_source[s], each));
  }
}

// With the score at each source where there is room; the numbers are those of the list of sources.
void Screen::attributes() {
  if (report_.attributes.empty()) return;
  std::vector<std::string> labels;
  for (std::size_t a = 0; a < report_.attributes.size(); ++a) labels.push_back(tame(attribute_name(a)));
  const std::size_t label_columns = label_width(12, labels);
  const std::size_t n = report_.sources.size();
  constexpr std::size_t each = 7, cell_columns = 4;
  const bool cells = width_ >= label_columns + 7 * each + 2 + n * cell_columns;
  heading("Attributes");
  std::string head = left("", label_columns) + dimension_headings(each) + (cells ? "  " : "");
  for (std::size_t s = 0; cells && s < n; ++s) head += right(std::to_string(s + 1), cell_columns);
  line(soft(head));
  for (std::size_t a = 0; a < labels.size(); ++a) {
    std::string row = left(labels[a], label_columns) + dimension_cells(report_.card.by_attribute[a], each) +
                      (cells ? "  " : "");
    for (std::size_t s = 0; cells && s < n; ++s) {
      const auto score = quality::score_of(report_.card.cell(s, a), report_.weights);
      row += toned(right(score ? std::to_string(static_cast<int>(*score * 100)) : "–", cell_columns), score);
    }
    line(row);
  }
}

void Screen::problems() {
  heading("Top problems");
  if (report_.problems.empty()) return line(soft(say("No problems found.")));
  for (std::size_t i = 0; i < std::min(shown_problems, report_.problems.size()); ++i) {
    const auto& p = report_.problems[i];
    const std::string count = grouped(p.rows) + " (" + percent(p.share) + ")";
    const std::string what = right(std::to_string(i + 1), 2) + "  " + tame(attribute_name(p.attribute)) +
                             " · " + tame(report_.sources[p.source].name) + " · " + describe(p, language_);
    const std::size_t columns = width_ - display_width(count) - 1;
    line(left(what, columns) + ' ' + strong(count));
    std::string examples;
    for (const auto& example : p.examples) {
      if (!examples.empty()) examples += "  ";
      examples += '[' + tame(example.before) + ']';
      if (!example.after.empty() && example.after != example.before)
        examples += " → [" + tame(example.after) + ']';
      if (example.rows > 1) examples += " ×" + grouped(example.rows);
    }
    if (!examples.empty()) line(soft("    " + cut(examples, width_ - 4)));
  }
}

void Screen::rules() {
  if (report_.rules.empty()) return;
  heading("Rules");
  std::size_t shown = 0;
  for (const auto& each : report_.rules) {
    if (++shown > shown_rules) break;
    const double share =
        each.checked == 0 ? 0 : static_cast<double>(each.hits) / static_cast<double>(each.checked);
    const std::string count = grouped(each.hits) + (each.hits == 0 ? "" : " (" + percent(share) + ")");
    const std::string what = tame(each.rule.name) + " · " +
                             tr(language_, std::string(name_of(each.rule.severity)).c_str()) + " · " +
                             say(sentence_of(each.rule));
    line(left(what, width_ - display_width(count) - 1) + ' ' +
         (each.hits == 0 ? soft(count) : strong(count)));
    std::string sources;
    for (const auto& [source, hits] : each.by_source)
      sources += (sources.empty() ? "" : "  ") + tame(source) + " ×" + grouped(hits);
    if (!sources.empty()) line(soft("    " + cut(sources, width_ - 4)));
  }
  if (report_.rules.size() > shown_rules)
    line(soft(say(Text("… and {count} more rules",
                       {{"count", grouped(static_cast<long long>(report_.rules.size() - shown_rules))}}))));
  line(soft(say("`kith rules check --rule NAME --rows 20` shows the records.")));
}

void Screen::duplicates() {
  heading("Duplicates");
  const auto& d = report_.duplicates;
  if (d.resolved == 0)
    return line(soft(say("Records are not resolved to customers yet: run `kith resolve`.")));
  std::vector<std::pair<std::string, std::int64_t>> bars;
  std::int64_t rest = 0, most = 1;
  for (const auto& [size, customers] : d.sizes) {
    if (size > last_single_size) {
      rest += customers;
    } else {
      bars.emplace_back(std::to_string(size), customers);
    }
  }
  if (rest > 0) bars.emplace_back(std::to_string(last_single_size + 1) + "+", rest);
  for (const auto& [size, customers] : bars) most = std::max(most, customers);
  line(soft(say("Customers by their number of records")));
  for (const auto& [size, customers] : bars) {
    const double share = static_cast<double>(customers) / static_cast<double>(most);
    line(right(size, 4) + "  " + paint(bar(share, 30), "36") + right(grouped(customers), 12));
  }
  for (const auto& shared : d.shared_values) {
    line(cut(say(Text("{attribute}: {values} values stand at {customers} customers, one of them at {most}.",
                      {{"attribute", tame(attribute_name(shared.attribute))},
                       {"values", grouped(shared.values)},
                       {"customers", grouped(shared.customers)},
                       {"most", grouped(shared.most)}})),
             width_));
  }
}

void Screen::trend_line(const std::string& label, std::size_t label_columns,
                        const std::vector<std::optional<double>>& values) {
  double least = 1, most = 0;
  std::optional<double> last;
  for (const auto& value : values) {
    if (!value) continue;
    least = std::min(least, *value);
    most = std::max(most, *value);
    last = value;
  }
  if (!last) return;
  const double floor = std::min(least, most - 0.05);  // below five points it is noise, not a trend
  std::string sparks;
  for (const auto& value : values) sparks += value ? spark(*value, floor, most) : " ";
  line(left(label, label_columns) + "  " + paint(sparks, "36") + right(percent(*last), 8) + "  " +
       soft(percent(least) + " – " + percent(most)));
}

void Screen::trend() {
  if (report_.batches.size() < 2) return;
  heading("Trend over batches");
  std::vector<std::string> labels = {say("Score")};
  for (auto d : all_dimensions) labels.push_back(say(quality::label_of(d)));
  const std::size_t label_columns = label_width(10, labels);
  const std::size_t room = std::min<std::size_t>(60, width_ - label_columns - 30);
  const std::size_t begin = report_.batches.size() > room ? report_.batches.size() - room : 0;
  std::vector<std::optional<double>> values;
  for (std::size_t b = begin; b < report_.batches.size(); ++b) values.push_back(report_.batches[b].score);
  trend_line(labels[0], label_columns, values);
  for (std::size_t i = 0; i < quality::dimension_count; ++i) {
    values.clear();
    for (std::size_t b = begin; b < report_.batches.size(); ++b) {
      values.push_back(report_.card.trend[b][all_dimensions[i]].value());
    }
    trend_line(labels[i + 1], label_columns, values);
  }
}

void Screen::patterns() {
  if (report_.pattern_records == 0) return;
  heading("Patterns");
  std::vector<std::string> labels;
  for (std::size_t a = 0; a < report_.attributes.size(); ++a) labels.push_back(tame(attribute_name(a)));
  const std::size_t label_columns = label_width(10, labels);
  for (std::size_t a = 0; a < report_.attributes.size(); ++a) {
    const auto& p = report_.patterns[a];
    if (p.values == 0) continue;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown_patterns, p.raw.size()); ++i) {
      if (i != 0) text += "  ";
      text += tame(p.raw[i].pattern) + ' ' +
              percent(static_cast<double>(p.raw[i].count) / static_cast<double>(p.values));
    }
    if (!p.standard.empty() && p.usable > 0) {
      text += "  →  " + tame(p.standard[0].pattern) + ' ' +
              percent(static_cast<double>(p.standard[0].count) / static_cast<double>(p.usable));
    }
    line(left(labels[a], label_columns) + "  " + cut(text, width_ - label_columns - 2));
  }
}

void Screen::rejects() {
  if (report_.rejects.empty()) return;
  heading("Rejected rows");
  for (std::size_t i = 0; i < std::min(shown_rejects, report_.rejects.size()); ++i) {
    const auto& reject = report_.rejects[i];
    std::string text = tame(report_.sources[reject.source].name) + " · ";
    if (!reject.column.empty()) text += tame(reject.column) + " · ";
    text += tame(tr(language_, reject.reason));
    line(left(text, width_ - 10) + right(grouped(reject.rows), 10));
  }
}

}  // namespace

std::string quality_terminal(const QualityReport& report, Language language, bool colour, int width) {
  return Screen(report, language, colour, width).make();
}

}  // namespace kith::service
