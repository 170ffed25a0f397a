// What is judged right, of how many, and the misses with the reason each was given.
#pragma once
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace kith::bench {

struct Miss {
  std::string why, what;
};

/// The judgement of one file, or of one kind of question in it.
struct Score {
  std::string name;
  std::size_t passed = 0, total = 0, mended = 0;
  std::vector<Miss> misses;

  void add(bool good, const std::string& why, const std::string& what) {
    ++total;
    passed += good;
    if (!good) misses.push_back({why, what});
  }
  /// Many like questions at once, as for the tags of a text.
  void add(std::size_t good, std::size_t all) {
    passed += good;
    total += all;
  }
};

class Report {
 public:
  explicit Report(const std::string& misses) : file_(misses), path_(misses) {}

  /// A line on the screen; every miss into the file.
  void show(const Score& score) {
    double share =
        score.total == 0 ? 0 : 100.0 * static_cast<double>(score.passed) / static_cast<double>(score.total);
    std::printf("%-62s %7zu / %-7zu %6.2f %%\n", score.name.c_str(), score.passed, score.total, share);
    if (score.mended != 0)
      std::printf("    %6zu  passed as mended: not valid as written, and brought into a valid form\n",
                  score.mended);
    std::map<std::string, std::size_t> counts;
    for (const Miss& miss : score.misses) ++counts[miss.why];
    for (const auto& [why, count] : counts) std::printf("    %6zu  %s\n", count, why.c_str());
    if (score.misses.empty()) return;
    file_ << "== " << score.name << '\n';
    for (const Miss& miss : score.misses) file_ << miss.why << '\t' << miss.what << '\n';
  }

  void say(const std::string& line) const { std::printf("%s\n", line.c_str()); }
  const std::string& path() const noexcept { return path_; }

 private:
  std::ofstream file_;
  std::string path_;
};

}  // namespace kith::bench
