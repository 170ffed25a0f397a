#include "standard/personal_numbers.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/utf8.h"
#include "standard/number_text.h"
#include "standard/types.h"

namespace kith::standard {
namespace {

bool is_letter(char c) noexcept { return static_cast<unsigned>((c | 0x20) - 'a') < 26u; }
bool is_word(char c) noexcept { return is_letter(c) || is_digit(c) || c == '_'; }

constexpr std::size_t longest_mail = 254, longest_number = 40;

bool is_mail_character(char c) noexcept {
  return is_word(c) || c == '.' || c == '-' || c == '+' || c == '%' || c == '\'' || c == '/' || c == '=' ||
         c == '~' || c == '!' || c == '#';
}

void find_mails(std::string_view text, const Standard& standard, std::vector<PersonalSpan>& spans) {
  Standardised out;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t from = at, to = at + 1;
    while (from > 0 && at - from < 64 && is_mail_character(text[from - 1])) --from;
    while (from < at && (text[from] == '.' || text[from] == '\'' || text[from] == '/' || text[from] == '=' ||
                         text[from] == '#'))
      ++from;
    while (to < text.size() && to - at < longest_mail &&
           (is_letter(text[to]) || is_digit(text[to]) || text[to] == '.' || text[to] == '-'))
      ++to;
    while (to > at && (text[to - 1] == '.' || text[to - 1] == '-')) --to;
    if (from == at || to == at + 1) continue;
    standardise_email(text.substr(from, to - from), standard, out);
    if (out.verdict <= Verdict::suspect) spans.push_back({from, to, PersonalKind::email, 0.98});
  }
}

// A run of digit groups with marks between: the candidates are its groups from one to another.
struct Group {
  std::size_t from, to;  // digits only
};

bool may_join(char c) noexcept { return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')'; }

// "元", "%", "个" behind a number: it counts something.
bool counts_something(std::string_view text, std::size_t to) noexcept {
  std::string_view rest = text.substr(std::min(to, text.size()), 6);
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  for (std::string_view unit :
       {"元", "%", "万", "亿", "个", "件", "年", "月", "天", "kg", "KG", "mm", "cm", "块", "分钟", "小时"}) {
    if (rest.starts_with(unit)) return true;
  }
  return false;
}

// 订单号, order no: a label of what is no person's number, within some bytes before.
bool is_labelled_otherwise(std::string_view text, std::size_t from) noexcept {
  std::string_view before = text.substr(from > 30 ? from - 30 : 0, std::min<std::size_t>(from, 30));
  while (!before.empty() &&
         (before.back() == ' ' || before.back() == ':' || before.back() == '#' || before.back() == '.'))
    before.remove_suffix(1);
  if (before.ends_with("：")) before.remove_suffix(3);
  if (before.ends_with("是") || before.ends_with("为")) before.remove_suffix(3);
  for (std::string_view label :
       {"订单号", "订单",   "单号",     "编号",     "流水号",   "工单",    "货号",    "批号",   "发票号",
        "合同号", "order",  "Order",    "order no", "Order no", "invoice", "Invoice", "SKU",    "sku",
        "ticket", "Ticket", "tracking", "ref",      "Ref",      "ID",      "版本",    "version"}) {
    if (before.ends_with(label)) return true;
  }
  return false;
}

bool is_labelled_phone(std::string_view text, std::size_t from) noexcept {
  std::string_view before = text.substr(from > 30 ? from - 30 : 0, std::min<std::size_t>(from, 30));
  while (!before.empty() && (before.back() == ' ' || before.back() == ':' || before.back() == '('))
    before.remove_suffix(1);
  if (before.ends_with("：")) before.remove_suffix(3);
  if (before.ends_with("是") || before.ends_with("为")) before.remove_suffix(3);
  for (std::string_view label :
       {"电话",  "手机",   "手机号", "座机", "联系方式", "致电", "拨打", "tel", "Tel",  "TEL", "phone",
        "Phone", "mobile", "Mobile", "call", "Call",     "fax",  "Fax",  "at",  "传真", "分机"}) {
    if (before.ends_with(label)) return true;
  }
  return false;
}

bool is_date(std::string_view text, const Standard& standard) {
  thread_local Standardised out;
  standardise_timestamp(text, standard, out);
  bool has_marks = text.find_first_of("-./ ") != std::string_view::npos;
  return has_marks && out.verdict <= Verdict::suspect;
}

class NumberFinder {
 public:
  NumberFinder(std::string_view text, const Standard& standard, std::vector<PersonalSpan>& spans)
      : text_(text), standard_(standard), spans_(spans) {}

