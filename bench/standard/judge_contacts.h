// Every file of data/contacts that holds values with a known answer, judged.
#pragma once
#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "bench/standard/judge_text.h"
#include "standard/number_text.h"

namespace kith::bench {

inline std::string verdict_of(const Standardised& out) {
  return std::string(name_of(out.verdict)) + " " + std::string(name_of(out.reason));
}

inline bool accepts(std::string_view type, const std::string& raw, const Standard& standard,
                    Standardised& out, Verdict worst = Verdict::suspect) {
  standard::standardiser_for(type).function(raw, standard, out);
  return out.verdict <= worst;
}

inline void judge_phones(const std::filesystem::path& folder, Report& report) {
  Score score{"phone/libphonenumber/example_numbers.tsv"};
  Standardised out;
  auto lines = lines_of(folder / "example_numbers.tsv");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::string e164 = lines[i].substr(lines[i].rfind('\t') + 1);
    bool good = accepts("phone", e164, {}, out) && out.value == e164;
    score.add(good, verdict_of(out), lines[i]);
  }
  report.show(score);
  Score carriers{"phone/libphonenumber/carrier_zh_86.txt: a number of each prefix"};
  for (const std::string& line : lines_of(folder / "carrier_zh_86.txt")) {
    auto bar = line.find('|');
    if (bar == std::string::npos || line[0] == '#') continue;
    std::string number = "+" + line.substr(0, bar);
    while (number.size() < 14) number.push_back(static_cast<char>('1' + (number.size() * 3) % 7));
    carriers.add(accepts("phone", number, {}, out), verdict_of(out), number);
  }
  report.show(carriers);
  Score places{"phone/libphonenumber/geocoding_zh_86.txt.gz: a number of each mobile prefix"};
  for (const std::string& line : lines_of(folder / "geocoding_zh_86.txt.gz")) {
    auto bar = line.find('|');
    if (bar != 9 || line[0] == '#' || line[2] != '1' || line[3] < '3') continue;
    std::string number = line.substr(2, 7) + "2639";
    places.add(accepts("phone", number, {}, out), verdict_of(out), number);
  }
  report.show(places);
}

// Valid, unknown to DNS, and RFC 5321 addresses with a domain of two labels or a literal must be accepted;
// errors and what only a message header may hold (RFC 5322) refused. Comments, folding and obsolete forms are
// not judged: a file of customers that holds them is repaired or refused, and neither is wrong.
inline void judge_isemail(const std::filesystem::path& file, Report& report) {
  std::string xml = read_all(file);
  Score score{"email/isemail/" + file.filename().string()};
  Standardised out;
  for (std::size_t at = xml.find("<test id"); at != std::string::npos; at = xml.find("<test id", at + 1)) {
    std::string test = xml.substr(at, xml.find("</test>", at) - at);
    std::string raw = unescaped_xml(between(test, "<address>", "</address>"));
    std::string category = between(test, "<category>", "</category>"),
                diagnosis = between(test, "<diagnosis>", "</diagnosis>");
    bool wanted = category == "ISEMAIL_VALID_CATEGORY" || category == "ISEMAIL_DNSWARN" ||
                  category == "ISEMAIL_RFC5321";
    bool is_bare_domain = diagnosis.find("TLD") != std::string::npos || raw == "test@io" ||
                          (diagnosis.find("NO_RECORD") != std::string::npos &&
                           raw.find('.', raw.find('@')) == std::string::npos);
    if (is_bare_domain) wanted = false;
    if (!wanted && category != "ISEMAIL_ERR" && category != "ISEMAIL_RFC5322" && !is_bare_domain) continue;
    bool taken = accepts("email", raw, {}, out);
    // What was mended into another, valid address is not the address that was asked about.
    bool is_mended = taken && !wanted && out.value != raw;
    std::string why = taken ? "taken though " + diagnosis
                            : "refused: " + std::string(name_of(out.reason)) + ", " + diagnosis;
    score.mended += is_mended;
    score.add(taken == wanted || is_mended, why, raw + " -> " + out.value);
  }
  report.show(score);
}

