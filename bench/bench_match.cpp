// The matching engine on public data sets and on a made-up person table of any size.
//
//   bench_match [set…] [--rows N] [--threads N] [--verbose]
//
// Sets: febrl1 febrl2 febrl3 febrl4 fake_1000 fake_20000 historical_50k rldata500; "scale" is the made-up
// table. None named: all public ones. Data from $KITH_DATA. Every set runs with the same options; the truth
// column and whatever repeats it is never an input.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <sys/resource.h>
#include <zlib.h>

#include "base/executor.h"
#include "base/random.h"
#include "match/evaluate.h"
#include "match/resolve.h"

namespace {

using namespace kith;
using namespace kith::match;

using Row = std::vector<std::string>;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.pop_back();
  std::size_t begin = 0;
  while (begin < text.size() && text[begin] == ' ') ++begin;
  return text.substr(begin);
}

// CSV with optional quotes and gzip; blanks around cells are dropped. Enough for these files.
std::vector<Row> read_csv(const std::string& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return {};
  std::string text;
  std::vector<char> chunk(1 << 20);
  for (int n; (n = gzread(file, chunk.data(), static_cast<unsigned>(chunk.size()))) > 0;)
    text.append(chunk.data(), static_cast<std::size_t>(n));
  gzclose(file);
  std::vector<Row> rows;
  Row row;
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        cell.push_back('"');
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        cell.push_back(c);
      }
    } else if (c == '"' && trimmed(cell).empty()) {
      quoted = true;
    } else if (c == ',' || c == '\n') {
      row.push_back(trimmed(cell));
      cell.clear();
      if (c == '\n') {
        rows.push_back(std::move(row));
        row.clear();
      }
    } else {
      cell.push_back(c);
    }
  }
  if (!cell.empty() || !row.empty()) {
    row.push_back(trimmed(cell));
    rows.push_back(std::move(row));
  }
  return rows;
}

// What the product's header mapping makes of these names. Unknown names are left out.
const std::map<std::string, ColumnKind>& kinds() {
  static const std::map<std::string, ColumnKind> map = {
      {"given_name", ColumnKind::given_name},
      {"first_name", ColumnKind::given_name},
      {"surname", ColumnKind::family_name},
      {"full_name", ColumnKind::full_name},
      {"date_of_birth", ColumnKind::date},
      {"dob", ColumnKind::date},
      {"city", ColumnKind::place},
      {"suburb", ColumnKind::place},
      {"birth_place", ColumnKind::place},
      {"state", ColumnKind::place},
      {"email", ColumnKind::email},
      {"phone", ColumnKind::phone},
      {"postcode", ColumnKind::postal_code},
      {"postcode_fake", ColumnKind::postal_code},
      {"street_number", ColumnKind::text},
      {"address_1", ColumnKind::address},
      {"address_2", ColumnKind::address},
      {"soc_sec_id", ColumnKind::id_number},
      {"gender", ColumnKind::category},
      {"occupation", ColumnKind::category},
      {"fname_c1", ColumnKind::given_name},
      {"lname_c1", ColumnKind::family_name},
  };
  return map;
}

std::string normal(std::string text, ColumnKind kind) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (text == "na") return {};
  if (kind == ColumnKind::date && text.size() == 8)
    return text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6);
  return text;
}

struct DataSet {
  Table table;
  std::vector<std::uint64_t> truth;
};

class TableBuilder {
 public:
  std::size_t add_column(std::string name, ColumnKind kind) {
    table_.columns.push_back({std::move(name), kind, {}, {std::string()}});
    dictionaries_.emplace_back();
    return table_.columns.size() - 1;
  }
  void put(std::size_t column, std::string value) {
    Column& c = table_.columns[column];
    if (value.empty()) {
      c.ids.push_back(0);
      return;
    }
    const auto [at, fresh] =
        dictionaries_[column].emplace(std::move(value), static_cast<std::uint32_t>(c.values.size()));
    if (fresh) c.values.push_back(at->first);
    c.ids.push_back(at->second);
  }
  void end_row() { table_.order.push_back(static_cast<std::int64_t>(table_.order.size())); }
  Table take() { return std::move(table_); }

