// Values per second of every standardiser on one core, phones against plain libphonenumber in the same run,
// a differential count over generated numbers, and what is judged right in the public data sets of contacts:
// passed of all for every file, the misses counted by reason, and each of them in a file beside the program.
//
//   bench_standard [--differential N] [--data DIR] [--misses FILE]
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "bench/standard/judge_contacts.h"
#include "standard/phone_decision.h"
#include "standard/standardise.h"
#include "standard/street_parts.h"

namespace {

using namespace kith;
using namespace kith::standard;
using Values = std::vector<std::string>;

std::mt19937_64 dice(20261121);
std::size_t below(std::size_t n) { return static_cast<std::size_t>(dice() % n); }
template <std::size_t n>
const char* one_of(const char* const (&list)[n]) {
  return list[below(n)];
}
std::string digits(std::size_t n) {
  std::string text;
  while (n-- > 0) text.push_back(static_cast<char>('0' + below(10)));
  return text;
}

std::string chinese_name() {
  static const char* const family[] = {"王", "李", "张", "刘", "陈", "欧阳", "司马", "赵", "黄", "周"};
  static const char* const given[] = {"伟", "芳", "娜",   "秀英", "敏",   "静",  "丽",
                                      "强", "磊", "建国", "晓东", "子涵", "雨欣"};
  static const char* const title[] = {"", "", "", "", "", "", "先生", "女士", "经理", " "};
  return std::string(one_of(family)) + one_of(given) + one_of(title);
}

std::string western_name() {
  static const char* const given[] = {"John", "MARY", "robert", "Anne-Marie", "José", "Wei", "Ludwig"};
  static const char* const family[] = {"Smith",  "JONES",    "o'brien", "van Dyke",
                                       "García", "MCDONALD", "Zhang"};
  std::string first = one_of(given), last = one_of(family);
  switch (below(4)) {
    case 0:
      return last + ", " + first;
    case 1:
      return "Dr. " + first + " " + last;
    default:
      return first + " " + last;
  }
}

std::string chinese_mobile() {
  static const char* const prefix[] = {"139", "138", "186", "150", "177", "199", "131", "188", "158", "166"};
  std::string a = one_of(prefix), b = digits(4), c = digits(4);
  switch (below(5)) {
    case 0:
      return "+86 " + a + " " + b + " " + c;
    case 1:
      return a + "-" + b + "-" + c;
    case 2:
      return "0086" + a + b + c;
    default:
      return a + b + c;
  }
}

std::string foreign_number() {
  static const char* const start[] = {"+1415555",     "+1 212-736-",   "+44 20 7946 ", "+44 7911 12",
                                      "+33 6 12 34 ", "+49 151 2345 ", "+81 90-1234-", "+852 9123 ",
                                      "+65 9123 ",    "+61 412 34 ",   "+91 98123 4",  "+7 916 123 ",
                                      "+39 06 698 1", "+34 612 34 "};
  std::string text = one_of(start);
  std::size_t want = text.starts_with("+852") || text.starts_with("+65") ? 4 : 4;
  return text + digits(want);
}

std::string resident_id() {
  std::string text =
      "11010119" + std::to_string(40 + below(60)) + "0" + std::to_string(1 + below(9)) + "1" + digits(4);
  unsigned sum = standard::weighted_sum(text, {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2});
  return text + "10X98765432"[sum % 11];
}

std::string address() {
  static const char* const head[] = {"北京市朝阳区",          "北京朝阳区",   "上海市浦东新区",
                                     "广东省深圳市南山区",    "深圳市福田区", "浙江杭州西湖区",
                                     "江苏省苏州市昆山市",    "昆山市",       "四川省成都市武侯区",
                                     "内蒙古呼和浩特市赛罕区"};
  static const char* const street[] = {"建国路", "人民大街", "中山北路", "科技园南路", "解放路"};
  return std::string(one_of(head)) + one_of(street) + digits(2) + "号" + digits(1) + "栋" + digits(3) + "室";
}

std::string date() {
  char text[40];
  static const char* const forms[] = {"%04u-%02u-%02u", "%04u-%02u-%02u", "%04u/%u/%u",
                                      "%04u年%u月%u日", "%04u%02u%02u",   "%04u-%02u-%02u 08:05:09"};
  std::snprintf(text, sizeof text, one_of(forms), static_cast<unsigned>(1940 + below(70)),
                static_cast<unsigned>(1 + below(12)), static_cast<unsigned>(1 + below(28)));
  return text;
}

std::string email() {
  static const char* const domain[] = {"qq.com",      "163.com",   "gmail.com",     "kith.cn",
                                       "Outlook.com", "gamil.com", "company.com.cn"};
  return (below(8) == 0 ? " W" : "w") + digits(7) + "@" + one_of(domain);
}

Values make(std::size_t n, const std::function<std::string()>& one) {
  Values values;
  values.reserve(n);
  for (std::size_t i = 0; i < n; ++i) values.push_back(one());
  return values;
}

// Of the processor, not of the wall: the figures are per core, whatever else the machine does.
double seconds(const std::function<void()>& run) {
  auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
  };
  double from = now();
  run();
  return now() - from;
}

// The best of three runs, after one to warm up.
double rate(const Values& values, const std::function<void(const std::string&)>& use) {
  double best = 1e9;
  for (int i = 0; i < 4; ++i) {
    double took = seconds([&] {
      for (const std::string& value : values) use(value);
    });
    if (i > 0) best = std::min(best, took);
  }
  return static_cast<double>(values.size()) / best;
}

