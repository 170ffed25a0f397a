#include "service/value_form.h"

#include <algorithm>
#include <array>

#include "base/house_reason.h"
#include "ledger/corrections.h"
#include "service/rule_file.h"
#include "standard/simplified.h"

namespace kith::service {
namespace {

using standard::Standardised;

bool holds(Verdict verdict) noexcept { return verdict <= Verdict::suspect; }

bool is_prose(std::string_view type) noexcept {
  for (std::string_view each :
       {"person_name", "family_name", "given_name", "address", "company_name", "text"}) {
    if (each == type) return true;
  }
  return false;
}

// What the value becomes is no more what was received.
void set_value(Standardised& out, std::string value, Reason reason) {
  if (out.value == value) return;
  out.value = std::move(value);
  if (out.verdict == Verdict::kept) out.verdict = Verdict::changed;
  if (out.verdict == Verdict::changed) out.reason = reason;
}

struct LegalWords {
  std::string_view written_out, abbreviated;
};
// Endings of names of companies, the longest first.
constexpr std::array<LegalWords, 12> legal_words = {{{" Company, Limited", " Co., Ltd."},
                                                     {" Company Limited", " Co., Ltd."},
                                                     {" Incorporated", " Inc."},
                                                     {" Corporation", " Corp."},
                                                     {" Limited Liability Company", " LLC"},
                                                     {" Public Limited Company", " PLC"},
                                                     {" Limited", " Ltd."},
                                                     {" Company", " Co."},
                                                     {"有限责任公司", "有限公司"},
                                                     {"股份有限公司", "股份公司"},
                                                     {" Gesellschaft mit beschränkter Haftung", " GmbH"},
                                                     {" Aktiengesellschaft", " AG"}}};

bool ends_alike(std::string_view text, std::string_view end) noexcept {
  if (text.size() <= end.size()) return false;
  auto tail = text.substr(text.size() - end.size());
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(tail.begin(), tail.end(), end.begin(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

std::string with_legal_form(std::string_view value, LegalForm wanted) {
  for (const auto& words : legal_words) {
    auto from = wanted == LegalForm::abbreviated ? words.written_out : words.abbreviated;
    auto to = wanted == LegalForm::abbreviated ? words.abbreviated : words.written_out;
    // Written out, a 有限公司 may be either kind of company: only what is certain is written out.
    if (wanted == LegalForm::written_out && from == "有限公司") continue;
    if (ends_alike(value, from)) return std::string(value.substr(0, value.size() - from.size())).append(to);
    if (wanted == LegalForm::written_out && from.back() == '.' &&
        ends_alike(value, from.substr(0, from.size() - 1)))
      return std::string(value.substr(0, value.size() - from.size() + 1)).append(to);
  }
  return std::string(value);
}

// The mailbox as it was typed, where it is that of the standard form.
std::string with_typed_local_part(std::string_view raw, std::string_view value) {
  const auto at = value.find('@');
  if (at == std::string_view::npos) return std::string(value);
  const auto local = value.substr(0, at);
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  auto found = std::search(raw.begin(), raw.end(), local.begin(), local.end(),
                           [&](char a, char b) { return lower(a) == lower(b); });
  if (found == raw.end()) return std::string(value);
  return std::string(found, found + static_cast<std::ptrdiff_t>(local.size())).append(value.substr(at));
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool applies(const Correction& correction, const Layout& layout, const Output& output,
             const std::string& source, std::int64_t batch) {
  if (!correction.source.empty() && correction.source != source) return false;
  if (correction.batch != 0 && correction.batch != batch) return false;
  if (correction.until_batch != 0 && (batch == 0 || batch > correction.until_batch)) return false;
  if (!correction.attribute.empty()) return correction.attribute == output.attribute;
  return std::any_of(output.columns.begin(), output.columns.end(), [&](int column) {
    return layout.columns[static_cast<std::size_t>(column)] == correction.column;
  });
}

}  // namespace

void ValueForm::take_own_form(std::string_view raw, Standardised& out) const {
  if (standard_ == nullptr || !holds(out.verdict)) return;
  if (standard_->script == ChineseScript::simplified && is_prose(type_))
    set_value(out, standard::simplified(out.value), house_reason::own_form);
  if (standard_->local_part == LocalPart::as_received && type_ == "email")
    set_value(out, with_typed_local_part(raw, out.value), house_reason::own_form);
  if (standard_->legal_form != LegalForm::as_received && type_ == "company_name")
    set_value(out, with_legal_form(out.value, standard_->legal_form), house_reason::own_form);
  if (codes_ == nullptr) return;
  if (auto code = codes_->meaning.find(lower_ascii(out.value)); code != codes_->meaning.end()) {
    set_value(out, code->second, house_reason::own_form);
  } else if (codes_->closed) {
    out.verdict = Verdict::suspect;
    out.reason = Reason::unlisted;
  }
}

bool ValueForm::takes(const Step& step, std::string_view raw, std::string_view present,
                      const Standardised& out) const {
  const auto& correction = step.correction;
  switch (correction.test) {
    case CorrectionTest::all:
      return correction.action != CorrectionAction::replace || step.pattern->found_in(present);
    case CorrectionTest::value:
      return out.value == correction.wanted || raw == correction.wanted;
    case CorrectionTest::verdict:
      return name_of(out.verdict) == correction.wanted;
    case CorrectionTest::reason:
      return name_of(out.reason) == correction.wanted;
    case CorrectionTest::pattern:
      return step.pattern->found_in(present);
  }
  return false;
}

// The first step from `from` on that may take a value received as `raw` which is `value` now.
std::size_t ValueForm::next_step(std::size_t from, std::string_view raw, std::string_view value) const {
  std::size_t next = steps_.size();
  auto look = [&](const std::vector<std::size_t>& positions) {
    auto found = std::lower_bound(positions.begin(), positions.end(), from);
    if (found != positions.end()) next = std::min(next, *found);
  };
  look(others_);
  if (by_value_.empty()) return next;
  if (auto same = by_value_.find(std::string(raw)); same != by_value_.end()) look(same->second);
  if (auto same = by_value_.find(std::string(value)); same != by_value_.end()) look(same->second);
  return next;
}

void ValueForm::standardise(std::string_view raw, const standard::Standardiser& standardiser,
                            const standard::Standard& standard, Standardised& out) const {
  standardiser.function(raw, standard, out);
  take_own_form(raw, out);
  // As if each had been carried out by hand, one after the other.
  std::string text;
  bool corrected = false;
  for (auto at = next_step(0, raw, out.value); at < steps_.size(); at = next_step(at + 1, raw, out.value)) {
    const auto& step = steps_[at];
    std::string_view present = corrected ? std::string_view(text) : raw;
    if (!takes(step, raw, present, out)) continue;
    std::string next;
    if (step.correction.action == CorrectionAction::put) next = step.correction.text;
    if (step.correction.action == CorrectionAction::replace)
      next = step.pattern->replaced(present, step.correction.text);
    if (next == present) continue;
    text = std::move(next);
    corrected = true;
    standardiser.function(text, standard, out);
    take_own_form(text, out);
    if (out.verdict == Verdict::kept) out.verdict = Verdict::changed;
    // What a person wrote and the standardiser doubts still has its own reason.
    if (out.verdict == Verdict::changed || out.verdict == Verdict::empty)
      out.reason = house_reason::corrected;
  }
}

HouseForm HouseForm::load(ledger::Statements& sql) {
  HouseForm form;
  form.standard = company_standard(sql);
  form.rules = standing_rules(sql);
  for (const auto& stored : ledger::all_corrections(sql)) {
    if (stored.withdrawn_at != 0) continue;
    auto correction = correction_from_json(stored.words);
    correction.number = stored.number;
    form.corrections.push_back(std::move(correction));
  }
  return form;
}

std::optional<ValueForm> HouseForm::form_of(const Layout& layout, const Output& of, const std::string& source,
                                            std::int64_t batch) const {
  ValueForm form;
  form.type_ = of.type;
  if (standard.changes_values()) {
    form.standard_ = &standard;
    auto codes = standard.codes.find(of.attribute);
    if (codes != standard.codes.end()) form.codes_ = &codes->second;
  }
  for (const auto& correction : corrections) {
    if (!applies(correction, layout, of, source, batch)) continue;
    ValueForm::Step step{correction, nullptr};
    if (!correction.pattern.empty())
      step.pattern = std::make_shared<const quality::TextPattern>(correction.pattern);
    auto& positions =
        correction.test == CorrectionTest::value ? form.by_value_[correction.wanted] : form.others_;
    positions.push_back(form.steps_.size());
    form.steps_.push_back(std::move(step));
  }
  if (form.standard_ == nullptr && form.steps_.empty()) return std::nullopt;
  return form;
}

bool HouseForm::last_concern(std::size_t count, const Layout& layout, const std::string& source,
                             std::int64_t batch) const {
  return std::any_of(corrections.end() - static_cast<std::ptrdiff_t>(count), corrections.end(),
                     [&](const Correction& correction) {
                       return std::any_of(layout.outputs.begin(), layout.outputs.end(),
                                          [&](const Output& output) {
                                            return applies(correction, layout, output, source, batch);
                                          });
                     });
}

BatchForm HouseForm::for_batch(const Layout& layout, const std::string& source, std::int64_t batch,
                               std::int64_t today) const {
  BatchForm form;
  bool any = false;
  for (const auto& output : layout.outputs) {
    form.values.push_back(form_of(layout, output, source, batch));
    any |= form.values.back().has_value();
  }
  if (!any) form.values.clear();
  if (!rules.empty()) {
    auto gate = std::make_shared<const RuleGate>(rules, layout, source, today);
    if (gate->acts()) form.gate = std::move(gate);
  }
  return form;
}

}  // namespace kith::service
