// What a search takes by itself, without server or base: texts of made-up customers in memory
// (lens/search_texts.h), each asked for a hundred times.
//   bench_search [--customers N]
// Processor's time of the one thread, so that what else the machine does counts for little.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "lens/search_texts.h"

namespace {

using kith::lens::SearchTexts;

constexpr const char* surnames[] = {"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"};
constexpr const char* given[] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋",
                                 "勇", "艳", "杰", "娟", "涛", "明", "超", "秀", "霞", "平"};
constexpr const char* towns[] = {"上海", "北京", "深圳", "杭州"};
constexpr const char* streets[] = {"上海市浦东新区世纪大道", "北京市朝阳区建国路", "广东省深圳市南山区科技园",
                                   "浙江省杭州市西湖区文三路"};
enum Attribute : std::int64_t { name = 1, phone, email, company, address };
constexpr std::int64_t attributes[] = {name, phone, email, company, address};
constexpr std::int64_t first_id = std::int64_t{1} << 50, id_step = 1024;
constexpr int times = 100;
constexpr std::size_t counted = 10001;  // as many as a list counts, and one more

double processor_seconds() {
  timespec time;
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::int64_t memory_mib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("RssAnon:", 0) == 0) return std::atoll(line.c_str() + 8) / 1024;
  }
  return 0;
}

SearchTexts make_texts(std::size_t customers) {
  std::vector<std::int64_t> ids(customers);
  for (std::size_t i = 0; i < customers; ++i) ids[i] = first_id + static_cast<std::int64_t>(i) * id_step;
  SearchTexts texts(ids, {std::begin(attributes), std::end(attributes)});
  std::mt19937_64 random(1);
  const auto one_of = [&](const auto& list) { return std::string(list[random() % std::size(list)]); };
  const auto number = [&](std::uint64_t least, std::uint64_t most) {
    return std::to_string(least + random() % (most - least));
  };
  for (auto id : ids) {
    auto called = one_of(surnames) + one_of(given);
    if (random() % 2 == 0) called += one_of(given);
    texts.add(id, name, called);
    texts.add(id, phone, "+86138" + number(10000000, 100000000));
    texts.add(id, email, "user" + number(0, 10000000) + "@example" + number(0, 50) + ".com");
    if (random() % 3 == 0) texts.add(id, company, one_of(towns) + "远大贸易" + number(0, 10000) + "有限公司");
    texts.add(id, address, one_of(streets) + number(0, 2000) + "号" + number(0, 30) + "室");
  }
  texts.settle();
  return texts;
}

void ask(const SearchTexts& texts, const char* what, std::size_t most,
         const std::function<std::string(int)>& text) {
  std::vector<double> took;
  std::size_t hits = 0;
  for (int i = 0; i < times; ++i) {
    const auto wanted = text(i);
    const double before = processor_seconds();
    hits += texts.find(wanted, attributes, 0, most).size();
    took.push_back((processor_seconds() - before) * 1000);
  }
  std::sort(took.begin(), took.end());
  std::printf("%-34s p50 %8.3f ms  p99 %8.3f ms  %8.1f hits\n", what, took[times / 2], took[times - 2],
              static_cast<double>(hits) / times);
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t customers = 1000000;
  for (int i = 1; i + 1 < argc; ++i) {
    if (std::strcmp(argv[i], "--customers") == 0) customers = std::strtoull(argv[i + 1], nullptr, 10);
  }
  const auto memory = memory_mib();
  const double begun = processor_seconds();
  const auto texts = make_texts(customers);
  std::printf("%zu customers made in %.1f s of the processor, %lld MiB\n", customers,
              processor_seconds() - begun, static_cast<long long>(memory_mib() - memory));
  ask(texts, "eight digits of a phone", counted, [](int i) {
    return std::to_string(13810000000 + static_cast<std::int64_t>(i) * 7919991 % 90000000).substr(0, 8);
  });
  ask(texts, "a whole phone that nobody has", counted,
      [](int i) { return std::to_string(13710000000 + static_cast<std::int64_t>(i) * 7919991); });
  ask(texts, "part of an e-mail", counted, [](int i) { return "user" + std::to_string(1000000 + i * 7919); });
  ask(texts, "a name of three characters", counted,
      [](int i) { return std::string(surnames[i % 10]) + given[i % 20] + given[i * 7 % 20]; });
  ask(texts, "a surname, first nine", 9, [](int i) { return std::string(surnames[i % 10]); });
  ask(texts, "a surname, ten thousand and one", counted, [](int i) { return std::string(surnames[i % 10]); });
  ask(texts, "two letters that nobody has", counted, [](int) { return std::string("zq"); });
  return 0;
}
