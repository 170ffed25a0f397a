// Values per second of every standardiser on one core, phones against plain libphonenumber in the same run,
// a differential count over generated numbers, and what is judged right in the public data sets of contacts.
//
//   bench_standard [--differential N] [--data DIR]
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "standard/phone_decision.h"
#include "standard/standardise.h"

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
    different += library.failure != Reason::none || library.country_code != quick.country_code ||
                 library.number() != quick.number();
  }
  std::printf("phone differential: %llu numbers, %llu answered fast, %llu different from libphonenumber\n",
              static_cast<unsigned long long>(count), static_cast<unsigned long long>(answered),
              static_cast<unsigned long long>(different));
  if (different != 0) std::exit(1);
}

struct Score {
  std::size_t passed = 0, total = 0;
  std::vector<std::string> misses;
  void add(bool good, const std::string& what) {
    ++total;
    passed += good;
    if (!good) misses.push_back(what);
  }
  void print(const char* name, std::size_t most) const {
    std::printf("%-44s %5zu / %zu\n", name, passed, total);
    for (std::size_t i = 0; i < misses.size() && i < most; ++i) std::printf("    %s\n", misses[i].c_str());
  }
};

bool accepts(std::string_view type, const std::string& raw, const Standard& standard, Standardised& out) {
  standardiser_for(type).function(raw, standard, out);
  return out.verdict <= Verdict::suspect;
}

void judge_phone_examples(const std::filesystem::path& data) {
  std::ifstream file(data / "contacts/phone/libphonenumber/example_numbers.tsv");
  std::string line;
  std::getline(file, line);
  Score score;
  Standardised out;
  while (std::getline(file, line)) {
    std::string e164 = line.substr(line.rfind('\t') + 1);
    if (!e164.empty() && e164.back() == '\r') e164.pop_back();
    bool good = accepts("phone", e164, {}, out) && out.value == e164;
    score.add(good, line + " -> " + out.value + " " + std::string(name_of(out.reason)));
  }
  score.print("phone/libphonenumber/example_numbers.tsv", 30);
}

std::string unescaped_xml(std::string text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto end = text.find(';', i);
    if (text[i] != '&' || end == std::string::npos) {
      out.push_back(text[i]);
      continue;
    }
    std::string name = text.substr(i + 1, end - i - 1);
    if (name == "amp")
      out.push_back('&');
    else if (name == "lt")
      out.push_back('<');
    else if (name == "gt")
      out.push_back('>');
    else if (name == "quot")
      out.push_back('"');
    else if (name.starts_with("#x24"))
      out.push_back(static_cast<char>(std::stoi(name.substr(2), nullptr, 16) - 0x2400));
    else if (name.starts_with("#x"))
      out.push_back(static_cast<char>(std::stoi(name.substr(2), nullptr, 16)));
    i = end;
  }
  return out;
}

std::string between(const std::string& text, const std::string& open, const std::string& close) {
  auto from = text.find(open);
  if (from == std::string::npos) return "";
  from += open.size();
  return text.substr(from, text.find(close, from) - from);
}

// Valid, unknown to DNS, and RFC 5321 addresses with a domain of two labels or a literal must be accepted;
// errors and what only a message header may hold (RFC 5322) refused. Comments, folding and obsolete forms are
// not judged: a file of customers that holds them is repaired or refused, and neither is wrong.
void judge_isemail(const std::filesystem::path& data, const char* name) {
  std::ifstream file(data / "contacts/email/isemail" / name);
  std::string xml((std::istreambuf_iterator<char>(file)), {});
  Score score;
  Standardised out;
  for (std::size_t at = xml.find("<test id"); at != std::string::npos; at = xml.find("<test id", at + 1)) {
    std::string test = xml.substr(at, xml.find("</test>", at) - at);
    std::string raw = unescaped_xml(between(test, "<address>", "</address>")),
                category = between(test, "<category>", "</category>");
    std::string diagnosis = between(test, "<diagnosis>", "</diagnosis>");
    bool wanted = category == "ISEMAIL_VALID_CATEGORY" || category == "ISEMAIL_DNSWARN" ||
                  category == "ISEMAIL_RFC5321";
    if (diagnosis.find("TLD") != std::string::npos && wanted) wanted = false;
    if (diagnosis.find("NO_RECORD") != std::string::npos && raw.find('.', raw.find('@')) == std::string::npos)
      wanted = false;
    if (raw == "test@io") wanted = false;
    if (!wanted && category != "ISEMAIL_ERR" && category != "ISEMAIL_RFC5322" &&
        diagnosis.find("TLD") == std::string::npos)
      continue;
    bool good = accepts("email", raw, {}, out) == wanted;
    score.add(good, raw + " (" + diagnosis + ") -> " + out.value + " " + std::string(name_of(out.verdict)) +
                        " " + std::string(name_of(out.reason)));
  }
  score.print(name, 40);
}

void judge_vectors(const std::filesystem::path& data) {
  std::ifstream file(data / "contacts/validation/validator_vectors.jsonl");
  Score mail, mobile;
  Standardised out;
  std::string line;
  while (std::getline(file, line)) {
    auto row = nlohmann::json::parse(line, nullptr, false);
    if (row.is_discarded() || !row["value"].is_string()) continue;
    std::string kind = row["validator"], raw = row["value"];
    bool expect = row["expect"];
    if (kind == "isEmail" && row["args"].empty()) {
      bool good = accepts("email", raw, {}, out) == expect;
      mail.add(good, raw + " expected " + (expect ? "valid" : "invalid") + " -> " + out.value + " " +
                         std::string(name_of(out.reason)));
    }
    if (kind == "isMobilePhone" && row["args"].size() == 1 && row["args"][0].is_string()) {
      std::string locale = row["args"][0];
      if (locale.size() != 5) continue;
      bool good = accepts("phone", raw, {.region = locale.substr(3)}, out) == expect;
      mobile.add(good, locale + " " + raw + " expected " + (expect ? "valid" : "invalid") + " -> " +
                           out.value + " " + std::string(name_of(out.reason)));
    }
  }
  mail.print("validation: isEmail", 40);
  mobile.print("validation: isMobilePhone (as any phone)", 15);
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t numbers = 1000000;
  std::filesystem::path data = std::filesystem::path(__FILE__).parent_path() / "../../shared/data";
  if (const char* given = std::getenv("KITH_DATA")) data = given;
  for (int i = 1; i + 1 < argc; i += 2) {
    if (std::string_view(argv[i]) == "--differential") numbers = std::strtoull(argv[i + 1], nullptr, 10);
    if (std::string_view(argv[i]) == "--data") data = argv[i + 1];
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
  show("company_name", "company_name", make(n, [] { return "北京知客（" + digits(2) + "）科技有限公司"; }),
       standard);
  show("number", "number", make(n, [] { return "1," + digits(3) + ".50"; }), standard);
  show("text", "text", make(n, [] { return "很好，谢谢！ " + digits(6); }), standard);
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
  judge_phone_examples(data);
  judge_isemail(data, "tests.xml");
  judge_isemail(data, "tests-original.xml");
  judge_vectors(data);
}
