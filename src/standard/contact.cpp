// A person and how to reach them in one cell, as offices write it: "张三 销售总监 13800001111", "Jane Doe,
// CTO, jane@example.com", "联系人：李娜（采购部经理） 电话 021-6123 4567". The value is organisation, name,
// job title, phone and e-mail, as far as they are there, with commas between them; each is a part, too.
// Further numbers and what is none of these stand behind them, so that nothing is dropped.
//
// Suspect (not_a_name) where it names nobody and says no way to reach them.
#include <algorithm>
#include <array>
#include <vector>

#include "base/utf8.h"
#include "standard/clean.h"
#include "standard/han_name.h"
#include "standard/personal_data.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

constexpr std::size_t longest = 400;

// What announces a part and is none. Longer ones first.
constexpr auto labels = std::to_array<std::string_view>({
    "联系电话",
    "联系方式",
    "手机号码",
    "电子邮箱",
    "电子邮件",
    "联系人",
    "负责人",
    "手机号",
    "收件人",
    "手机",
    "电话",
    "邮箱",
    "姓名",
    "职务",
    "职位",
    "单位",
    "公司名称",
});
constexpr auto western_labels = std::to_array<std::string_view>({
    "e-mail",
    "email",
    "mail",
    "telephone",
    "phone",
    "tel",
    "mobile",
    "mob",
    "cell",
    "contact person",
    "contact",
    "name",
    "title",
    "company",
    "attn",
});

// What stands before a form of address and makes a job title of it: 销售总监, 采购部经理.
constexpr auto departments = std::to_array<std::string_view>({
    "人力资源", "市场营销", "信息技术", "高级", "资深", "首席", "执行",   "常务", "销售", "市场", "采购",
    "技术",     "财务",     "人事",     "行政", "运营", "产品", "客服",   "客户", "项目", "区域", "大区",
    "生产",     "质量",     "研发",     "物流", "仓库", "法务", "设计",   "工程", "信息", "业务", "公关",
    "品牌",     "渠道",     "电商",     "门店", "培训", "招聘", "商务",   "外贸", "国际", "华东", "华南",
    "华北",     "副",       "总",       "部门", "部",   "科",   "处",     "室",   "中心", "专员", "主管",
    "经理",     "总监",     "助理",     "顾问", "代表", "主任", "工程师", "总裁", "专家",
});

constexpr auto job_words = std::to_array<std::string_view>({
    "manager",     "director",   "officer",       "engineer",   "ceo",        "cto",
    "cfo",         "coo",        "cmo",           "cio",        "president",  "vp",
    "head",        "assistant",  "consultant",    "founder",    "co-founder", "owner",
    "partner",     "analyst",    "buyer",         "accountant", "sales",      "marketing",
    "secretary",   "lead",       "chief",         "executive",  "specialist", "representative",
    "coordinator", "supervisor", "administrator", "developer",  "designer",   "architect",
    "professor",   "lecturer",   "lawyer",        "clerk",      "purchaser",  "purchasing",
    "procurement", "planner",    "chairman",      "chairwoman", "treasurer",  "controller",
});

constexpr auto organisation_words = std::to_array<std::string_view>({
    "公司",
    "集团",
    "工作室",
    "事务所",
    "银行",
    "大学",
    "学院",
    "医院",
    "研究所",
    "研究院",
    "合作社",
    "商行",
    "工厂",
    "酒店",
});
constexpr auto legal_forms = std::to_array<std::string_view>({
    "inc",
    "ltd",
    "llc",
    "corp",
    "gmbh",
    "plc",
    "limited",
    "corporation",
    "company",
    "co",
    "group",
    "bv",
    "ag",
    "srl",
    "sarl",
    "oy",
    "pty",
    "university",
});

template <typename Words>
bool among(const Words& words, std::string_view word) noexcept {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
  return out;
}