inline void judge_disposable(const std::filesystem::path& file, Report& report) {
  Score score{"email/disposable_email_blocklist.txt"};
  Standardised out;
  for (const std::string& domain : lines_of(file)) {
    if (domain.empty()) continue;
    accepts("email", "kith@" + domain, {}, out);
    bool good = out.verdict == Verdict::suspect;
    score.add(good, "not known as a throw-away domain", domain);
  }
  report.show(score);
}

struct Question {
  std::string type;
  Standard standard;
  Verdict worst = Verdict::suspect;
};

// How a validator of the vectors is asked here; an empty type where nothing here answers it.
inline Question question_of(const nlohmann::json& row) {
  std::string kind = row["validator"];
  const auto& args = row["args"];
  std::string place = args.size() == 1 && args[0].is_string() ? args[0].get<std::string>() : "";
  bool is_plain = args.empty();
  std::string region = place.size() == 5 && place[2] == '-' ? place.substr(3) : place;
  Standard there{.region = region};
  if (kind == "isEmail" && is_plain) return {"email", {}};
  if (kind == "isMobilePhone" && region.size() == 2) return {"phone", there};
  if (kind == "isIdentityCard" && region.size() == 2) return {"id_number", there, Verdict::changed};
  if (kind == "isIBAN" && is_plain) return {"iban", {}};
  if (kind == "isBIC") return {"bic", {}};
  if (kind == "isCreditCard" && is_plain) return {"bank_card", {}};
  if (kind == "isCreditCard" && args[0].contains("provider")) {
    static const std::map<std::string, std::string> schemes = {
        {"AmEx", "amex"}, {"DinersClub", "diners"},     {"Discover", "discover"},
        {"JCB", "jcb"},   {"Mastercard", "mastercard"}, {"UnionPay", "unionpay"},
        {"Visa", "visa"}};
    return {"bank_card", {.region = schemes.at(args[0]["provider"])}};
  }
  if (kind == "isDate" && row["expect"]) {
    std::string format = !place.empty() ? place
                         : args.size() == 1 && args[0].is_object() && args[0].contains("format")
                             ? args[0]["format"].get<std::string>()
                             : "";
    using standard::DateOrder;
    if (!format.empty())
      return {"date",
              {.date_order = format[0] == 'D'   ? DateOrder::day_month_year
                             : format[0] == 'M' ? DateOrder::month_day_year
                                                : DateOrder::year_month_day}};
  }
  if (kind == "isVAT" && region.size() == 2) return {"vat_number", there, Verdict::changed};
  if (kind == "isPassportNumber" && region.size() == 2) return {"passport", there, Verdict::changed};
  if (kind == "isPostalCode" && region.size() == 2) return {"postal_code", there, Verdict::changed};
  if (kind == "isURL" && is_plain) return {"url", {}};
  if (kind == "isFQDN" && is_plain) return {"domain", {}};
  if (kind == "isDate" && is_plain) return {"date", {.date_order = standard::DateOrder::year_month_day}};
  if (kind == "isCurrency" && is_plain && row["expect"]) return {"amount", {.region = "US"}};
  if (kind == "isISO8601" && is_plain) return {"timestamp", {}};
  return {};
}

