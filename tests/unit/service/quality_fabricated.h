// A report made up for tests of its faces: seven channels of a company, with dirt.
#pragma once
#include <algorithm>

#include "base/random.h"
#include "service/quality_measure.h"

namespace kith::service {

inline QualityReport fabricated_report() {
  using quality::ProblemKind;
  QualityReport report;
  report.measured_at = 1795250000000;
  const char* sources[] = {"官网表单 web-form",    "ERP",       "销售 sales",
                           "呼叫中心 call-centre", "商城 shop", "小程序 mini-program",
                           "问卷 survey"};
  for (const char* name : sources) {
    report.sources.push_back(
        {static_cast<std::int64_t>(report.sources.size()) + 1, name, "运营部", "服务", 365});
  }
  report.sources[6].horizon_days = 0;
  struct Column {
    const char *name, *en, *zh, *type;
    bool multiple;
    double dirt;
  };
  const Column columns[] = {{"full_name", "Name", "姓名", "person_name", false, .02},
                            {"phone", "Phone", "电话", "phone", true, .06},
                            {"email", "E-mail", "邮箱", "email", true, .04},
                            {"address", "Address", "地址", "address", true, .09},
                            {"birth_date", "Date of birth", "出生日期", "date", false, .03},
                            {"gender", "Gender", "性别", "gender", false, .01},
                            {"id_number", "ID number", "身份证号", "code", false, .02},
                            {"company_name", "Company", "公司", "company_name", false, .05},
                            {"wechat_id", "WeChat", "微信号", "text", false, .02},
                            {"city", "City", "城市", "text", false, .2}};
  for (const auto& c : columns) {
    MeasuredAttribute a{c.name, c.type, "basic", "personal", c.en, c.zh};
    a.identifying = quality::is_identifying(c.type);
    a.comparable = !c.multiple;
    a.weight = quality::default_weight(c.type);
    a.golden = 28000;
    report.attributes.push_back(a);
  }
  Random random(20);
  std::vector<quality::Measurement> batches;
  std::vector<double> weights;
  for (const auto& a : report.attributes) weights.push_back(a.weight);
  for (std::size_t b = 0; b < 14; ++b) {
    quality::Measurement m;
    m.source = b % 7;
    const double better = b < 7 ? 1.0 : 0.6;
    const auto n = static_cast<std::int64_t>(2000 + random.below(9000));
    auto part = [&](double share) { return static_cast<std::int64_t>(static_cast<double>(n) * share); };
    m.records = {n,
                 static_cast<std::int64_t>(random.below(30)),
                 n,
                 part(.6 + .03 * static_cast<double>(m.source)),
                 part(b < 7 ? .4 : .97),
                 part(.99),
                 m.source == 6 ? 0 : n};
    if (m.source == 6) m.records.fresh = m.records.fresh_then = 0;
    for (std::size_t a = 0; a < std::size(columns); ++a) {
      quality::ValueCounts v;
      if ((a * 5 + m.source * 3) % 8 == 0 && a > 1) {
        m.values.push_back(v);
        continue;
      }
      const double dirt = columns[a].dirt * better * (0.5 + random.unit() * 1.5);
      v.empty = part(.05 + .3 * random.unit() * better), v.invalid = part(dirt), v.suspect = part(dirt * .7);
      v.changed = part(.25),
      v.kept = std::max<std::int64_t>(0, n - v.empty - v.invalid - v.suspect - v.changed);
      v.dated = m.source == 6 ? 0 : v.present();
      v.fresh = static_cast<std::int64_t>(static_cast<double>(v.dated) * (b < 7 ? .4 : .97));
      v.fresh_then = static_cast<std::int64_t>(static_cast<double>(v.dated) * .99);
      if (report.attributes[a].identifying) v.held = v.usable(), v.distinct = v.held * 7 / 10;
      if (!columns[a].multiple)
        v.comparable = n, v.agreeing = part(.98 - 2 * dirt), v.contradicted = part(dirt);
      m.values.push_back(v);
    }
    report.batches.push_back({static_cast<std::int64_t>(b) + 1, static_cast<std::int64_t>(b) + 1, m.source,
                              "export-2026-" + std::to_string(b + 1) + ".csv",
                              1790000000000 + static_cast<std::int64_t>(b) * 400000000, m.records,
                              std::nullopt});
    report.duplicates.records += n;
    report.duplicates.resolved += n;
    batches.push_back(std::move(m));
  }
  report.card = quality::make_scorecard(batches, report.sources.size(), weights);
  report.score = quality::score_of(report.card.overall);
  for (std::size_t b = 0; b < report.batches.size(); ++b)
    report.batches[b].score = quality::score_of(report.card.trend[b]);
  report.problems = {
      {3,
       1,
       ProblemKind::invalid,
       Reason::not_text,
       1204,
       .081,
       3612,
       {{"138-0013-80", "", 12}, {"见备注", "", 9}, {"1380013 8000O", "", 4}}},
      {1, 6, ProblemKind::invalid, Reason::unlisted, 655, .05, 1965, {{"1••••••••••••••••X", "", 3}}},
      {0,
       1,
       ProblemKind::suspect,
       Reason::placeholder,
       912,
       .06,
       1368,
       {{"１３８００１３８０００", "+8613800138000", 640}, {"11111111111", "11111111111", 77}}},
      {5,
       3,
       ProblemKind::invalid,
       Reason::too_long,
       801,
       .04,
       801,
       {{"上海市浦东新区世纪大道1号 <b>3</b>栋\u200b", "", 2}, {" 北京　朝阳区  ", "", 2}}},
      {2,
       0,
       ProblemKind::contradicted,
       Reason::none,
       640,
       .05,
       480,
       {{"张珊", "张三", 7}, {"LI Si", "李四", 5}, {"欧阳娜", "欧阳娜娜", 3}}},
      {4,
       2,
       ProblemKind::missing,
       Reason::says_nothing,
       1502,
       .11,
       1126,
       {{"N/A", "", 890}, {"无", "", 402}, {"-", "", 210}}},
      {1, quality::Problem::whole_record, ProblemKind::repeated, Reason::none, 3100, .3, 930, {}},
      {4, 1, ProblemKind::repeated, Reason::none, 2100, .3, 630, {{"+8613800138000", "", 640}}},
      {2, quality::Problem::whole_record, ProblemKind::stale, Reason::none, 2900, .44, 435, {}}};
  auto& d = report.duplicates;
  d.sizes = {{1, 12875}, {2, 8123}, {3, 4012}, {4, 1711}, {5, 702}, {6, 301},
             {7, 97},    {8, 44},   {9, 12},   {10, 6},   {11, 3},  {29, 1}};
  for (const auto& [size, customers] : d.sizes) d.customers += customers;
  d.shared.assign(49, 0);
  for (std::size_t s = 0; s < 7; ++s) {
    for (std::size_t t = 0; t < 7; ++t)
      d.shared[s * 7 + t] = static_cast<std::int64_t>(400 * (s + 1) * (t + 1) % 4100);
  }
  d.shared_values = {{1, 210, 1904, 640}, {2, 33, 71, 4}};
  report.rejects = {{1, "", "The row has more cells than the header.", 104},
                    {3, "phone", "The bytes are not in the file's encoding.", 41}};
  report.pattern_records = 71000;
  for (std::size_t a = 0; a < std::size(columns); ++a) {
    AttributePatterns p;
    p.values = 60000, p.usable = 57000, p.distinct = 40000, p.raw_patterns = 14 + a,
    p.standard_patterns = 1 + a % 3;
    if (a == 1) {
      p.raw = {{"9{11}", 31000}, {"999-9999-9999", 12000}, {"+99 999 9999 9999", 9000},
               {"９{11}", 4000}, {"99-999-9999999", 900},  {"汉汉汉", 120}};
      p.standard = {{"+99{12,13}", 57000}};
    } else if (a == 2) {
      p.raw = {
          {"a{2,20}9{1,6}@aa.aaa", 30000}, {"a{2,14}.a{2,14}@a{4,9}.aaa", 20000}, {"A{3,9}@AA.AAA", 5000}};
      p.standard = {{"a{2,20}9{1,6}@aa.aaa", 30000}, {"a{2,14}.a{2,14}@a{4,9}.aaa", 25000}};
    } else {
      p.raw = {{"汉{2,4}", 50000}, {"Aa{2,9} Aa{2,9}", 6000}, {" 汉{2,3}", 2100}};
      p.standard = {{"汉{2,4}", 51000}, {"Aa{2,9} Aa{2,9}", 6000}};
    }
    report.patterns.push_back(std::move(p));
  }
  return report;
}

}  // namespace kith::service