 private:
  Table table_;
  std::vector<std::unordered_map<std::string, std::uint32_t>> dictionaries_;
};

// "rec-223-dup-1" → 223
std::uint64_t febrl_truth(const std::string& id) { return std::strtoull(id.c_str() + 4, nullptr, 10); }

DataSet load(const std::vector<std::string>& paths, const std::string& truth_column) {
  DataSet set;
  TableBuilder builder;
  std::map<std::string, std::uint64_t> labels;
  std::vector<std::pair<std::size_t, std::size_t>> columns;  // (place in the file, column)
  std::size_t truth_at = 0;
  for (const auto& path : paths) {
    const auto rows = read_csv(path);
    if (rows.empty()) return {};
    if (columns.empty()) {
      for (std::size_t i = 0; i < rows[0].size(); ++i) {
        if (rows[0][i] == truth_column) truth_at = i;
        const auto kind = kinds().find(rows[0][i]);
        if (kind != kinds().end()) columns.emplace_back(i, builder.add_column(rows[0][i], kind->second));
      }
      if (truth_column == "ent_id") builder.add_column("birth", ColumnKind::date);
    }
    for (std::size_t r = 1; r < rows.size(); ++r) {
      if (rows[r].size() != rows[0].size()) continue;
      for (const auto& [at, column] : columns) {
        const auto kind = kinds().at(rows[0][at]);
        builder.put(column, normal(rows[r][at], kind));
      }
      if (truth_column == "ent_id") {  // RLdata: birth in three columns
        char date[32];
        std::snprintf(date, sizeof date, "%04d-%02d-%02d", std::atoi(rows[r][4].c_str()),
                      std::atoi(rows[r][5].c_str()), std::atoi(rows[r][6].c_str()));
        builder.put(columns.size(), date);
      }
      builder.end_row();
      const std::string& label = rows[r][truth_at];
      set.truth.push_back(truth_column == "rec_id" ? febrl_truth(label)
                                                   : labels.emplace(label, labels.size()).first->second);
    }
  }
  set.table = builder.take();
  return set;
}

std::string made_up_word(Random& random, int syllables) {
  static const char* const first[] = {"b", "d", "f", "g", "h", "k",  "l",  "m",  "n",  "p",
                                      "r", "s", "t", "v", "w", "ch", "sh", "st", "br", "j"};
  static const char* const last[] = {"a",  "e",  "i",  "o",  "u",   "an", "en",  "in",
                                     "on", "ar", "er", "ia", "ell", "ot", "ick", "ou"};
  std::string word;
  for (int i = 0; i < syllables; ++i) word += std::string(first[random.below(20)]) + last[random.below(16)];
  return word;
}

// Frequent first, as names are: about Zipf.
std::size_t skewed(Random& random, std::size_t n) {
  return static_cast<std::size_t>(static_cast<double>(n) * std::pow(random.unit(), 3.0));
}

std::string with_typo(Random& random, std::string text) {
  if (text.size() < 3) return text;
  const std::size_t at = 1 + random.below(text.size() - 1);
  const auto letter = static_cast<char>(
      std::isdigit(static_cast<unsigned char>(text[at])) ? '0' + random.below(10) : 'a' + random.below(26));
  switch (random.below(4)) {
    case 0:
      text[at] = letter;
      break;
    case 1:
      text.erase(at, 1);
      break;
    case 2:
      text.insert(at, 1, letter);
      break;
    default:
      std::swap(text[at], text[at - 1]);
  }
  return text;
}

