// Stands in for libFuzzer in ordinary builds: feeds a fuzz target its seeds and mutations of them.
//
// usage: fuzz_<name> [FOLDER] [--seconds S]
// Every file of FOLDER, then the empty input, then mutations in a fixed order until the time is up, so two
// runs differ only in how far they come. A crash leaves its input in fuzz_<name>.crash.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
// NOLINTNEXTLINE: the name is the sanitizers'
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace {

using Bytes = std::vector<std::uint8_t>;
using Clock = std::chrono::steady_clock;

constexpr std::size_t longest_input = 1 << 16;

/// Values that sit on the edge of what parsers expect.
constexpr std::uint8_t edges[] = {0x00, 0x0a, 0x0d, 0x22, 0x27, 0x2c, 0x5c,
                                  0x7f, 0x80, 0xc0, 0xed, 0xf0, 0xff};

std::vector<Bytes> read_seeds(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code absent;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, absent)) {
    if (entry.is_regular_file()) paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Bytes> seeds;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return seeds;
}

/// The input that the target is looking at, for the handler of a crash.
const std::uint8_t* current = nullptr;
std::size_t current_size = 0;
std::string crash_file;

/// Writes the input under test to crash_file; calls nothing that a signal handler may not call.
void keep_current() {
  const int file = open(crash_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) return;
  if (write(file, current, current_size) >= 0) {
    constexpr char note[] = "the input is kept in the file fuzz_<name>.crash\n";
    [[maybe_unused]] const auto written = write(2, note, sizeof note - 1);
  }
  close(file);
}

void on_crash(int signal) {
  keep_current();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

/// A crash, a report of a sanitizer, and an input that takes minutes all leave their input behind.
void watch_for_crashes(double seconds) {
  for (const int signal : {SIGABRT, SIGALRM, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTERM}) {
    std::signal(signal, on_crash);
  }
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(keep_current);
  alarm(static_cast<unsigned>(seconds) + 120);
}

/// The exact-size copy on the heap lets the address sanitizer see a read of one byte too many.
void run(const Bytes& input) {
  const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[input.size()]);
  std::copy(input.begin(), input.end(), exact.get());
  current = exact.get();
  current_size = input.size();
  LLVMFuzzerTestOneInput(current, current_size);
}

class Mutator {
 public:
  explicit Mutator(const std::vector<Bytes>& seeds) : seeds_(seeds) {}

  Bytes next() {
    Bytes input = seeds_[below(seeds_.size())];
    const std::size_t steps = 1 + below(4);
    for (std::size_t i = 0; i < steps; ++i) mutate(input);
    if (input.size() > longest_input) input.resize(longest_input);
    return input;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  void mutate(Bytes& input) {
    const std::size_t at = below(input.size());
    switch (below(6)) {
      case 0:
        if (!input.empty()) input[at] ^= static_cast<std::uint8_t>(1U << below(8));
        return;
      case 1:
        input.resize(at);
        return;
      case 2:
        input.insert(input.begin() + static_cast<std::ptrdiff_t>(at), edges[below(std::size(edges))]);
        return;
      case 3:
        if (!input.empty()) input[at] = edges[below(std::size(edges))];
        return;
      case 4:
        splice(input, at);
        return;
      default:
        repeat(input, at);
    }
  }

  /// The beginning of one seed and the end of another.
  void splice(Bytes& input, std::size_t at) {
    const Bytes& other = seeds_[below(seeds_.size())];
    const auto from = other.begin() + static_cast<std::ptrdiff_t>(below(other.size()));
    input.resize(at);
    input.insert(input.end(), from, other.end());
  }

  void repeat(Bytes& input, std::size_t at) {
    const std::size_t length = std::min<std::size_t>(1 + below(64), input.size() - at);
    const Bytes piece(input.begin() + static_cast<std::ptrdiff_t>(at),
                      input.begin() + static_cast<std::ptrdiff_t>(at + length));
    const std::size_t times = 1 + below(32);
    for (std::size_t i = 0; i < times; ++i) input.insert(input.end(), piece.begin(), piece.end());
  }

  const std::vector<Bytes>& seeds_;
  std::mt19937_64 random_{20260101};
};

}  // namespace

int main(int count, char** words) {
  std::string folder;
  double seconds = 2;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--seconds" && i + 1 < count) {
      seconds = std::atof(words[++i]);
    } else {
      folder = word;
    }
  }

  std::vector<Bytes> seeds = read_seeds(folder);
  const std::size_t found = seeds.size();
  crash_file = std::filesystem::path(words[0]).filename().string() + ".crash";
  watch_for_crashes(seconds);
  seeds.emplace_back();
  for (const Bytes& seed : seeds) run(seed);

  std::size_t runs = seeds.size();
  Mutator mutator(seeds);
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  for (; Clock::now() < end; ++runs) run(mutator.next());

  std::printf("%zu seeds, %zu inputs\n", found, runs);
  return 0;
}