inline void judge_vectors(const std::filesystem::path& file, Report& report) {
  std::map<std::string, Score> scores;
  std::map<std::string, std::size_t> unasked;
  Standardised out;
  for (const std::string& line : lines_of(file)) {
    auto row = nlohmann::json::parse(line, nullptr, false);
    if (row.is_discarded() || !row["value"].is_string()) continue;
    std::string kind = row["validator"], raw = row["value"];
    bool expect = row["expect"];
    if (kind == "isLuhnNumber") {
      std::string digits;
      bool is_number = standard::compact(raw, " ", digits) && standard::are_digits(digits);
      bool good = (is_number && standard::has_luhn_digit(digits)) == expect;
      scores[kind].add(good, "check digit", raw);
      continue;
    }
    Question question = question_of(row);
    if (question.type.empty()) {
      ++unasked[kind];
      continue;
    }
    bool taken = accepts(question.type, raw, question.standard, out, question.worst);
    // Any valid number is a phone here, of whatever kind and country: only what is valid there can be asked.
    if (kind == "isMobilePhone" && !expect) {
      ++unasked[kind];
      continue;
    }
    if (kind == "isCreditCard" && question.standard.region != "CN")
      taken = taken && out.part(Part::kind) == question.standard.region;
    bool is_mended = taken && !expect && out.verdict == Verdict::changed && out.value != raw;
    scores[kind].mended += is_mended;
    std::string region =
        row["args"].size() == 1 && row["args"][0].is_string() ? row["args"][0].get<std::string>() + " " : "";
    std::string why = taken ? "taken: " + verdict_of(out) : "refused: " + std::string(name_of(out.reason));
    scores[kind].add(taken == expect || is_mended, why,
                     region + raw + (expect ? " is valid" : " is not valid"));
  }
  for (auto& [kind, score] : scores) {
    score.name = "validation/validator_vectors.jsonl: " + kind;
    report.show(score);
  }
  std::string left =
      "    not asked, since they hang on options or a place of that library or have no type here:";
  for (const auto& [kind, count] : unasked) left += " " + kind + " " + std::to_string(count);
  report.say(left);
}

// Every district and city, written in full and without its kinds, is read back.
inline void judge_divisions(const std::filesystem::path& folder, Report& report) {
  std::map<std::string, std::string> provinces, cities;
  for (const std::string& line : lines_of(folder / "provinces.csv")) {
    auto cells = cells_of(line);
    if (cells.size() >= 2) provinces[cells[0]] = cells[1];
  }
  for (const std::string& line : lines_of(folder / "cities.csv")) {
    auto cells = cells_of(line);
    if (cells.size() >= 2) cities[cells[0]] = cells[1];
  }
  Score score{"address_cn/divisions/*.csv: every district in an address"};
  Standardised out;
  auto lines = lines_of(folder / "areas.csv");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto cells = cells_of(lines[i]);
    if (cells.size() < 4) continue;
    std::string city = cities[cells[2]];
    bool is_heading = city == "市辖区" || city == "县" || city.find("直辖县级") != std::string::npos;
    std::string address = provinces[cells[3]] + (is_heading ? "" : city) + cells[1] + "人民路1号";
    accepts("address", address, {}, out);
    score.add(out.part(Part::district) == cells[1] && out.part(Part::province) == provinces[cells[3]],
              verdict_of(out), address);
  }
  report.show(score);
  Score towns{"address_cn/divisions/streets.csv.gz: every town after its district"};
  std::map<std::string, std::string> areas;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto cells = cells_of(lines[i]);
    if (cells.size() < 4) continue;
    std::string city = cities[cells[2]];
    bool is_heading = city == "市辖区" || city == "县" || city.find("直辖县级") != std::string::npos;
    areas[cells[0]] = provinces[cells[3]] + (is_heading ? "" : city) + cells[1];
  }
  auto streets = lines_of(folder / "streets.csv.gz");
  for (std::size_t i = 1; i < streets.size(); i += 7) {
    auto cells = cells_of(streets[i]);
    if (cells.size() < 3 || !areas.contains(cells[2])) continue;
    std::string address = areas[cells[2]] + cells[1] + "和平路9号";
    accepts("address", address, {}, out);
    towns.add(standard::split_street(out).town == cells[1], "taken for something else", address);
  }
  report.show(towns);
}

inline void judge_chinese_sample(const std::filesystem::path& file, Report& report) {
  Score score{"address_cn/addr_sample.csv: province told"};
  Standardised out;
  auto lines = lines_of(file);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::string address = cells_of(lines[i])[0];
    if (address.empty()) continue;
    accepts("address", address, {}, out);
    score.add(!out.part(Part::province).empty(), verdict_of(out), address);
  }
  report.show(score);
}

inline void judge_uk(const std::filesystem::path& file, Report& report) {
  Score score{"address_uk/" + file.filename().string() + ": postcode read from the line"};
  Standardised out;
  auto lines = lines_of(file);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto cells = cells_of(lines[i]);
    if (cells.size() < 4 || cells[3].empty()) continue;
    accepts("address", cells[2] + ", " + cells[3], {}, out);
    score.add(out.part(Part::postal_code) == cells[3] && out.part(Part::country) == "GB",
              "postcode not found", cells[2] + ", " + cells[3]);
  }
  report.show(score);
}

