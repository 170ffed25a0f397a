#include "service/dictionary.h"

namespace kith::service {
namespace {

// id, name, type, class, sensitivity, English and Chinese label, survivorship, multiple, how matching
// compares it.
struct Row {
  std::int64_t id;
  const char* name;
  const char* type;
  const char* attribute_class;
  const char* sensitivity;
  const char* label_en;
  const char* label_zh;
  const char* survivorship;
  bool multiple;
  const char* match_kind;
};

constexpr Row rows[] = {
    {1, "name", "person_name", "basic", "personal", "Name", "姓名", "most_frequent", false, "full_name"},
    {2, "family_name", "family_name", "basic", "personal", "Family name", "姓", "most_frequent", false,
     "family_name"},
    {3, "given_name", "given_name", "basic", "personal", "Given name", "名", "most_frequent", false,
     "given_name"},
    {4, "gender", "gender", "basic", "personal", "Gender", "性别", "most_frequent", false, "category"},
    {5, "birth_date", "date", "basic", "personal", "Date of birth", "出生日期", "most_frequent", false,
     "date"},
    {6, "phone", "phone", "basic", "personal", "Phone", "电话", "most_recent", true, "phone"},
    {7, "landline", "phone", "basic", "personal", "Second phone", "其他电话", "most_recent", true, "phone"},
    {8, "email", "email", "basic", "personal", "E-mail", "电子邮箱", "most_recent", true, "email"},
    {9, "id_number", "id_number", "basic", "sensitive", "Identity number", "证件号码", "most_trusted", false,
     "id_number"},
    {10, "company", "company_name", "basic", "internal", "Company", "公司", "most_recent", false, "company"},
    {11, "job_title", "text", "basic", "internal", "Job title", "职务", "most_recent", false, ""},
    {12, "occupation", "text", "basic", "personal", "Occupation", "职业", "most_recent", false, "category"},
    {13, "country", "country", "basic", "internal", "Country", "国家", "most_recent", false, ""},
    {14, "province", "province", "basic", "internal", "Province or state", "省份", "most_recent", false,
     "place"},
    {15, "city", "city", "basic", "internal", "City", "城市", "most_recent", false, "place"},
    {16, "district", "district", "basic", "internal", "District", "区县", "most_recent", false, "place"},
    {17, "address", "address", "basic", "personal", "Address", "地址", "most_recent", true, "address"},
    {18, "postal_code", "postal_code", "basic", "personal", "Postal code", "邮政编码", "most_recent", false,
     "postal_code"},
    {19, "birth_place", "text", "basic", "personal", "Place of birth", "出生地", "most_frequent", false,
     "place"},
    {20, "wechat", "text", "basic", "personal", "WeChat", "微信", "most_recent", true, "id_number"},
    {21, "nickname", "text", "basic", "personal", "Nickname", "昵称", "most_recent", false, ""},
    {22, "website", "url", "basic", "public", "Website", "网站", "most_recent", false, ""},
    {23, "industry", "text", "basic", "internal", "Industry", "行业", "most_recent", false, ""},
    {24, "consent", "text", "preference", "internal", "Consent as given", "同意声明", "most_recent", false,
     ""},
    {25, "registered_time", "timestamp", "basic", "internal", "Registered", "登记时间", "most_trusted", false,
     ""},
    {26, "updated_time", "timestamp", "basic", "internal", "Updated", "更新时间", "most_recent", false, ""},
    {27, "score", "number", "feedback", "internal", "Score given", "评分", "most_recent", false, ""},
    {28, "comment", "text", "feedback", "personal", "Comment", "意见", "most_recent", true, ""},
    {29, "customer_number", "code", "basic", "internal", "Customer number", "客户编号", "most_trusted", true,
     ""},
    {30, "contact", "contact", "basic", "personal", "Contact as written", "联系人信息", "most_recent", false,
     ""},
};

}  // namespace

const std::vector<ledger::Attribute>& built_in_attributes() {
  static const std::vector<ledger::Attribute> attributes = [] {
    std::vector<ledger::Attribute> all;
    for (const auto& row : rows) {
      ledger::Attribute attribute;
      attribute.id = AttributeId(row.id);
      attribute.name = row.name;
      attribute.type = row.type;
      attribute.attribute_class = row.attribute_class;
      attribute.sensitivity = row.sensitivity;
      attribute.label_en = row.label_en;
      attribute.label_zh = row.label_zh;
      attribute.survivorship = row.survivorship;
      attribute.multiple = row.multiple;
      attribute.match_kind = row.match_kind;
      all.push_back(std::move(attribute));
    }
    return all;
  }();
  return attributes;
}

const ledger::Attribute* built_in_attribute(std::string_view name) {
  for (const auto& attribute : built_in_attributes()) {
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

std::string attribute_label(std::string_view name, Language language) {
  const auto* attribute = built_in_attribute(name);
  return language == Language::zh && attribute != nullptr ? attribute->label_zh : std::string(name);
}

}  // namespace kith::service