bool parts_pieces(char32_t c) noexcept {
  constexpr std::u32string_view signs = U",;|/()[]<>:\t\n，；、：（）【】";
  return signs.find(c) != std::u32string_view::npos;
}

void trim(std::string_view& text) noexcept {
  constexpr std::string_view edges = " -.·";
  while (!text.empty() && edges.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '-')) text.remove_suffix(1);
}

void drop_labels(std::string_view& piece) {
  for (bool again = true; again;) {
    again = false;
    trim(piece);
    for (auto label : labels) {
      if (!piece.starts_with(label)) continue;
      piece.remove_prefix(label.size());
      again = true;
      break;
    }
    for (auto label : western_labels) {
      if (piece.size() < label.size() || lower_case(piece.substr(0, label.size())) != label) continue;
      auto rest = piece.substr(label.size());
      if (!rest.empty() && rest.front() != ' ' && rest.front() != '.') continue;
      if (label == "sales" && !rest.empty()) continue;
      piece = rest;
      again = true;
      break;
    }
  }
}

bool has_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (is_han(next_code_point(text, at))) return true;
  }
  return false;
}

bool all_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_han(next_code_point(text, at))) return false;
  }
  return !text.empty();
}

// Whether `text` is nothing but words of departments and jobs: 销售部总监.
bool is_han_job(std::string_view text) {
  if (text.empty()) return false;
  while (!text.empty()) {
    std::size_t best = 0;
    for (auto word : departments) {
      if (text.starts_with(word)) best = std::max(best, word.size());
    }
    if (best == 0) {
      // What is left may be one form of address: 店长.
      std::string whole = std::string("王小明").append(text);
      return han_title(whole) == text && text.size() > 3;
    }
    text.remove_prefix(best);
  }
  return true;
}

bool is_western_job(std::string_view text) {
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    char c = i < text.size() ? text[i] : ' ';
    if (c != ' ' && c != '&' && c != '.') {
      word += c;
      continue;
    }
    if (among(job_words, lower_case(word))) return true;
    word.clear();
  }
  return false;
}

bool is_organisation(std::string_view text) {
  for (auto word : organisation_words) {
    if (text.find(word) != std::string_view::npos) return true;
  }
  auto words = lower_case(text);
  while (!words.empty() && (words.back() == '.' || words.back() == ' ')) words.pop_back();
  auto blank = words.rfind(' ');
  return blank != std::string::npos && among(legal_forms, std::string_view(words).substr(blank + 1));
}

struct Pieces {
  std::string organisation, name, job, phone, email, rest;

  void take(std::string& part, std::string_view text) {
    auto& to = part.empty() ? part : rest;
    if (!to.empty()) to += ' ';
    to += text;
  }
};