// Persons with names of skewed frequency, households that share a phone and an address, a default phone,
// typing slips, missing values; about 1.6 records a person.
DataSet make_scale(std::size_t rows) {
  Random random(20261121);
  std::vector<std::string> given, family, street, city;
  for (int i = 0; i < 3000; ++i) given.push_back(made_up_word(random, 2));
  for (int i = 0; i < 20000; ++i)
    family.push_back(made_up_word(random, 2 + static_cast<int>(random.below(2))));
  for (int i = 0; i < 5000; ++i) street.push_back(made_up_word(random, 3) + " street");
  for (int i = 0; i < 800; ++i) city.push_back(made_up_word(random, 3));
  TableBuilder builder;
  const std::size_t g = builder.add_column("given_name", ColumnKind::given_name),
                    f = builder.add_column("surname", ColumnKind::family_name),
                    d = builder.add_column("dob", ColumnKind::date),
                    p = builder.add_column("phone", ColumnKind::phone),
                    e = builder.add_column("email", ColumnKind::email),
                    a = builder.add_column("address", ColumnKind::address),
                    c = builder.add_column("city", ColumnKind::place),
                    z = builder.add_column("postcode", ColumnKind::postal_code);
  DataSet set;
  std::uint64_t person = 0;
  std::string home_phone, home_address, home_city, home_code, home_family;
  while (set.truth.size() < rows) {
    if (person % 5 < 3 || home_phone.empty()) {  // a new household, else one more of the last
      home_family = family[skewed(random, family.size())];
      home_phone = "+8613" + std::to_string(100000000 + random.below(900000000));
      const std::size_t where = skewed(random, city.size());
      home_city = city[where];
      home_code = std::to_string(100000 + where * 1000 + random.below(40));
      home_address = std::to_string(1 + random.below(200)) + " " + street[random.below(street.size())];
    }
    ++person;
    const std::string given_name = given[skewed(random, given.size())], family_name = home_family;
    char dob[16];
    std::snprintf(dob, sizeof dob, "%04d-%02d-%02d", 1940 + static_cast<int>(random.below(65)),
                  1 + static_cast<int>(random.below(12)), 1 + static_cast<int>(random.below(28)));
    const std::string own_phone =
        random.chance(0.3) ? home_phone : "+8613" + std::to_string(100000000 + random.below(900000000));
    const std::string email = given_name + "." + family_name + std::to_string(random.below(1000)) + "@" +
                              (random.chance(0.5) ? "mail.com" : "post.org");
    int copies = 1;
    while (random.chance(0.375) && copies < 8) ++copies;
    for (int i = 0; i < copies && set.truth.size() < rows; ++i) {
      auto dirt = [&](const std::string& value, double missing, double typo) {
        if (random.chance(missing)) return std::string();
        return i > 0 && random.chance(typo) ? with_typo(random, value) : value;
      };
      builder.put(g, random.chance(0.05) ? given_name.substr(0, 1) : dirt(given_name, 0.02, 0.1));
      builder.put(f, dirt(family_name, 0.02, 0.08));
      builder.put(d, dirt(dob, 0.25, 0.04));
      builder.put(p, random.chance(0.01) ? "+8613800000000" : dirt(own_phone, 0.2, 0.03));
      builder.put(e, dirt(email, 0.4, 0.04));
      builder.put(a, dirt(home_address, 0.3, 0.1));
      builder.put(c, dirt(home_city, 0.1, 0.03));
      builder.put(z, dirt(home_code, 0.2, 0.03));
      builder.end_row();
      set.truth.push_back(person);
    }
  }
  set.table = builder.take();
  return set;
}

void print_model(const Model& model) {
  for (const auto& rule : model.rules) {
    std::printf("    rule %-58s %12s pairs  predicted recall %.3f  dropped %llu\n", rule.name.c_str(),
                grouped(static_cast<long long>(rule.pairs)).c_str(), rule.predicted_recall,
                static_cast<unsigned long long>(rule.dropped));
  }
  std::printf("    lambda %.3g\n", model.lambda);
  for (const auto& field : model.fields) {
    for (const auto& level : field.levels) {
      std::printf("    %-14s %-44s m %.4f  u %.3g  weight %+.2f\n", field.column.c_str(), level.name.c_str(),
                  level.m, level.u, std::log2(level.m / level.u));
    }
    for (const auto& dependence : field.dependences) {
      std::printf("    %-14s given %-14s u of exact %.4f different %.4f\n", field.column.c_str(),
                  dependence.column.c_str(), dependence.u.front(), dependence.u.back());
    }
  }
}