  void find() {
    std::size_t at = 0;
    while (at < text_.size()) {
      if (!is_digit(text_[at])) {
        ++at;
        continue;
      }
      at = read_run(at);
    }
  }

 private:
  // Groups of one run, then the longest candidates first from each group on; the offset after the run.
  std::size_t read_run(std::size_t at) {
    std::array<Group, 10> group;
    std::size_t count = 0, end = at;
    while (count < group.size() && end < text_.size() && is_digit(text_[end])) {
      Group& one = group[count++];
      one.from = end;
      while (end < text_.size() && is_digit(text_[end])) ++end;
      one.to = end;
      std::size_t next = end;
      while (next < text_.size() && next - end < 3 && may_join(text_[next])) ++next;
      if (next == end || next >= text_.size() || !is_digit(text_[next])) break;
      end = next;
    }
    std::size_t after = group[count - 1].to;
    for (std::size_t i = 0; i < count;) {
      std::size_t taken = 0;
      bool is_day =
          i + 2 < count && is_date(text_.substr(group[i].from, group[i + 2].to - group[i].from), standard_);
      if (is_day) {
        i += 3;
        continue;
      }
      for (std::size_t j = count; j > i && taken == 0; --j) {
        if (judge(group[i].from, group[j - 1].to, j - i)) taken = j - i;
      }
      i += taken == 0 ? 1 : taken;
    }
    return std::max(after, at + 1);
  }

  bool judge(std::size_t from, std::size_t to, std::size_t groups) {
    bool ends_in_x =
        to < text_.size() && (text_[to] | 0x20) == 'x' && (to + 1 == text_.size() || !is_word(text_[to + 1]));
    std::size_t length = to - from;
    if (length > longest_number || length < 5) return false;
    bool is_inside_word =
        (from > 0 && is_word(text_[from - 1])) || (to < text_.size() && is_word(text_[to]) && !ends_in_x);
    if (is_inside_word) return false;
    digits_.clear();
    for (char c : text_.substr(from, length)) {
      if (is_digit(c)) digits_.push_back(c);
    }
    if (groups == 1 && digits_.size() == 17 && ends_in_x) {
      digits_.push_back('X');
      return judge_paper(from, to + 1);
    }
    if (ends_in_x) return false;
    if ((digits_.size() == 18 || digits_.size() == 15) && judge_paper(from, to)) return true;
    if (digits_.size() >= 13 && digits_.size() <= 19 && judge_card(from, to)) return true;
    return digits_.size() >= 7 && digits_.size() <= 15 && judge_phone(from, to, groups);
  }

  bool judge_paper(std::size_t from, std::size_t to) {
    Standard home = standard_;
    home.region = "CN";
    standardise_id_number(digits_, home, out_);
    bool is_resident = out_.verdict <= Verdict::changed && !out_.part(Part::birth_date).empty();
    if (is_resident) spans_.push_back({from, to, PersonalKind::id_number, digits_.size() == 18 ? 0.99 : 0.8});
    return is_resident;
  }

  bool judge_card(std::size_t from, std::size_t to) {
    if (is_labelled_otherwise(text_, from)) return false;
    standardise_bank_card(digits_, standard_, out_);
    bool is_card = out_.verdict <= Verdict::suspect && out_.part(Part::kind) != "domestic" &&
                   !out_.part(Part::kind).empty();
    if (is_card) spans_.push_back({from, to, PersonalKind::bank_card, digits_.size() >= 16 ? 0.9 : 0.7});
    return is_card;
  }

