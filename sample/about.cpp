#include "sample/about.h"

#include <string_view>

#include "base/text.h"
#include "sample/joined.h"
#include "sample/out_file.h"

namespace kith::sample {
namespace {

struct About {
  std::string_view base;  ///< file name before the first dot or the _2 of a further file
  std::string_view source, owner, purpose, basis, retention;
  int trust;
  std::string_view key, english, chinese;
};

constexpr About abouts[] = {
    {"website_form", "website", "Marketing", "answer enquiries", "consent", "2 years", 60, "form_id",
     "what visitors typed into the form of the web site", "官网表单，访客自己填写"},
    {"erp_customers", "erp", "Finance", "deliver and invoice", "contract", "10 years", 85, "客户编号",
     "the customer master of the ERP: firms with a contact, and persons; GB18030",
     "ERP 客户主数据，企业及其联系人，也有个人；GB18030 编码"},
    {"sales_contacts", "sales", "Sales", "look after business contacts", "legitimate interest", "3 years", 70,
     "编号", "the contact sheet of the sales team: title row, header of two levels, merged cells",
     "销售部的联系人表：有标题行，两级表头，合并单元格"},
    {"call_centre", "calls", "Service", "answer calls", "contract", "2 years", 50, "call_id",
     "calls, with the caller's name as the agent heard it", "呼叫中心通话记录，姓名按坐席听到的写，多同音字"},
    {"shop_orders", "shop", "E-commerce", "carry out orders", "contract", "10 years", 75, "order_id",
     "orders with buyer and items", "网店订单，含买家和商品"},
    {"mini_program", "mini_program", "Marketing", "run the membership", "consent", "3 years", 65, "openid",
     "members of the mini-program: mostly nicknames", "小程序会员，多为昵称"},
    {"app_events", "app", "Product", "run and improve the app", "consent", "13 months", 40, "event_id",
     "what users do in the app", "App 行为事件"},
    {"survey_answers", "survey", "Research", "measure satisfaction", "consent", "2 years", 55, "answer_id",
     "answers to the survey: semicolons, byte order mark, comments over several lines",
     "满意度调查，分号分隔，有 BOM，评论可跨行"},
};

const About* about_of(std::string_view file) noexcept {
  for (const auto& about : abouts) {
    if (file.substr(0, about.base.size()) == about.base) return &about;
  }
  return nullptr;
}

std::string count(std::uint64_t number) { return grouped(static_cast<long long>(number)); }

}  // namespace

std::string about_sources(const SampleReport& report) {
  std::string out = "file\tsource\towner\tpurpose\tbasis\tretention\ttrust\n";
  for (const auto& file : report.files) {
    if (const About* about = about_of(file.name)) {
      out += joined({file.name, "\t", about->source, "\t", about->owner, "\t", about->purpose, "\t",
                     about->basis, "\t", about->retention, "\t", std::to_string(about->trust), "\n"});
    }
  }
  return out;
}

std::string about_sample(const SampleOptions& options, const SampleReport& report) {
  std::string out(readme_title);
  out += joined(
      {"\nMade up from seed ", std::to_string(options.seed), ": ", count(report.persons), " persons and ",
       count(report.companies),
       " companies, as eight channels see them. Nobody here exists; names, places, numbering plans and the\n"
       "kinds of dirt follow public facts. The same seed and number give the same bytes.\n\n"
       "由种子 ",
       std::to_string(options.seed), " 生成：", count(report.persons), " 个人和 ", count(report.companies),
       " 家企业，分别出现在八个渠道中。其中没有真实的人；姓名、地名、号码规则和各种脏数据依据公开事实编写。\n"
       "种子与数量相同，生成的文件逐字节相同。\n\n"
       "| file 文件 | rows 行 | broken 坏行 | key 主键 | what it is 说明 |\n|---|---:|---:|---|---|\n"});
  for (const auto& file : report.files) {
    if (const About* about = about_of(file.name)) {
      out += joined({"| ", file.name, " | ", count(file.rows), " | ", count(file.broken), " | ", about->key,
                     " | ", about->english, " · ", about->chinese, " |\n"});
    }
  }
  out +=
      "\n`truth.csv` names the true customer of every row: source (file name without extension), key, "
      "customer number.\n"
      "Broken rows (cells missing, bytes that are no text) are left out of it. A row of a firm in "
      "erp_customers is the\n"
      "firm's, though a contact's name and mobile stand in it. `sources.tsv` suggests how to register each "
      "source.\n\n"
      "`truth.csv` "
      "给出每一行真正的客户：source（不带扩展名的文件名）、key（主键）、customer（客户号）。坏行（缺单元格、"
      "\n"
      "字节不成文字）不在其中。erp_customers "
      "中企业的行属于企业，虽然行里写着联系人的姓名和手机。`sources.tsv` 是各数据源\n"
      "的登记建议：负责人、目的、合法性基础、保存期限、可信度。\n\n"
      "The dirt: slips of the keyboard, homophones, look-alike characters, scanner errors, traditional "
      "characters,\n"
      "nicknames, forms of address, missing and placeholder values, many layouts of numbers and dates, "
      "full-width digits,\n"
      "stray blanks, people who moved or changed their number, shared telephones, namesakes, twins, couples "
      "and families.\n\n"
      "脏数据包括：键盘误触、同音字、形近字、扫描识别错误、繁体字、昵称、称谓、缺失与占位值、各种电话与日期写"
      "法、全角数字、\n"
      "多余空格、搬家与换号、共用电话、同名同姓、双胞胎、夫妻与家庭。\n";
  return out;
}

std::string about_people(const PeopleOptions& options, const SampleReport& report) {
  std::string out(readme_title);
  out += joined({"\nMade up from seed ", std::to_string(options.seed), ": `people.csv` holds ",
                 count(options.records), " rows of ", count(report.persons),
                 " persons; truth_id is the true person. Nobody here exists.\n\n"
                 "由种子 ",
                 std::to_string(options.seed), " 生成：`people.csv` 有 ", count(options.records),
                 " 行，属于 ", count(report.persons), " 个人；truth_id 是真正的人。其中没有真实的人。\n"});
  return out;
}

}  // namespace kith::sample