inline void judge_international(const std::filesystem::path& file, Report& report) {
  Score codes{"address_intl/libpostal_parser_cases.jsonl: postal code"},
      cities{"address_intl/libpostal_parser_cases.jsonl: city"};
  Standardised out;
  for (const std::string& line : lines_of(file)) {
    auto row = nlohmann::json::parse(line, nullptr, false);
    if (row.is_discarded()) continue;
    std::string address = row["address"], group = row["group"];
    accepts("address", address, {.region = "US"}, out);
    for (const auto& pair : row["components"]) {
      std::string name = pair[0], text = pair[1];
      if (name == "postcode")
        codes.add(bare(std::string(out.part(Part::postal_code))) == bare(text), group, address);
      if (name == "city")
        cities.add(bare(std::string(out.part(Part::city))).find(bare(text)) != std::string::npos, group,
                   address);
    }
  }
  report.show(codes);
  report.show(cities);
}

inline void judge_chinese_names(const std::filesystem::path& folder, Report& report) {
  Score families{"names/cn_family_names.csv: by how many bear them"};
  Standardised out;
  auto lines = lines_of(folder / "cn_family_names.csv");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto cells = cells_of(lines[i]);
    if (cells.size() < 2) continue;
    auto bearers = static_cast<std::size_t>(std::stoul("0" + cells[1]));
    accepts("person_name", cells[0] + "晓明", {}, out);
    bool good = out.part(Part::family_name) == cells[0];
    families.add(good ? bearers : 0, bearers);
    if (!good)
      families.misses.push_back(
          {"read as another family name",
           cells[0] + " " + cells[1] + " -> " + std::string(out.part(Part::family_name))});
  }
  report.show(families);
  Score companies{"names/cn_company_short_names.txt.gz: kept as a company's name"};
  auto names = lines_of(folder / "cn_company_short_names.txt.gz");
  for (std::size_t i = 0; i < names.size(); i += 10) {
    if (names[i].empty()) continue;
    companies.add(accepts("company_name", names[i], {}, out, Verdict::changed), verdict_of(out), names[i]);
  }
  report.show(companies);
  Score western{"names/company_labeled.xml: taken as a company's name"};
  for (const Tagged& item : tagged_items(folder / "company_labeled.xml", "Name"))
    western.add(accepts("company_name", text_of(item), {}, out, Verdict::changed), verdict_of(out),
                text_of(item));
  report.show(western);
}

inline void judge_contacts(const std::filesystem::path& contacts, Report& report) {
  judge_phones(contacts / "phone/libphonenumber", report);
  judge_isemail(contacts / "email/isemail/tests.xml", report);
  judge_isemail(contacts / "email/isemail/tests-original.xml", report);
  judge_disposable(contacts / "email/disposable_email_blocklist.txt", report);
  judge_vectors(contacts / "validation/validator_vectors.jsonl", report);
  judge_person_names(contacts / "names/person_labeled.xml", report);
  judge_chinese_names(contacts / "names", report);
  judge_chinese_addresses(contacts / "address_cn/parsing/dev.txt", report);
  judge_divisions(contacts / "address_cn/divisions", report);
  judge_chinese_sample(contacts / "address_cn/addr_sample.csv", report);
  for (const char* name : {"labeled.xml", "us50_train_tagged.xml", "us50_messiest_manual_label.xml",
                           "multi_word_state_addresses.xml"})
    judge_us_addresses(contacts / "address_us" / name, report);
  for (const char* name :
       {"fhrs_addresses_sample.csv.gz", "companies_house_addresess_postcode_overlap.csv.gz"})
    judge_uk(contacts / "address_uk" / name, report);
  judge_international(contacts / "address_intl/libpostal_parser_cases.jsonl", report);
  report.say(
      "    without values to judge: numbering plans (phone/*.xml), nicknames, given-name characters, "
      "coordinates, dictionaries,");
  report.say(
      "    the matching cases of address_uk, the training half of address_cn/parsing (what the rules were "
      "made by)");
}

}  // namespace kith::bench
