#include "service/header_names.h"

#include <algorithm>
#include <unordered_map>

#include "base/utf8.h"

namespace kith::service {
namespace {

struct AttributeNames {
  std::string_view attribute;
  std::string_view names;  // separated by blanks, normalised
};

constexpr AttributeNames attribute_names[] = {
    {"name",
     "name fullname contactname customername clientname buyername membername personname realname displayname "
     "callername respondentname recipientname consignee receiver contact 姓名 客户姓名 联系人 联系人姓名 "
     "名字 名称 "
     "客户名称 会员姓名 收货人 收件人 真实姓名 买家姓名 顾客姓名 客户 用户姓名 来电姓名 来电人 受访者 受访人 "
     "xingming kehumingcheng "
     "lianxiren nom nombre"},
    {"family_name", "familyname lastname surname lname sn 姓 姓氏 xing nachname apellido"},
    {"given_name", "givenname firstname forename fname 名 mingzi vorname"},
    {"gender", "gender sex 性别 称谓 xingbie"},
    {"birth_date",
     "birthdate birthday dateofbirth dob born birth 出生日期 生日 出生年月日 出生年月 shengri chushengriqi"},
    {"phone",
     "phone mobile mobilephone cellphone cell telephone tel phonenumber mobilenumber contactnumber "
     "contactphone "
     "msisdn caller callernumber callerid phoneno mobileno buyerphone 手机 手机号 手机号码 电话 电话号码 "
     "联系电话 联系手机 移动电话 "
     "来电号码 主叫号码 来电 联系方式 收货电话 shouji shoujihao dianhua lianxidianhua handphone"},
    {"landline",
     "landline homephone workphone officephone businessphone otherphone phone2 telephone2 secondphone "
     "fixedphone "
     "固定电话 座机 固话 办公电话 家庭电话 公司电话 其他电话 备用电话 zuoji guhua"},
    {"email",
     "email emailaddress mail mailaddress emailid 邮箱 电子邮箱 邮件 电子邮件 邮箱地址 电邮 youxiang "
     "dianziyouxiang"},
    {"id_number",
     "idnumber idcard idno nationalid ssn socsecid socialsecuritynumber passport passportno identitynumber "
     "身份证 身份证号 身份证号码 证件号 证件号码 shenfenzheng"},
    {"company",
     "company companyname organisation organization accountname account employer corp corporation 公司 "
     "公司名称 单位 "
     "单位名称 企业 企业名称 工作单位 所属公司 gongsi danwei"},
    {"job_title", "jobtitle contacttitle position role title designation 职务 职位 岗位 zhiwu"},
    {"occupation", "occupation profession job 职业 zhiye"},
    {"country", "country countrycode countryregion nation 国家 国家地区 guojia"},
    {"province", "province state region stateprovince county 省 省份 省市 所在省 州 shengfen"},
    {"city", "city town suburb locality 市 城市 所在城市 地市 chengshi"},
    {"district", "district area borough 区 区县 县 县区 quxian"},
    {"address",
     "address streetaddress street fulladdress mailingaddress shippingaddress deliveryaddress addressline "
     "address1 "
     "homeaddress 地址 详细地址 联系地址 收货地址 通讯地址 家庭住址 住址 街道地址 详址 dizhi xiangxidizhi"},
    {"postal_code", "postalcode postcode zip zipcode postcodefake 邮编 邮政编码 youbian"},
    {"birth_place", "birthplace placeofbirth 出生地 籍贯 jiguan"},
    {"wechat", "wechat wechatid weixin 微信 微信号 openid unionid"},
    {"nickname", "nickname nick screenname 昵称 网名 nicheng"},
    {"website", "website url homepage web 网站 网址"},
    {"industry", "industry sector 行业 所属行业"},
    {"consent", "consent optin marketingconsent agree 同意 同意接收 隐私同意"},
    {"registered_time",
     "registeredat createdat createdtime created createdate createddate registrationdate signupdate joindate "
     "joinedat "
     "datecreated 注册时间 注册日期 建档日期 创建时间 创建日期 登记时间 入会时间 开户日期"},
    {"updated_time",
     "updatedat modifiedat lastmodified lastupdated modifiedtime 更新时间 修改时间 最后更新 更新日期"},
    {"score", "score nps npsscore rating csat satisfaction 评分 得分 打分 满意度 推荐分"},
    {"comment", "comment comments feedback freetext 意见 评论 反馈 建议 意见建议"},
};

struct RoleNames {
  FactRole role;
  BatchKind kind;
  std::string_view names;
};

constexpr RoleNames role_names[] = {
    {FactRole::order_key, BatchKind::orders,
     "orderid orderno ordernumber order invoiceno invoiceid 订单号 订单编号 单号"},
    {FactRole::placed_at, BatchKind::orders,
     "placedat orderdate orderedat ordertime purchasedate invoicedate createdat paidat date 下单时间 "
     "订单日期 付款时间 下单日期 日期"},
    {FactRole::status, BatchKind::orders, "status orderstatus state 状态 订单状态"},
    {FactRole::currency, BatchKind::orders, "currency ccy 币种 货币"},
    {FactRole::amount, BatchKind::orders,
     "amount total totalamount ordertotal grandtotal sum 金额 订单金额 总价 总金额 实付金额"},
    {FactRole::items, BatchKind::orders, "items lines lineitems products 商品 明细 商品明细"},
    {FactRole::event_key, BatchKind::events, "eventid messageid id 事件编号"},
    {FactRole::event_name, BatchKind::events,
     "event eventname eventtype action name type 事件 事件名称 行为"},
    {FactRole::event_at, BatchKind::events,
     "time timestamp eventtime at ts occurredat eventdate 时间 事件时间 发生时间"},
    {FactRole::properties, BatchKind::events, "properties props attributes data payload 属性"},
    {FactRole::interaction_key, BatchKind::interactions,
     "callid ticketid interactionid caseid answerid responseid chatid 通话编号 工单号 答卷编号"},
    {FactRole::interaction_kind, BatchKind::interactions, "kind channel type 渠道 类型 方式"},
    {FactRole::direction, BatchKind::interactions, "direction calltype 方向 呼叫方向"},
    {FactRole::agent, BatchKind::interactions, "agent operator agentname rep 坐席 客服 接线员"},
    {FactRole::interaction_at, BatchKind::interactions,
     "startedat starttime calltime at time timestamp date answeredat submittedat 通话时间 开始时间 时间 "
     "来电时间 提交时间 答题时间"},
    {FactRole::duration, BatchKind::interactions,
     "durations duration seconds durationseconds talktime 通话时长 时长"},
    {FactRole::subject, BatchKind::interactions,
     "subject summary note notes topic 摘要 主题 小结 通话摘要 内容"},
};

// The source's own number of its customer, best first.
constexpr std::string_view key_names[] = {
    "customerid customerno customernumber customerkey clientid memberid userid contactid leadid recid "
    "uniqueid recordid vendorid "
    "buyerid externalid 客户编号 客户编码 客户号 会员号 会员编号 会员id 用户id 客户id 编号 买家id "
    "kehubianhao",
    "formid openid leadnumber accountid id key no 序号"};

template <class Value>
using Table = std::unordered_map<std::string_view, Value>;

template <class Each>
void each_name(std::string_view names, Each each) {
  while (!names.empty()) {
    auto end = names.find(' ');
    each(names.substr(0, end));
    names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
  }
}

template <class Value>
void add_names(Table<Value>& table, std::string_view names, Value value) {
  each_name(names, [&](std::string_view name) { table.emplace(name, value); });
}

const Table<std::string_view>& attributes() {
  static const auto table = [] {
    Table<std::string_view> all;
    for (const auto& row : attribute_names) add_names(all, row.names, row.attribute);
    return all;
  }();
  return table;
}

const Table<FactRole>& roles(BatchKind kind) {
  static const auto tables = [] {
    std::unordered_map<int, Table<FactRole>> all;
    for (const auto& row : role_names) add_names(all[static_cast<int>(row.kind)], row.names, row.role);
    all[static_cast<int>(BatchKind::customers)];
    return all;
  }();
  return tables.at(static_cast<int>(kind));
}

const Table<bool>& keys() {
  static const auto table = [] {
    Table<bool> all;
    for (auto names : key_names) add_names(all, names, true);
    return all;
  }();
  return table;
}

HeaderMeaning look_up(std::string_view name, BatchKind kind) {
  HeaderMeaning meaning;
  if (auto role = roles(kind).find(name); role != roles(kind).end()) {
    meaning.role = role->second;
  } else if (auto attribute = attributes().find(name); attribute != attributes().end()) {
    meaning.attribute = attribute->second;
  } else if (keys().count(name) != 0) {
    meaning.key = true;
  }
  return meaning;
}

// Best first: where somebody is written to says more of them than where a bill or a parcel went.
constexpr std::string_view address_places[] = {
    "mailing",  "primary", "home", "registered", "postal",   "physical", "defaultaddress", "billing",
    "business", "office",  "work", "company",    "shipping", "delivery", "other"};

}  // namespace

bool is_address_part(std::string_view attribute) {
  for (std::string_view part : {"address", "country", "province", "city", "district", "postal_code"}) {
    if (attribute == part) return true;
  }
  return false;
}

std::size_t rank_of_place(std::string_view place) {
  if (place.empty()) return 0;
  auto found = std::find(std::begin(address_places), std::end(address_places), place);
  return static_cast<std::size_t>(found - std::begin(address_places)) + 1;
}

std::string common_prefix(std::span<const std::string> normalised) {
  for (std::string_view prefix : {"properties", "property", "fields", "attributes", "custom"}) {
    auto having = std::count_if(normalised.begin(), normalised.end(), [&](const std::string& name) {
      return name.size() > prefix.size() && name.starts_with(prefix);
    });
    if (having >= 3 && static_cast<std::size_t>(having) * 3 >= normalised.size()) return std::string(prefix);
  }
  return {};
}

std::string normalised_header(std::string_view header) {
  std::string out;
  for (std::size_t at = 0; at < header.size();) {
    char32_t c = next_code_point(header, at);
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
    if (c >= 'A' && c <= 'Z') c += 'a' - 'A';
    bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c > 0x7F;
    bool punctuation = c == 0x3000 || c == 0xA0 || c == 0xFEFF || c == 0x3001 || c == 0x3002 || c == 0xFFFD;
    if (letter && !punctuation) append_utf8(out, c);
  }
  // "手机（必填）" and "手机*" are 手机.
  for (std::string_view suffix : {"必填", "选填", "required", "optional"}) {
    if (out.size() > suffix.size() && out.ends_with(suffix)) out.resize(out.size() - suffix.size());
  }
  return out;
}

std::vector<std::string_view> names_in_pairs(std::span<const std::string> normalised) {
  auto means = [&](std::string_view attribute) {
    return std::any_of(normalised.begin(), normalised.end(), [&](const std::string& name) {
      return meaning_of(name, BatchKind::customers).attribute == attribute;
    });
  };
  auto place_of = [&](std::string_view one, std::string_view other) {
    auto found = std::find(normalised.begin(), normalised.end(), one);
    if (found == normalised.end()) found = std::find(normalised.begin(), normalised.end(), other);
    return found - normalised.begin();
  };
  std::vector<std::string_view> names(normalised.size());
  const auto none = static_cast<std::ptrdiff_t>(normalised.size());
  const auto given = place_of("first", "given"), family = place_of("last", "family");
  if (given != none && (family != none || means("family_name")))
    names[static_cast<std::size_t>(given)] = "firstname";
  if (family != none && (given != none || means("given_name")))
    names[static_cast<std::size_t>(family)] = "lastname";
  return names;
}

std::vector<std::string_view> vocabulary() {
  std::vector<std::string_view> all;
  auto add = [&](std::string_view names) {
    each_name(names, [&](std::string_view name) { all.push_back(name); });
  };
  for (const auto& row : attribute_names) add(row.names);
  for (auto names : key_names) add(names);
  for (const auto& row : role_names) add(row.names);
  return all;
}

HeaderMeaning meaning_of(std::string_view header, BatchKind kind) {
  auto name = normalised_header(header);
  auto meaning = look_up(name, kind);
  if (meaning.known()) return meaning;
  auto dot = header.rfind('.');
  if (dot != std::string_view::npos) meaning = look_up(normalised_header(header.substr(dot + 1)), kind);
  // "contact_email" and "客户邮箱" are the e-mail of whom the row is about.
  for (std::string_view whose : {"contact", "customer", "client", "buyer", "member", "user", "person",
                                 "primary", "客户", "会员", "用户", "联系人", "买家", "顾客"}) {
    if (meaning.known()) break;
    if (name.size() > whose.size() && name.starts_with(whose))
      meaning = look_up(std::string_view(name).substr(whose.size()), kind);
  }
  // "mailing_city" is a part of one of several addresses.
  for (std::string_view place : address_places) {
    if (meaning.known()) break;
    if (name.size() <= place.size() || !name.starts_with(place)) continue;
    auto part = look_up(std::string_view(name).substr(place.size()), kind);
    if (!is_address_part(part.attribute)) continue;
    meaning = part;
    meaning.place = place;
  }
  return meaning;
}

}  // namespace kith::service
