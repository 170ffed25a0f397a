#include "standard/mail_domains.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/embedded.h"
#include "base/hash.h"
#include "standard/word_table.h"

namespace kith::standard {
namespace {

template <std::size_t n>
constexpr std::array<WordRow, n> rows_of(const std::array<std::string_view, n>& words) {
  std::array<WordRow, n> rows{};
  for (std::size_t i = 0; i < n; ++i) rows[i] = {words[i], "-"};
  return rows;
}

constexpr auto great = rows_of(std::to_array<std::string_view>({
    "126.com",        "139.com",        "163.com",       "188.com",     "189.cn",       "21cn.com",
    "aliyun.com",     "aol.com",        "comcast.net",   "foxmail.com", "gmail.com",    "gmx.de",
    "gmx.net",        "googlemail.com", "hotmail.co.uk", "hotmail.com", "hotmail.fr",   "hotmail.de",
    "hotmail.it",     "hotmail.es",     "icloud.com",    "live.cn",     "live.com",     "mac.com",
    "mail.com",       "mail.ru",        "me.com",        "msn.com",     "outlook.com",  "proton.me",
    "protonmail.com", "qq.com",         "sina.cn",       "sina.com",    "sina.com.cn",  "sohu.com",
    "t-online.de",    "tom.com",        "vip.163.com",   "vip.qq.com",  "vip.sina.com", "web.de",
    "wo.cn",          "yahoo.co.jp",    "yahoo.co.uk",   "yahoo.com",   "yahoo.com.cn", "yahoo.de",
    "yahoo.fr",       "yandex.ru",      "yeah.net",      "ymail.com",   "email.com",    "gmx.com",
    "163.net",        "263.net",
}));

constexpr auto slips = rows_of(std::to_array<std::string_view>({
    "126.cm",     "126.cn.com",   "126.co",      "126.om",     "139.co",         "163.cm",
    "163.co",     "163.om",       "162.com",     "gmail.cm",   "gmail.co",       "gmail.om",
    "gmail.cn",   "gmail.net",    "gmail.co.uk", "hotmail.cm", "hotmail.co",     "hotmail.om",
    "icloud.co",  "icloud.cm",    "outlook.cm",  "outlook.co", "qq.cm",          "qq.co",
    "qq.cn",      "qq.om",        "qqq.com",     "qq.net",     "sina.co",        "sina.cm",
    "sohu.co",    "yahoo.cm",     "yahoo.co",    "foxmail.co", "foxmail.cn",     "gmail.com.com",
    "qq.com.com", "163.com.com",  "16.com",      "gmail",      "outlook.con.cn", "163com",
    "qqcom",      "aliyun.co",    "yahoo.om",    "icloud.cn",  "outlook.cn.com", "live.co",
    "live.cm",    "sina.com.con",
}));

// Top-level domains that do not exist and are one slip away from one that does.
constexpr auto slipped_ends = rows_of(
    std::to_array<std::string_view>({"con", "cmo", "ocm", "comm", "coom", "vom", "xom", "clm", "copm", "cpm",
                                     "cnn", "nte", "ner", "comn", "conm", "ccom", "c0m", "cim", "comcn"}));

constexpr std::string_view long_providers[] = {"gmail",  "hotmail", "yahoo", "outlook",
                                               "icloud", "foxmail", "aliyun"};
constexpr std::string_view honest_neighbours[] = {"mail",  "email", "ymail", "fmail", "gail",
                                                  "tmail", "hmail", "kmail", "zmail", "vmail",
                                                  "pmail", "rmail", "cloud", "yahoo", "foxmail"};

// One letter left out, put in, wrong, or two neighbours swapped (optimal string alignment distance 1).
bool is_one_slip(std::string_view a, std::string_view b) noexcept {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (a.size() < b.size()) return a.substr(i) == b.substr(i + 1);
  if (i == a.size()) return false;
  if (a.substr(i + 1) == b.substr(i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && a.substr(i + 2) == b.substr(i + 2);
}

// The domains of the lists by hash: 64 bits make a false hit among 122,000 domains a matter of one in 10^14.
class DisposableDomains {
 public:
  DisposableDomains() {
    exact_.resize(1 << 18);
    read("index.json", [&](std::string_view domain) { insert(hash_bytes(domain)); });
    read("wildcard.json", [&](std::string_view domain) {
      std::uint64_t hash = hash_bytes(domain);
      above_.push_back(hash);
      filter_[hash >> 58] |= 1ull << (hash >> 52 & 63);
    });
    std::sort(above_.begin(), above_.end());
  }

  bool contains(std::string_view domain) const noexcept {
    if (find(hash_bytes(domain))) return true;
    for (std::string_view end = domain;;) {
      std::uint64_t hash = hash_bytes(end);
      bool may_be = (filter_[hash >> 58] >> (hash >> 52 & 63) & 1) != 0;
      if (may_be && std::binary_search(above_.begin(), above_.end(), hash)) return true;
      auto dot = end.find('.');
      if (dot == std::string_view::npos) return false;
      end.remove_prefix(dot + 1);
    }
  }

 private:
  template <class Use>
  static void read(std::string_view name, Use use) {
    std::string_view json = embedded(name);
    for (std::size_t at = json.find('"'); at != std::string_view::npos; at = json.find('"', at + 1)) {
      std::size_t end = json.find('"', at + 1);
      if (end == std::string_view::npos) return;
      use(json.substr(at + 1, end - at - 1));
      at = end;
    }
  }

  void insert(std::uint64_t hash) {
    if (used_ * 2 > exact_.size()) grow();
    std::size_t at = hash & (exact_.size() - 1);
    while (exact_[at] != 0 && exact_[at] != hash) at = (at + 1) & (exact_.size() - 1);
    used_ += exact_[at] == 0;
    exact_[at] = hash;
  }

  void grow() {
    std::vector<std::uint64_t> old(exact_.size() * 2);
    old.swap(exact_);
    used_ = 0;
    for (std::uint64_t hash : old) {
      if (hash != 0) insert(hash);
    }
  }

  bool find(std::uint64_t hash) const noexcept {
    std::size_t at = hash & (exact_.size() - 1);
    while (exact_[at] != 0) {
      if (exact_[at] == hash) return true;
      at = (at + 1) & (exact_.size() - 1);
    }
    return false;
  }

  std::vector<std::uint64_t> exact_, above_;
  std::array<std::uint64_t, 64> filter_{};  // by the first twelve bits of above_: most ends are not in it
  std::size_t used_ = 0;
};

}  // namespace

bool is_great_provider(std::string_view domain) noexcept { return !find_word<great>(domain).empty(); }

bool is_typing_slip(std::string_view domain) noexcept {
  if (!find_word<slips>(domain).empty()) return true;
  auto dot = domain.rfind('.');
  if (dot != std::string_view::npos && !find_word<slipped_ends>(domain.substr(dot + 1)).empty()) return true;
  if (!domain.ends_with(".com")) return false;
  std::string_view label = domain.substr(0, domain.size() - 4);
  if (label.size() < 4 || label.size() > 8) return false;
  if (std::find(std::begin(honest_neighbours), std::end(honest_neighbours), label) !=
      std::end(honest_neighbours)) {
    return false;
  }
  for (std::string_view provider : long_providers) {
    if (is_one_slip(label, provider)) return true;
  }
  return false;
}

bool is_disposable(std::string_view domain) {
  static const DisposableDomains domains;
  return domains.contains(domain);
}

}  // namespace kith::standard