double show(const char* label, std::string_view type, const Values& values, const Standard& standard) {
  Standardised out;
  auto function = standardiser_for(type).function;
  double result = rate(values, [&](const std::string& value) { function(value, standard, out); });
  std::printf("%-34s %10.2f M values/s\n", label, result / 1e6);
  return result;
}

// Addresses whose streets are taken apart as well, which an import does not.
void show_streets(const Values& values, const Standard& standard) {
  Standardised out;
  auto function = standardiser_for("address").function;
  std::size_t found = 0;
  const double result = rate(values, [&](const std::string& value) {
    function(value, standard, out);
    found += !kith::standard::split_street(out).road.empty();
  });
  std::printf("%-34s %10.2f M values/s, %.1f %% with a road\n", "address, Chinese, and its street",
              result / 1e6, 25 * static_cast<double>(found) / static_cast<double>(values.size()));
}

double plain(const Values& values) {
  return rate(values, [](const std::string& value) {
    std::string number;
    for (char c : value) {
      if (c >= '0' && c <= '9') number.push_back(c);
    }
    decide_by_library({number, value.front() == '+', "CN"});
  });
}

void differential(std::uint64_t count) {
  std::uint64_t answered = 0, different = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string value = below(2) == 0 ? chinese_mobile() : foreign_number();
    std::string number;
    for (char c : value) {
      if (c >= '0' && c <= '9') number.push_back(c);
    }
    if (below(2) == 0) number[below(number.size())] = static_cast<char>('0' + below(10));
    if (below(10) == 0) number.erase(below(number.size()), 1);
    Dialled dialled{number, value.front() == '+', "CN"};
    PhoneDecision quick;
    if (!decide_quickly(dialled, quick)) continue;
    ++answered;
    PhoneDecision library = decide_by_library(dialled);
    different += library.failure != quick.failure ||
                 (library.failure == Reason::none &&
                  (library.country_code != quick.country_code || library.number() != quick.number()));
  }
  std::printf("phone differential: %llu numbers, %llu answered fast, %llu different from libphonenumber\n",
              static_cast<unsigned long long>(count), static_cast<unsigned long long>(answered),
              static_cast<unsigned long long>(different));
  if (different != 0) std::exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t numbers = 1000000;
  std::filesystem::path misses = std::filesystem::path(argv[0]).parent_path() / "standard_misses.txt";
  std::filesystem::path data = std::filesystem::path(__FILE__).parent_path() / "../../shared/data";
  if (const char* given = std::getenv("KITH_DATA")) data = given;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::string_view(argv[i]) == "--differential") numbers = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::string_view(argv[i]) == "--data") data = argv[i + 1];
    if (std::string_view(argv[i]) == "--misses") misses = argv[i + 1];
  }
  Standard standard{.region = "CN", .today = 20778};
  constexpr std::size_t n = 100000;
  show("person_name, Chinese", "person_name", make(n, chinese_name), standard);
  show("person_name, alphabets", "person_name", make(n, western_name), standard);
  show("email", "email", make(n, email), standard);
  show("date", "date", make(n, date), standard);
  show("timestamp", "timestamp",
       make(n, [] { return "2026-11-" + std::to_string(10 + below(20)) + "T08:05:09Z"; }), standard);
  show("gender", "gender", make(n, [] { return std::string(below(2) ? "男" : "F"); }), standard);
  show("address, Chinese", "address", make(n, address), standard);
  show_streets(make(n / 10, address), standard);
  show("company_name", "company_name", make(n, [] { return "北京知客（" + digits(2) + "）科技有限公司"; }),
       standard);
  show("number", "number", make(n, [] { return "1," + digits(3) + ".50"; }), standard);
  show("text", "text", make(n, [] { return "很好，谢谢！ " + digits(6); }), standard);
  show("amount", "amount", make(n, [] { return "¥1," + digits(3) + ".50"; }), standard);
  show("id_number", "id_number", make(n, resident_id), standard);
  show("bank_card", "bank_card", make(n, [] { return "62220210" + digits(11); }), standard);
  show("url", "url", make(n, [] { return "https://www.kith" + digits(3) + ".cn/a"; }), standard);
  auto landlines = make(n, [] { return (below(2) ? "010-8" : "0571 8") + digits(7); });
  show("phone, Chinese landlines", "phone", landlines, standard);
  show("phone, half of them wrong", "phone", make(n, [] { return "0574-" + digits(6 + below(3)); }),
       standard);
  auto mobiles = make(n, chinese_mobile), foreign = make(n, foreign_number);
  double fast = show("phone, Chinese mobiles", "phone", mobiles, standard);
  double abroad = show("phone, other countries", "phone", foreign, standard);
  mobiles.resize(n / 10);
  foreign.resize(n / 10);
  double slow = plain(mobiles), slow_abroad = plain(foreign);
  std::printf("plain libphonenumber: %.0f and %.0f numbers/s; ours is %.0f and %.0f times as fast\n", slow,
              slow_abroad, fast / slow, abroad / slow_abroad);
  differential(numbers);
  if (!std::filesystem::exists(data / "contacts")) {
    std::printf("public data not here: %s\n", (data / "contacts").c_str());
    return 0;
  }
  bench::Report report(misses.string());
  bench::judge_contacts(data / "contacts", report);
  std::printf("every miss with its reason: %s\n", report.path().c_str());
}
