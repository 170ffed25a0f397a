// Kill torture: a child writes to a customer base and acknowledges each operation; it is killed at a random
// moment; the base is opened again and must hold everything acknowledged, and nothing by half.
//
//   torture [--rounds N] [--seed S] [--folder DIR] [--verify-every K]
//
// The moments of death are those of the clock, so a seed repeats the operations, not the outcome. A killed
// process leaves what it gave to the system in place: loss of power is another trial.
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/random.h"
#include "ledger/batches.h"
#include "promises.h"
#include "script.h"
#include "service/verify_home.h"

namespace kith::torture {
namespace {

constexpr int operations_of_a_child = 400;
constexpr std::uint64_t rounds_of_a_home = 50;
constexpr std::uint64_t longest_life_ms = 400, longest_operation_ms = 15, most_operations_begun = 16;

struct Options {
  std::uint64_t rounds = 40, seed = 1, verify_every = 3;
  std::string folder;
};

struct Violation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream text(line);
  for (std::string cell; std::getline(text, cell, '\t');) cells.push_back(cell);
  return cells;
}

// What a child said before it died.
struct Life {
  std::vector<std::vector<std::string>> lines;  // whole ones only
  bool ended = false;                           // by itself
  int status = 0;
};

class Child {
 public:
  Child(const std::string& folder, std::uint64_t seed) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
    auto seed_text = std::to_string(seed), pipe_text = std::to_string(ends[1]);
    process_ = ::fork();
    if (process_ < 0) throw std::runtime_error("no fork");
    if (process_ == 0) {
      ::close(ends[0]);
      ::execl("/proc/self/exe", "torture", "--child", folder.c_str(), seed_text.c_str(), pipe_text.c_str(),
              static_cast<char*>(nullptr));
      ::_exit(8);
    }
    ::close(ends[1]);
    pipe_ = ends[0];
  }
  ~Child() { ::close(pipe_); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Lets it begin `operations`, then live `ms` more (0 operations: from now), then kills it.
  Life live(std::size_t operations, std::uint64_t ms) {
    Life life;
    while (!life.ended && said("\nbegin\t") < operations) life.ended = !read_some(-1);
    auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(ms);
    while (!life.ended) {
      auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
      if (left.count() <= 0) break;
      life.ended = !read_some(static_cast<int>(left.count()));
    }
    if (!life.ended) ::kill(process_, SIGKILL);
    while (read_some(-1)) {
    }
    ::waitpid(process_, &life.status, 0);
    std::istringstream text(heard_.substr(0, heard_.rfind('\n') + 1));
    for (std::string line; std::getline(text, line);) life.lines.push_back(cells_of(line));
    return life;
  }

 private:
  std::size_t said(std::string_view word) const {
    std::size_t times = 0;
    for (auto at = heard_.find(word); at != std::string::npos; at = heard_.find(word, at + 1)) ++times;
    return times;
  }

  // False at the end of the pipe.
  bool read_some(int timeout_ms) {
    pollfd ready{pipe_, POLLIN, 0};
    int found = ::poll(&ready, 1, timeout_ms);
    if (found == 0 || (found < 0 && errno == EINTR)) return true;
    char bytes[65536];
    auto got = ::read(pipe_, bytes, sizeof bytes);
    if (got <= 0) return false;
    heard_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  pid_t process_ = 0;
  int pipe_ = -1;
  std::string heard_;
};

// The rounds of one home after the other.
class Torture {
 public:
  explicit Torture(const Options& options) : options_(options), random_(options.seed) {}

  void run() {
    for (round_ = 1; round_ <= options_.rounds; ++round_) {
      if ((round_ - 1) % rounds_of_a_home == 0) new_home();
      one_round();
      if (round_ % 50 == 0) std::fprintf(stderr, "torture: %llu rounds\n", big(round_));
    }
    verify();
    summary();
  }
  std::uint64_t round() const noexcept { return round_; }
  const std::string& log() const noexcept { return log_; }

 private:
  static unsigned long long big(std::uint64_t number) { return number; }

  void new_home() {
    if (!home_folder_.empty()) {
      verify();
      std::filesystem::remove_all(home_folder_);
    }
    home_folder_ = options_.folder + "/" + std::to_string(round_);
    std::filesystem::create_directories(home_folder_);
    auto home = service::Home::create(home_folder_ + "/home", keys_in(home_folder_));
    state_ = cells_of(state_of(home->ledger()));
    promises_ = Promises();
  }

  void one_round() {
    // Half the deaths fall evenly on time, and so on what takes long; half evenly on operations.
    bool by_time = random_.chance(0.5);
    std::size_t operations = by_time ? random_.below(2) : 1 + random_.below(most_operations_begun);
    auto ms = random_.below((by_time ? longest_life_ms : longest_operation_ms) + 1);
    Child child(home_folder_, mix(options_.seed ^ mix(round_)));
    auto life = child.live(operations, ms);
    log_.clear();
    for (const auto& line : life.lines) {
      for (const auto& cell : line) log_ += cell + "  ";
      log_ += "\n";
    }
    bool killed = WIFSIGNALED(life.status) && WTERMSIG(life.status) == SIGKILL;
    bool finished = WIFEXITED(life.status) && WEXITSTATUS(life.status) == 0;
    if (!killed && !finished) throw Violation("the child failed by itself");
    auto begun = listen(life);
    ++kills_[life.lines.empty() ? "opening" : begun.empty() ? "between" : begun.at(1)];
    check(begun);
    if (round_ % options_.verify_every == 0) verify();
  }

  // Takes in what was acknowledged. What was begun and not acknowledged is returned.
  std::vector<std::string> listen(const Life& life) {
    std::vector<std::string> begun;
    for (const auto& line : life.lines) {
      if (line.at(0) == "begin") {
        begun = line;
      } else if (line.at(0) == "ready") {
        std::vector<std::string> state(line.begin() + 1, line.begin() + 3);
        if (state != state_) throw Violation("the child opened another state: " + differences(state[1]));
      } else {
        state_.assign(line.begin() + 1, line.begin() + 3);
        for (std::size_t i = 3; i < line.size(); ++i) promises_.take(line[i]);
        begun.clear();
        ++acknowledged_;
      }
    }
    return begun;
  }

  // Which tables differ from those last acknowledged, but for `allowed`.
  std::string differences(const std::string& print, const std::set<std::string>& allowed = {}) const {
    std::istringstream was(state_[1]), is(print);
    std::string a, b, found;
    while (was >> a && is >> b) {
      if (a != b && allowed.count(a.substr(0, a.find('='))) == 0) found += " " + a + " became " + b;
    }
    return found;
  }

  std::vector<std::string> audited_since(ledger::Statements& sql, const std::string& sequence) {
    auto entries = sql.connection().prepare("SELECT action FROM audit WHERE seq > $1 ORDER BY seq");
    entries->bind(1, static_cast<std::int64_t>(std::stoll(sequence)));
    std::vector<std::string> actions;
    while (entries->step()) actions.emplace_back(entries->text(0));
    return actions;
  }

  void check(const std::vector<std::string>& begun) {
    auto home = service::Home::open(home_folder_ + "/home", keys_in(home_folder_), service::Access::write);
    auto read = home->ledger().read();
    auto state = cells_of(state_of(home->ledger()));
    settle(*home, read->sql(), begun, state);
    for (const auto& batch : ledger::all_batches(read->sql())) {
      if (batch.state == ledger::BatchState::open) throw Violation("a batch is open after opening");
    }
    checked_ += promises_.size();
    if (auto broken = promises_.broken(read->sql()); !broken.empty()) throw Violation(broken.front());
    if (auto stale = stale_customers(read->sql()); stale != 0)
      throw Violation(std::to_string(stale) + " customers have golden values that are not their records'");
    if (auto audit = ledger::check_audit(*read); audit.first_bad != 0)
      throw Violation("the audit chain breaks at " + std::to_string(audit.first_bad));
    state_ = state;
  }

  // Either everything is as it was last acknowledged, or what was begun stands whole.
  void settle(service::Home& home, ledger::Statements& sql, const std::vector<std::string>& begun,
              const std::vector<std::string>& state) {
    auto actions = audited_since(sql, state_[0]);
    std::string operation = begun.empty() ? "" : begun[1];
    bool taken_back = !home.taken_back().empty();
    if (taken_back) ++taken_back_;
    bool import_gone =
        operation == "import" && taken_back && actions == std::vector<std::string>{"batch.undo"};
    bool key_only = operation == "rotate data" && actions == std::vector<std::string>{"key.change"};
    if (actions.empty() || import_gone || key_only) {
      // An import that had begun to replace records had changed customers, and changed them back.
      const std::set<std::string> traces = {"customer", "customer_value", "customer_value_past",
                                            "match_state", "match_unseen"};
      const auto changed = differences(state[1], import_gone ? traces : std::set<std::string>());
      if (!changed.empty()) throw Violation("what was acknowledged has changed:" + changed);
      if (taken_back && !import_gone) throw Violation("a batch was taken back that nobody had begun");
      return;
    }
    const std::map<std::string, std::string> audited = {
        {"import", "batch.import"},  {"undo", "batch.undo"},      {"resolve", "resolve"},
        {"merge", "customer.merge"}, {"split", "customer.split"}, {"pin", "customer.pin"},
        {"unpin", "customer.unpin"}, {"source", "source.add"}};
    auto wanted = audited.find(operation);
    if (wanted == audited.end() || actions != std::vector<std::string>{wanted->second})
      throw Violation("the audit log holds what nobody had begun: " + actions.front());
    ++unacknowledged_;
    for (std::size_t i = 3; i < begun.size(); ++i) promises_.take(begun[i]);
    if (operation == "import") take_import(sql, std::stoll(begun[2]));
  }

  void take_import(ledger::Statements& sql, std::int64_t rows) {
    ledger::Batch newest;
    for (const auto& batch : ledger::all_batches(sql)) {
      if (batch.number > newest.number) newest = batch;
    }
    auto stored = (newest.facts != 0 ? newest.facts : newest.records) + newest.rejects + newest.unchanged;
    if (newest.file_rows != rows || stored != rows) throw Violation("a batch holds part of its file");
    promises_.take("batch " + std::to_string(newest.number) + " " + std::to_string(newest.records) + " " +
                   std::to_string(newest.facts) + " " + std::to_string(newest.rejects));
  }

  void verify() {
    auto home = service::Home::open(home_folder_ + "/home", keys_in(home_folder_), service::Access::write);
    Progress progress;
    Cancel cancel;
    for (const auto& check : service::verify_home(*home, progress, cancel).checks) {
      if (!check.sound) throw Violation(check.name + ": " + check.detail.render(Language::en));
    }
    ++verified_;
  }

  void summary() {
    std::string kills;
    for (const auto& [operation, times] : kills_) kills += ", " + operation + " " + std::to_string(times);
    std::printf(
        "torture: %llu rounds, seed %llu, no violation; %llu operations acknowledged, %llu promises checked, "
        "%llu operations stood without their acknowledgement, %llu batches taken back, %llu full "
        "verifications; "
        "killed in: %s\n",
        big(options_.rounds), big(options_.seed), big(acknowledged_), big(checked_), big(unacknowledged_),
        big(taken_back_), big(verified_), kills.empty() ? "nothing" : kills.c_str() + 2);
  }

  Options options_;
  Random random_;
  std::uint64_t round_ = 0;
  std::string home_folder_, log_;
  std::vector<std::string> state_;  // newest audit entry and fingerprint, as last known to stand
  Promises promises_;
  std::map<std::string, std::uint64_t> kills_;
  std::uint64_t acknowledged_ = 0, checked_ = 0, unacknowledged_ = 0, taken_back_ = 0, verified_ = 0;
};

int run_child(char** words) {
  try {
    run_script(words[2], std::stoull(words[3]), std::atoi(words[4]), operations_of_a_child);
    return 0;
  } catch (const Error& error) {
    std::fprintf(stderr, "torture child: %s\n", error.sentence().render(Language::en).c_str());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "torture child: %s\n", error.what());
  }
  return 1;
}

int run_parent(Options options) {
  bool own = options.folder.empty();
  if (own) {
    auto pattern = (std::filesystem::temp_directory_path() / "kith_torture_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      std::fprintf(stderr, "torture: no temporary folder\n");
      return 2;
    }
    options.folder = pattern;
  }
  Torture torture(options);
  std::string what;
  try {
    torture.run();
    if (own) std::filesystem::remove_all(options.folder);
    return 0;
  } catch (const Error& error) {
    what = error.sentence().render(Language::en);
  } catch (const std::exception& error) {
    what = error.what();
  }
  std::fprintf(
      stderr,
      "torture: VIOLATION in round %llu of seed %llu: %s\nthe home is left in %s; the child said:\n%s",
      static_cast<unsigned long long>(torture.round()), static_cast<unsigned long long>(options.seed),
      what.c_str(), options.folder.c_str(), torture.log().c_str());
  return 1;
}

}  // namespace
}  // namespace kith::torture

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);
  if (count == 5 && std::strcmp(words[1], "--child") == 0) return kith::torture::run_child(words);
  kith::torture::Options options;
  for (int i = 1; i < count; ++i) {
    std::string word = words[i];
    if (i + 1 == count) {
      std::fprintf(stderr, "usage: torture [--rounds N] [--seed S] [--folder DIR] [--verify-every K]\n");
      return 2;
    }
    std::string value = words[++i];
    if (word == "--rounds") options.rounds = std::strtoull(value.c_str(), nullptr, 10);
    if (word == "--seed") options.seed = std::strtoull(value.c_str(), nullptr, 10);
    if (word == "--folder") options.folder = value;
    if (word == "--verify-every")
      options.verify_every = std::max(1ull, std::strtoull(value.c_str(), nullptr, 10));
  }
  return kith::torture::run_parent(options);
}
