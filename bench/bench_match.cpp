// The matching engine on public data sets and on a made-up person table of any size.
//
//   bench_match [set…] [--rows N] [--threads N] [--verbose]
//   bench_match --count [--rows N]
//
// Without a name all public sets are run, by what `kith dedupe` and `kith link` do: files in, columns chosen,
// clusters out, graded by the truth. "scale" is the made-up table, by the engine alone. Data from $KITH_DATA.
// "score" scores the pairs of that table that share a key. --count runs both on one thread under callgrind
// and tells instructions a pair and a row, which are the same on a busy machine and on an idle one.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

#include <sys/resource.h>

#include "base/error.h"
#include "base/executor.h"
#include "base/random.h"
#include "match/evaluate.h"
#include "match/frozen.h"
#include "match/resolve.h"
#include "service/dedupe_files.h"

namespace {

using namespace kith;
using namespace kith::match;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
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
    // No two people are given one address, however many are called the same.
    const std::string email = given_name + "." + family_name + std::to_string(mix(person) % 900 + 100) +
                              std::string(1, static_cast<char>('a' + person % 26)) +
                              std::to_string(person / 26) + "@" +
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

// A public set: its files and where its truth stands. Nothing else is said of it: every set runs with the
// same options, and columns are chosen by header and content.
struct PublicSet {
  const char* name;
  std::vector<const char*> files;
  bool link;
  const char *truth, *pattern, *truth_file;
  double anchor;  // the best F1 known from elsewhere for unsupervised systems; 0 for none
};

const std::vector<PublicSet>& public_sets() {
  static const std::vector<PublicSet> sets = {
      {"febrl1", {"febrl/dataset1.csv"}, false, "rec_id", "rec-([0-9]+)", "", 0},
      {"febrl2", {"febrl/dataset2.csv"}, false, "rec_id", "rec-([0-9]+)", "", 0},
      {"febrl3", {"febrl/dataset3.csv"}, false, "rec_id", "rec-([0-9]+)", "", 0.996},
      {"febrl4", {"febrl/dataset4a.csv", "febrl/dataset4b.csv"}, true, "rec_id", "rec-([0-9]+)", "", 0.9998},
      {"fake_1000", {"splink/fake_1000.csv"}, false, "cluster", "", "", 0.862},
      {"fake_20000", {"splink/fake_20000.csv.gz"}, false, "group", "", "", 0},
      {"historical_50k", {"splink/historical_figures_50k.csv.gz"}, false, "cluster", "", "", 0.847},
      {"rldata500", {"rldata/RLdata500.csv"}, false, "ent_id", "", "", 0},
      {"dblp_acm",
       {"dblp_acm/DBLP2.csv", "dblp_acm/ACM.csv"},
       true,
       "",
       "",
       "dblp_acm/DBLP-ACM_perfectMapping.csv",
       0.986},
      {"abt_buy", {"abt_buy/abt.csv", "abt_buy/buy.csv"}, true, "", "", "abt_buy/gt.csv", 0.867},
      {"amazon_google",
       {"amazon_google/amazon.csv", "amazon_google/gp.csv"},
       true,
       "",
       "",
       "amazon_google/gt.csv",
       0.590},
      {"cora", {"cora/cora.csv"}, false, "", "", "cora/cora_gt.csv", 0.771},
      {"cddb", {"cddb/cddb.csv.gz"}, false, "", "", "cddb/gt.csv", 0},
      {"musicbrainz", {"musicbrainz/musicbrainz_20k.csv.gz"}, false, "CID", "", "", 0.922},
      {"patstat",
       {"patstat_organisations/patstat_input.csv"},
       false,
       "",
       "",
       "patstat_organisations/patstat_reference.csv",
       0},
      {"transactions",
       {"splink/transactions_origin.csv.gz", "splink/transactions_destination.csv.gz"},
       true,
       "ground_truth",
       "",
       "",
       0},
  };
  return sets;
}

void print_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("   peak %.0f MiB\n", static_cast<double>(usage.ru_maxrss) / 1024);
}

void run_public(const PublicSet& set, const std::string& root, unsigned threads, bool verbose) {
  service::DedupeRequest request;
  for (const char* file : set.files) request.files.push_back(root + file);
  request.link = set.link;
  request.truth = {set.truth, set.pattern, *set.truth_file != '\0' ? root + set.truth_file : ""};
  request.threads = threads;
  Progress progress;
  Cancel cancel;
  service::DedupeReport r;
  try {
    r = service::dedupe_files(request, progress, cancel);
  } catch (const Error& error) {
    std::printf("%-15s %s\n", set.name, error.sentence().render(Language::en).c_str());
    return;
  }
  const Evaluation& e = *r.evaluation;
  const auto& s = r.statistics;
  std::printf(
      "%-15s rows %6llu  F1 %.4f  P %.4f  R %.4f  B3 %.4f  blocking %.4f (predicted %.4f)  pairs %s  "
      "clusters %llu of %llu  %.2f s%s",
      set.name, static_cast<unsigned long long>(e.rows), e.f1, e.precision, e.recall, e.b3, r.blocking_recall,
      r.model.predicted_recall, grouped(static_cast<long long>(s.pairs_scored)).c_str(),
      static_cast<unsigned long long>(e.clusters), static_cast<unsigned long long>(e.true_clusters),
      r.seconds, r.one_to_one ? "  1:1" : "");
  if (set.anchor > 0) std::printf("  (others %.3f)", set.anchor);
  std::printf("\n");
  if (verbose) {
    std::printf("    read %.2f columns %.2f block %.2f learn %.2f score %.2f cluster %.2f", r.seconds_read,
                r.seconds_columns, s.seconds_block, s.seconds_learn, s.seconds_score, s.seconds_cluster);
    print_memory();
    for (double share : r.twins) std::printf("    twins %.4f\n", share);
    for (const auto& choice : r.columns) {
      std::printf("    column %-16s %-12s %-12s %s present %llu distinct %llu\n", choice.name.c_str(),
                  std::string(service::name_of(choice.use)).c_str(),
                  std::string(service::name_of(choice.kind)).c_str(), choice.by_header ? "header" : "content",
                  static_cast<unsigned long long>(choice.present),
                  static_cast<unsigned long long>(choice.distinct));
    }
    print_model(r.model);
  }
  std::fflush(stdout);
}

