// A directory of a test, and a sample in it.
#pragma once
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <unistd.h>

#include "sample/sample.h"

namespace kith::sample {

class Place {
 public:
  explicit Place(const std::string& name)
      : path_(std::filesystem::temp_directory_path() /
              ("kith-sample-" + name + "-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path_);
  }
  ~Place() { std::filesystem::remove_all(path_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  std::string path(const std::string& file = {}) const {
    return file.empty() ? path_.string() : (path_ / file).string();
  }

 private:
  std::filesystem::path path_;
};

inline std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

inline SampleReport make(const Place& place, std::uint64_t customers, std::uint64_t seed) {
  SampleOptions options;
  options.directory = place.path();
  options.customers = customers;
  options.seed = seed;
  Progress progress;
  Cancel cancel;
  return write_sample(options, progress, cancel);
}

inline SampleReport make_people(const Place& place, std::uint64_t records, std::uint64_t seed,
                                unsigned threads) {
  PeopleOptions options;
  options.directory = place.path();
  options.records = records;
  options.seed = seed;
  Executor executor(threads);
  Progress progress;
  Cancel cancel;
  return write_people(options, executor, progress, cancel);
}

}  // namespace kith::sample
