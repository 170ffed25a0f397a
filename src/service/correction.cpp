#include "service/correction.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/nearest_word.h"
#include "base/verdict.h"
#include "quality/text_pattern.h"
#include "service/dictionary.h"

namespace kith::service {
namespace {

constexpr std::string_view tests[] = {"all", "value", "verdict", "reason", "pattern"};
constexpr std::string_view actions[] = {"put", "replace", "empty"};

std::vector<std::string> reason_names() {
  return {
#define REASON(number, name, english, chinese) #name,
#include "base/house_reason.def"
#include "base/reason.def"
#undef REASON
  };
}

std::vector<std::string> verdict_names() { return {"kept", "changed", "suspect", "invalid", "empty"}; }

Text hint_for(const std::string& word, const std::vector<std::string>& known) {
  auto near = nearest_word(word, known);
  if (near.empty()) return {};
  return Text("Did you mean {word}?", {{"word", near}});
}

void require_word(const std::string& word, const std::vector<std::string>& known, const char* sentence) {
  for (const auto& each : known) {
    if (each == word) return;
  }
  throw Error(ErrorCode::usage, Text(sentence, {{"word", word}}), hint_for(word, known));
}

}  // namespace

std::string_view name_of(CorrectionTest test) noexcept { return tests[static_cast<std::size_t>(test)]; }
std::string_view name_of(CorrectionAction action) noexcept {
  return actions[static_cast<std::size_t>(action)];
}

std::string to_json(const Correction& correction) {
  nlohmann::json json = {{"test", name_of(correction.test)}, {"action", name_of(correction.action)}};
  auto put = [&](const char* name, const std::string& text) {
    if (!text.empty()) json[name] = text;
  };
  put("attribute", correction.attribute);
  put("column", correction.column);
  put("source", correction.source);
  put("wanted", correction.wanted);
  put("pattern", correction.pattern);
  put("text", correction.text);
  if (correction.batch != 0) json["batch"] = correction.batch;
  if (correction.until_batch != 0) json["until_batch"] = correction.until_batch;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Correction correction_from_json(std::string_view text) {
  auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object())
    throw Error(ErrorCode::corrupt, "A correction is damaged.",
                "Run `kith verify`, and restore the base from a backup.");
  Correction correction;
  correction.attribute = json.value("attribute", "");
  correction.column = json.value("column", "");
  correction.source = json.value("source", "");
  correction.wanted = json.value("wanted", "");
  correction.pattern = json.value("pattern", "");
  correction.text = json.value("text", "");
  correction.batch = json.value("batch", std::int64_t{0});
  correction.until_batch = json.value("until_batch", std::int64_t{0});
  for (std::size_t i = 0; i < std::size(tests); ++i) {
    if (json.value("test", "") == tests[i]) correction.test = static_cast<CorrectionTest>(i);
  }
  for (std::size_t i = 0; i < std::size(actions); ++i) {
    if (json.value("action", "") == actions[i]) correction.action = static_cast<CorrectionAction>(i);
  }
  return correction;
}

void check_correction(const Correction& correction) {
  if (correction.attribute.empty() == correction.column.empty())
    throw Error(ErrorCode::usage, "A correction is of one attribute or of one column.",
                "Say --attribute NAME or --column NAME.");
  if (!correction.attribute.empty()) {
    std::vector<std::string> known;
    for (const auto& attribute : built_in_attributes()) known.push_back(attribute.name);
    require_word(correction.attribute, known, "There is no attribute {word}.");
  }
  if (correction.test == CorrectionTest::verdict)
    require_word(correction.wanted, verdict_names(), "There is no verdict {word}.");
  if (correction.test == CorrectionTest::reason)
    require_word(correction.wanted, reason_names(), "There is no reason {word}.");
  bool needs_pattern =
      correction.test == CorrectionTest::pattern || correction.action == CorrectionAction::replace;
  if (needs_pattern && correction.pattern.empty())
    throw Error(ErrorCode::usage, "The pattern is missing.", "Say --pattern PATTERN.");
  if (!correction.pattern.empty()) {
    quality::TextPattern pattern(correction.pattern);
    if (correction.action == CorrectionAction::replace) pattern.check_replacement(correction.text);
  }
  if (correction.action == CorrectionAction::put && correction.text.empty())
    throw Error(ErrorCode::usage, "What the values become is missing.", "Say --to VALUE, or --empty.");
  if (correction.test == CorrectionTest::all && correction.action == CorrectionAction::put)
    throw Error(ErrorCode::usage, "This would make all values of the column one.",
                "Say which with --from VALUE, --cause REASON or --pattern PATTERN.");
}

}  // namespace kith::service