void run(const std::string& name, const DataSet& set, unsigned threads, bool verbose) {
  if (set.truth.empty()) {
    std::printf("%-16s data not found\n", name.c_str());
    return;
  }
  Executor executor(threads);
  Progress progress;
  Cancel cancel;
  Options options;
  options.clock = now;
  const double begin = now();
  const Resolution r = resolve(set.table, {}, options, executor, progress, cancel);
  const double seconds = now() - begin;
  const std::vector<std::uint64_t> found(r.cluster.begin(), r.cluster.end());
  const Evaluation e = evaluate(found, set.truth);
  const auto& s = r.statistics;
  std::printf(
      "%-16s rows %llu  F1 %.4f  precision %.4f  recall %.4f  B3 %.4f  clusters %llu of %llu (%llu exact)\n",
      name.c_str(), static_cast<unsigned long long>(e.rows), e.f1, e.precision, e.recall, e.b3,
      static_cast<unsigned long long>(e.clusters), static_cast<unsigned long long>(e.true_clusters),
      static_cast<unsigned long long>(e.exact_clusters));
  std::printf(
      "    blocking recall predicted %.4f  true %.4f   pairs %s  edges %s  largest component %llu  cluster "
      "%llu  generic %zu\n",
      r.model.predicted_recall, blocking_recall(set.table, r.model, set.truth, executor),
      grouped(static_cast<long long>(s.pairs_scored)).c_str(),
      grouped(static_cast<long long>(s.edges)).c_str(), static_cast<unsigned long long>(s.largest_component),
      static_cast<unsigned long long>(s.largest_cluster), r.generic.size());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf(
      "    seconds %.2f: block %.2f learn %.2f score %.2f cluster %.2f   %.2fM pairs/s   peak %.0f MiB\n",
      seconds, s.seconds_block, s.seconds_learn, s.seconds_score, s.seconds_cluster,
      static_cast<double>(s.pairs_scored) / std::max(s.seconds_score, 1e-9) / 1e6,
      static_cast<double>(usage.ru_maxrss) / 1024);
  if (verbose) print_model(r.model);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const char* data = std::getenv("KITH_DATA");
  const std::string root = std::string(data != nullptr ? data : "../shared/data") + "/entity_resolution/";
  std::vector<std::string> wanted;
  std::size_t rows = 1'000'000;
  unsigned threads = 2;
  bool verbose = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--rows" && i + 1 < argc) {
      rows = std::strtoull(argv[++i], nullptr, 10);
    } else if (word == "--threads" && i + 1 < argc) {
      threads = static_cast<unsigned>(std::max(1, std::atoi(argv[++i])));
    } else if (word == "--verbose") {
      verbose = true;
    } else {
      wanted.push_back(word);
    }
  }
  if (wanted.empty()) {
    wanted = {"febrl1",    "febrl2",    "febrl3",     "febrl4",
              "rldata500", "fake_1000", "fake_20000", "historical_50k"};
  }
  for (const auto& name : wanted) {
    DataSet set;
    if (name == "febrl4") {
      set = load({root + "febrl/dataset4a.csv", root + "febrl/dataset4b.csv"}, "rec_id");
    } else if (name.rfind("febrl", 0) == 0) {
      set = load({root + "febrl/dataset" + name.substr(5) + ".csv"}, "rec_id");
    } else if (name == "fake_1000") {
      set = load({root + "splink/fake_1000.csv"}, "cluster");
    } else if (name == "fake_20000") {
      set = load({root + "splink/fake_20000.csv.gz"}, "group");
    } else if (name == "historical_50k") {
      set = load({root + "splink/historical_figures_50k.csv.gz"}, "cluster");
    } else if (name == "rldata500") {
      set = load({root + "rldata/RLdata500.csv"}, "ent_id");
    } else if (name == "scale") {
      set = make_scale(rows);
    } else {
      std::printf("%s: no such set\n", name.c_str());
      return 2;
    }
    run(name, set, threads, verbose);
  }
}