void run_scale(const DataSet& set, unsigned threads, bool verbose) {
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
  std::printf("scale           rows %6llu  F1 %.4f  P %.4f  R %.4f  B3 %.4f  pairs %s\n",
              static_cast<unsigned long long>(e.rows), e.f1, e.precision, e.recall, e.b3,
              grouped(static_cast<long long>(s.pairs_scored)).c_str());
  std::printf("    seconds %.2f: block %.2f learn %.2f score %.2f cluster %.2f   %.2fM pairs/s", seconds,
              s.seconds_block, s.seconds_learn, s.seconds_score, s.seconds_cluster,
              static_cast<double>(s.pairs_scored) / std::max(s.seconds_score, 1e-9) / 1e6);
  print_memory();
  if (verbose) print_model(r.model);
}

// What valgrind's run of this very program says after `label`; 0 where it does not.
std::uint64_t number_after(const std::string& said, const char* label) {
  const auto at = said.rfind(label);
  if (at == std::string::npos) return 0;
  std::uint64_t number = 0;
  for (const char* c = said.c_str() + at + std::strlen(label);
       *c == ' ' || *c == ',' || (*c >= '0' && *c <= '9'); ++c) {
    if (*c >= '0' && *c <= '9') number = number * 10 + static_cast<std::uint64_t>(*c - '0');
  }
  return number;
}

// Scores, once each, the pairs of rows that share a key of the model that the table teaches.
void score_pairs(const DataSet& set) {
  Executor executor(1);
  Progress progress;
  Cancel cancel;
  const Model model = resolve(set.table, {}, {}, executor, progress, cancel).model;
  const Frequencies frequencies = count_frequencies(set.table, model);
  auto keys = index_keys(set.table, model, frequencies);
  std::erase_if(keys, [&](const IndexKey& key) { return key.name >= index_rules(model); });
  std::sort(keys.begin(), keys.end(), [](const IndexKey& a, const IndexKey& b) {
    return std::pair(a.key, a.row) < std::pair(b.key, b.row);
  });
  std::vector<FrozenRows::Pair> pairs;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    for (std::size_t k = i + 1; k < keys.size() && keys[k].key == keys[i].key; ++k)
      pairs.emplace_back(keys[i].row, keys[k].row);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  const FrozenRows scored(set.table, model, frequencies, &executor);
  const auto likely = scored.weigh(pairs, edge_bits, executor).size();
  std::printf("pairs %zu, of them likely %zu\n", pairs.size(), likely);
}

int run_counts(const std::string& program, std::size_t rows) {
  struct Counted {
    const char *what, *function, *set, *per;
  };
  for (const Counted& one : {Counted{"scoring", "kith::match::FrozenRows::weigh(*", "score", "pairs "},
                             Counted{"resolve, whole", "kith::match::resolve(*", "scale", "rows "}}) {
    const std::string command =
        "valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect='" +
        std::string(one.function) + "' '" + program + "' " + one.set + " --threads 1 --rows " +
        std::to_string(rows) + " 2>&1";
    std::string said;
    if (FILE* pipe = popen(command.c_str(), "r")) {
      char piece[4096];
      while (const auto length = std::fread(piece, 1, sizeof piece, pipe)) said.append(piece, length);
      pclose(pipe);
    }
    const auto instructions = number_after(said, "Collected : "), whole = number_after(said, one.per);
    if (instructions == 0 || whole == 0) {
      std::fprintf(stderr, "Callgrind did not count: is valgrind installed?\n%s", said.c_str());
      return 1;
    }
    std::printf("%-16s %s instructions, %.0f each of %s %s\n", one.what,
                grouped(static_cast<long long>(instructions)).c_str(),
                static_cast<double>(instructions) / static_cast<double>(whole),
                grouped(static_cast<long long>(whole)).c_str(), one.per);
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const char* data = std::getenv("KITH_DATA");
  const std::string root = std::string(data != nullptr ? data : "../shared/data") + "/entity_resolution/";
  std::vector<std::string> wanted;
  std::size_t rows = 1'000'000;
  unsigned threads = 2;
  bool verbose = false, count = false, has_rows = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--rows" && i + 1 < argc) {
      rows = std::strtoull(argv[++i], nullptr, 10);
      has_rows = true;
    } else if (word == "--count") {
      count = true;
    } else if (word == "--threads" && i + 1 < argc) {
      threads = static_cast<unsigned>(std::max(1, std::atoi(argv[++i])));
    } else if (word == "--verbose") {
      verbose = true;
    } else {
      wanted.push_back(word);
    }
  }
  if (count) return run_counts(argv[0], has_rows ? rows : 5'000);
  auto is_wanted = [&](const std::string& name) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), name) != wanted.end();
  };
  for (const auto& set : public_sets()) {
    if (is_wanted(set.name)) run_public(set, root, threads, verbose);
  }
  if (std::find(wanted.begin(), wanted.end(), "scale") != wanted.end())
    run_scale(make_scale(rows), threads, verbose);
  if (std::find(wanted.begin(), wanted.end(), "score") != wanted.end()) score_pairs(make_scale(rows));
}
