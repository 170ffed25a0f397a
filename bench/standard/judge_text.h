// Names and addresses whose parts are tagged.
#pragma once
#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "bench/standard/read.h"
#include "bench/standard/score.h"
#include "standard/standardise.h"
#include "standard/street_parts.h"
#include "standard/us_address.h"

namespace kith::bench {

using standard::Part;
using standard::Standard;
using standard::Standardised;
using Bag = std::map<std::string, std::vector<std::string>>;  // part -> its words, bare

inline std::string bare(const std::string& word) {
  std::string out;
  for (char c : word) {
    bool keeps = static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || c == '&' || c == '#';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    if (keeps || (c >= 'a' && c <= 'z')) out.push_back(c);
  }
  return out;
}

inline void add_words(Bag& bag, const std::string& part, std::string_view text) {
  std::string word;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] != ' ' && text[at] != ',') {
      word.push_back(text[at]);
      continue;
    }
    if (!bare(word).empty()) bag[part].push_back(bare(word));
    word.clear();
  }
}

inline std::string text_of(const Tagged& item) {
  std::string text;
  for (const auto& [tag, word] : item) text += (text.empty() ? "" : " ") + word;
  return text;
}

inline std::string class_of_name(const std::string& tag) {
  if (tag == "GivenName" || tag == "FirstInitial") return "given_name";
  if (tag.starts_with("Middle")) return "middle_name";
  if (tag == "Surname" || tag == "LastInitial") return "family_name";
  if (tag.starts_with("Prefix")) return "name_title";
  if (tag.starts_with("Suffix")) return "name_suffix";
  return tag == "Nickname" ? "nickname" : "and";
}

inline bool has_word(const Bag& bag, const std::string& part, const std::string& word) {
  auto at = bag.find(part);
  return at != bag.end() && std::find(at->second.begin(), at->second.end(), word) != at->second.end();
}

/// A word is right in its own part; "and" where two people or two titles are told; a title or suffix that was
/// brought to its usual form where the part is there at all.
inline bool is_name_word_right(const std::string& part, const std::string& word, const Bag& bag,
                               const Standardised& out) {
  if (has_word(bag, part, word)) return true;
  if (part == "and")
    return out.reason == Reason::two_people || out.part(Part::name_title).find('&') != std::string_view::npos;
  for (const auto& [other, words] : bag) {
    if (std::find(words.begin(), words.end(), word) != words.end()) return false;
  }
  return (part == "name_title" || part == "name_suffix") && bag.contains(part);
}

inline void judge_person_names(const std::filesystem::path& file, Report& report) {
  Score several{"names/person_labeled.xml: tags, two words and more"},
      single{"names/person_labeled.xml: tags, one word"};
  Standardised out;
  auto function = standard::standardiser_for("person_name").function;
  for (const Tagged& item : tagged_items(file, "Name")) {
    std::string text = text_of(item);
    function(text, {.region = "US"}, out);
    Bag bag;
    for (Part part : {Part::family_name, Part::given_name, Part::middle_name, Part::name_title,
                      Part::name_suffix, Part::nickname})
      add_words(bag, std::string(name_of(part)), out.part(part));
    Score& score = item.size() > 1 ? several : single;
    for (const auto& [tag, word] : item) {
      std::string part = class_of_name(tag), plain = bare(word);
      bool good = plain.empty() || is_name_word_right(part, plain, bag, out);
      std::string why = item.size() == 1 ? "one word: family or given name, nothing tells which"
                                         : "taken for another part than " + part;
      score.add(good, why, text + " -> " + out.value + " (" + tag + " " + word + ")");
    }
  }
  report.show(several);
  report.show(single);
}

inline std::string class_of_address(const std::string& tag) {
  if (tag.starts_with("AddressNumber")) return "house";
  if (tag.starts_with("StreetName") || tag == "IntersectionSeparator" || tag == "CornerOf") return "road";
  if (tag.starts_with("Occupancy") || tag.starts_with("Subaddress")) return "unit";
  if (tag.starts_with("USPSBox")) return "box";
  if (tag == "PlaceName") return "city";
  if (tag == "StateName") return "state";
  if (tag == "ZipCode") return "postal_code";
  if (tag == "CountryName") return "country";
  return tag == "Recipient" || tag == "BuildingName" || tag == "LandmarkName" ? "recipient" : "";
}

/// Words in the right part, over all words tagged; a state in whatever spelling.
inline void judge_us_addresses(const std::filesystem::path& file, Report& report) {
  Score score{"address_us/" + file.filename().string() + ": words in the right part"};
  for (const Tagged& item : tagged_items(file, "AddressString")) {
    std::string text = text_of(item);
    standard::UsAddress address = standard::read_us_address(text);
    Bag bag;
    add_words(bag, "recipient", address.recipient);
    add_words(bag, "house", address.house_number);
    add_words(bag, "road", address.road);
    add_words(bag, "unit", address.unit);
    add_words(bag, "box", address.box);
    add_words(bag, "city", address.city);
    add_words(bag, "postal_code", address.postal_code);
    add_words(bag, "country", address.country);
    for (const auto& [tag, word] : item) {
      std::string part = class_of_address(tag), plain = bare(word);
      if (part.empty() || plain.empty()) continue;
      bool good = part == "state" ? !address.state.empty() && !has_word(bag, "city", plain)
                                  : has_word(bag, part, plain);
      score.add(good, part + " taken for something else", text + " (" + tag + " " + word + ")");
    }
  }
  report.show(score);
}