  bool judge_phone(std::size_t from, std::size_t to, std::size_t groups) {
    if (counts_something(text_, to) || is_labelled_otherwise(text_, from)) return false;
    std::size_t start = from;
    while (start > 0 && (text_[start - 1] == '(' || text_[start - 1] == '+')) --start;
    bool has_plus = text_.substr(start, from - start).find('+') != std::string_view::npos;
    std::string_view written = text_.substr(start, to - start);
    if (groups > 1 && is_date(text_.substr(from, to - from), standard_)) return false;
    bool is_decimal =
        groups > 1 && text_.substr(from, to - from).find('.') != std::string_view::npos && groups < 3;
    if (is_decimal) return false;
    standardise_phone(written, standard_, out_);
    bool is_labelled = is_labelled_phone(text_, start);
    if (out_.verdict > Verdict::suspect) {
      bool is_local = is_labelled && (digits_.size() == 7 || digits_.size() == 8) &&
                      out_.reason == Reason::area_code_missing;
      if (is_local) spans_.push_back({start, to, PersonalKind::phone, 0.6});
      return is_local;
    }
    bool is_mobile = out_.value.starts_with("+861") && digits_.size() >= 11;
    bool has_area = digits_.front() == '0' && groups > 1;
    double confidence = is_labelled  ? 0.97
                        : has_plus   ? 0.95
                        : is_mobile  ? 0.95
                        : has_area   ? 0.9
                        : groups > 1 ? 0.75
                                     : 0.5;
    spans_.push_back({start, to, PersonalKind::phone, confidence});
    return true;
  }

  std::string_view text_;
  const Standard& standard_;
  std::vector<PersonalSpan>& spans_;
  std::string digits_;
  Standardised out_;
};

// 京A·12345, GB82 WEST 1234 …, E12345678, H12345678 behind a label.
void find_codes(std::string_view text, const Standard& standard, std::vector<PersonalSpan>& spans) {
  Standardised out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t from = at;
    char32_t c = next_code_point(text, at);
    bool begins_plate = c >= 0x4E00 && c <= 0x9FFF && at < text.size() && is_letter(text[at]);
    if (begins_plate) {
      std::size_t to = at + 1;
      if (text.substr(to).starts_with("·")) to += 2;
      std::size_t head = to;
      while (to < text.size() && (is_letter(text[to]) || is_digit(text[to])) && to - head < 7) ++to;
      bool has_digit = std::any_of(text.begin() + static_cast<std::ptrdiff_t>(head),
                                   text.begin() + static_cast<std::ptrdiff_t>(to), is_digit);
      if (has_digit && (to == text.size() || !is_word(text[to]))) {
        standardise_plate(text.substr(from, to - from), standard, out);
        if (out.verdict <= Verdict::changed) spans.push_back({from, to, PersonalKind::plate, 0.9});
      }
    }
    bool begins_account = c < 0x80 && is_letter(static_cast<char>(c)) &&
                          (from == 0 || !is_word(text[from - 1])) && from + 15 <= text.size() &&
                          is_letter(text[from + 1]) && is_digit(text[from + 2]) && is_digit(text[from + 3]);
    if (begins_account) {
      // The longest stretch that is an account: groups of four may be parted by spaces.
      std::size_t limit = from;
      while (limit < text.size() && limit - from < 42 &&
             (is_letter(text[limit]) || is_digit(text[limit]) || text[limit] == ' '))
        ++limit;
      for (std::size_t to = limit; to >= from + 15; --to) {
        if (text[to - 1] == ' ' || (to < text.size() && is_word(text[to]))) continue;
        standardise_iban(text.substr(from, to - from), standard, out);
        if (out.verdict > Verdict::changed) continue;
        spans.push_back({from, to, PersonalKind::account, 0.98});
        at = to;
        break;
      }
    }
    bool begins_paper = c < 0x80 && is_capital(static_cast<char>(c)) &&
                        (from == 0 || !is_word(text[from - 1])) && at < text.size();
    if (begins_paper) {
      std::size_t to = at;
      while (to < text.size() && is_word(text[to])) ++to;
      std::string_view code = text.substr(from, to - from);
      std::string_view before = text.substr(from > 30 ? from - 30 : 0, std::min<std::size_t>(from, 30));
      bool is_labelled =
          before.find("护照") != std::string_view::npos || before.find("通行证") != std::string_view::npos ||
          before.find("assport") != std::string_view::npos || before.find("证件") != std::string_view::npos;
      if (is_labelled && code.size() >= 8 && code.size() <= 11 && are_digits(code.substr(2)))
        spans.push_back({from, to, PersonalKind::id_number, 0.9});
    }
  }
}

}  // namespace

void find_personal_numbers(std::string_view text, const Standard& standard,
                           std::vector<PersonalSpan>& spans) {
  find_mails(text, standard, spans);
  NumberFinder(text, standard, spans).find();
  find_codes(text, standard, spans);
}

}  // namespace kith::standard