bool is_person(std::string_view text, const Standard& standard, std::string& name) {
  thread_local Standardised out;
  if (text.size() > 80) return false;
  if (all_han(text)) {
    auto bare = text.substr(0, text.size() - han_title(text).size());
    auto family = han_family_length(bare.empty() ? text : bare);
    if (family == 0 || text.size() > 12) return false;
    if (text.size() > 12 || (bare.size() == family && bare.size() == text.size())) return false;
  } else {
    if (has_han(text)) return false;
    std::size_t words = 1, capitals = 0;
    bool begins = true;
    for (char c : text) {
      if (c >= '0' && c <= '9') return false;
      if (begins) capitals += (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
      begins = c == ' ';
      words += begins;
    }
    if (words < 2 || words > 4 || capitals < words) return false;
  }
  standardise_person_name(text, standard, out);
  const bool doubtful = out.reason == Reason::family_only || out.reason == Reason::placeholder;
  if (out.verdict != Verdict::kept && out.verdict != Verdict::changed && !doubtful) return false;
  name = out.value;
  return true;
}

// 张三销售总监, 李娜经理: a name of two to four characters before a job.
bool take_name_and_job(std::string_view piece, const Standard& standard, Pieces& pieces) {
  if (!all_han(piece)) return false;
  for (std::size_t length : {9, 6, 12}) {
    if (piece.size() <= length || !is_han_job(piece.substr(length))) continue;
    std::string name;
    if (han_family_length(piece.substr(0, length)) == 0 ||
        han_family_length(piece.substr(0, length)) >= length ||
        !is_person(piece.substr(0, length), standard, name))
      continue;
    pieces.take(pieces.name, name);
    pieces.take(pieces.job, piece.substr(length));
    return true;
  }
  return false;
}

void take_piece(std::string_view piece, const Standard& standard, Pieces& pieces) {
  drop_labels(piece);
  trim(piece);
  if (piece.empty() || says_nothing(piece)) return;
  // Han words stand between blanks; Western names and jobs have blanks within.
  if (auto blank = piece.find(' '); blank != std::string_view::npos && has_han(piece)) {
    take_piece(piece.substr(0, blank), standard, pieces);
    return take_piece(piece.substr(blank + 1), standard, pieces);
  }
  std::string name;
  if (is_organisation(piece)) return pieces.take(pieces.organisation, piece);
  if (has_han(piece) ? is_han_job(piece) : is_western_job(piece)) return pieces.take(pieces.job, piece);
  if (pieces.name.empty()) {
    if (take_name_and_job(piece, standard, pieces)) return;
    if (is_person(piece, standard, name)) {
      pieces.name = name;
      return;
    }
  }
  pieces.take(pieces.rest, piece);
}

}  // namespace

void standardise_contact(std::string_view raw, const Standard& standard, Standardised& out) {
  out.clear();
  std::string_view tidy;
  if (!take(raw, out, tidy, Keep::punctuation)) return;
  if (tidy.size() > longest) return refuse(raw, Reason::too_long, out);
  // Standardisers of the parts use the memory that `tidy` may point into.
  const std::string text(tidy);
  thread_local std::vector<PersonalSpan> spans;
  thread_local Standardised part;
  find_personal_data(text, standard, spans);
  Pieces pieces;
  std::string words;
  std::size_t at = 0;
  for (const auto& span : spans) {
    if (span.kind != PersonalKind::phone && span.kind != PersonalKind::email) continue;
    const auto found = std::string_view(text).substr(span.from, span.to - span.from);
    const bool is_phone = span.kind == PersonalKind::phone;
    (is_phone ? standardise_phone : standardise_email)(found, standard, part);
    if (part.verdict == Verdict::invalid || part.verdict == Verdict::empty) continue;
    words.append(text, at, span.from - at).append("|");
    at = span.to;
    pieces.take(is_phone ? pieces.phone : pieces.email, part.value);
  }
  words.append(text, at);
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= words.size();) {
    const auto here = i;
    const char32_t c = i < words.size() ? next_code_point(words, i) : U'|';
    if (here == words.size()) ++i;
    if (!parts_pieces(c)) continue;
    take_piece(std::string_view(words).substr(begin, here - begin), standard, pieces);
    begin = i;
  }
  if (pieces.name.empty() && pieces.phone.empty() && pieces.email.empty()) {
    out.value = text;
    settle(raw, text, Reason::trimmed, out);
    return doubt(Reason::not_a_name, out);
  }
  const std::pair<Part, const std::string*> found[] = {{Part::organisation, &pieces.organisation},
                                                       {Part::name, &pieces.name},
                                                       {Part::job_title, &pieces.job},
                                                       {Part::phone, &pieces.phone},
                                                       {Part::email, &pieces.email}};
  for (const auto& [which, value] : found) {
    if (value->empty()) continue;
    if (!out.value.empty()) out.value += ", ";
    out.value += *value;
    out.set_part(which, *value);
  }
  if (!pieces.rest.empty()) out.value.append(", ").append(pieces.rest);
  settle(raw, text, Reason::reformatted, out);
}

}  // namespace kith::standard