inline std::string stem_of_division(std::string name) {
  for (const char* kind :
       {"特别行政区", "自治区", "自治州", "自治县", "省", "市", "区", "县", "盟", "旗", "州"}) {
    std::string_view end(kind);
    if (name.size() >= end.size() + 6 && name.ends_with(end)) return name.substr(0, name.size() - end.size());
  }
  return name;
}

/// How often the labels call what looks the same by different names: no parser is right in both.
inline void show_both_ways(const std::vector<Tagged>& items) {
  static const std::regex lane("[0-9]+弄"), number("[0-9]+号"),
      quarter("([A-Za-z0-9]|一|二|三|四|五|六|七|八|九|十|东|西|南|北)+区"),
      with_quarter(".+([A-Za-z0-9]|一|二|三|四|五|六|七|八|九|十|东|西|南|北)区");
  std::map<std::string, std::map<std::string, int>> seen;
  for (const Tagged& item : items) {
    for (std::size_t i = 0; i < item.size(); ++i) {
      const auto& [label, piece] = item[i];
      const bool behind_place = i > 0 && (item[i - 1].first == "poi" || item[i - 1].first == "subpoi");
      if (std::regex_match(piece, lane)) ++seen["N弄"][label];
      if (behind_place && std::regex_match(piece, number)) ++seen["N号 behind a place"][label];
      if (label == "poi" || label == "subpoi") {
        if (std::regex_match(piece, quarter)) ++seen["quarter, apart"][label];
        if (label == "poi" && std::regex_match(piece, with_quarter) && !std::regex_match(piece, quarter))
          ++seen["quarter, within the name"][label];
      }
    }
  }
  for (const auto& [what, labels] : seen) {
    std::printf("    %s:", what.c_str());
    for (const auto& [label, count] : labels) std::printf(" %s %d", label.c_str(), count);
    std::printf("\n");
  }
}

/// F1 over the labelled pieces, each right where the same characters stand in the same part; of the
/// divisions, which are brought to their full and present names, those that the text names.
inline void judge_chinese_addresses(const std::filesystem::path& file, Report& report) {
  static const std::pair<const char*, const char*> labels[] = {
      {"prov", "province"}, {"city", "city"},         {"district", "district"},
      {"devZone", "zone"},  {"town", "town"},         {"community", "community"},
      {"road", "road"},     {"subRoad", "side_road"}, {"roadno", "road_number"},
      {"poi", "place"},     {"subpoi", "section"},    {"houseno", "house"},
      {"cellno", "unit"},   {"floorno", "floor"},     {"roomno", "room"}};
  struct Count {
    std::size_t right = 0, found = 0, wanted = 0;
  };
  std::map<std::string, Count> counts;
  Standardised out;
  auto function = standard::standardiser_for("address").function;
  Score misses{"address_cn/parsing/" + file.filename().string() + ": labelled pieces found"};
  const auto items = labelled_items(file);
  for (const Tagged& item : items) {
    std::string text;
    for (const auto& [label, piece] : item) text += piece;
    function(text, {}, out);
    standard::StreetParts street = standard::split_street(out);
    std::map<std::string, std::string_view> found = {{"province", out.part(Part::province)},
                                                     {"city", out.part(Part::city)},
                                                     {"district", out.part(Part::district)},
                                                     {"zone", street.zone},
                                                     {"town", street.town},
                                                     {"community", street.community},
                                                     {"road", street.road},
                                                     {"side_road", street.side_road},
                                                     {"road_number", street.road_number},
                                                     {"place", street.place},
                                                     {"section", street.section},
                                                     {"house", street.house},
                                                     {"unit", street.unit},
                                                     {"floor", street.floor},
                                                     {"room", street.room}};
    for (const auto& [label, part] : labels) {
      bool is_division = std::string_view(part) == "province" || std::string_view(part) == "city" ||
                         std::string_view(part) == "district";
      std::vector<std::string> wanted;
      for (const auto& [name, piece] : item) {
        if (name == label) wanted.push_back(piece);
      }
      std::string_view got = found[part];
      if (is_division && wanted.empty()) continue;
      bool right = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& one) {
        if (is_division)
          return !got.empty() && (got.starts_with(stem_of_division(one)) ||
                                  stem_of_division(std::string(got)) == stem_of_division(one));
        return bare(one) == bare(std::string(got));
      });
      Count& count = counts[part];
      count.wanted += !wanted.empty();
      count.found += !got.empty();
      count.right += right;
      if (!wanted.empty())
        misses.add(right, std::string(part) + (got.empty() ? " not found" : " found otherwise"),
                   text + " (" + wanted.front() + ", not " + std::string(got) + ")");
    }
  }
  report.show(misses);
  Count all, core;
  for (const auto& [part, count] : counts) {
    bool is_loose =
        part == "place" || part == "section" || part == "zone" || part == "community" || part == "side_road";
    for (Count* sum : {&all, is_loose ? nullptr : &core}) {
      if (sum == nullptr) continue;
      sum->right += count.right;
      sum->found += count.found;
      sum->wanted += count.wanted;
    }
    std::printf("    %-14s F1 %.3f of %zu\n", part.c_str(),
                2.0 * static_cast<double>(count.right) / static_cast<double>(count.found + count.wanted),
                count.wanted);
  }
  auto f1 = [](const Count& c) {
    return 2.0 * static_cast<double>(c.right) / static_cast<double>(c.found + c.wanted);
  };
  std::printf("    all parts F1 %.3f; divisions, town, road and numbers F1 %.3f\n", f1(all), f1(core));
  show_both_ways(items);
}

}  // namespace kith::bench
