#include "service/known_exports.h"

#include <algorithm>
#include <unordered_set>

namespace kith::service {
namespace {

// The headers are those that the systems' own export functions, report builders and table copies write.
const KnownExport exports[] = {
    {"Salesforce contacts", BatchKind::customers, "lastname accountid|accountname mailingstreet ownerid",
     "id=#key contactid=#key accountname=company title=job_title birthdate=birth_date "
     "mailingstreet=address mailingcity=city mailingstate=province mailingstateprovince=province "
     "mailingpostalcode=postal_code mailingzippostalcode=postal_code mailingcountry=country"},
    {"Salesforce contacts", BatchKind::customers,
     "lastname accountname mailingstreet mailingzippostalcode contactowner",
     "contactid=#key accountname=company title=job_title mailingstreet=address mailingcity=city "
     "mailingstateprovince=province mailingzippostalcode=postal_code mailingcountry=country"},
    {"Salesforce accounts", BatchKind::customers, "name billingstreet ownerid industry|type",
     "id=#key name=company billingstreet=address billingcity=city billingstate=province "
     "billingpostalcode=postal_code billingcountry=country rating= type="},
    {"Salesforce accounts", BatchKind::customers, "accountname billingstreet accountowner|accountid",
     "accountid=#key accountname=company billingstreet=address billingcity=city "
     "billingstateprovince=province billingzippostalcode=postal_code billingcountry=country rating= type="},
    {"Salesforce leads", BatchKind::customers, "lastname company status|leadstatus isconverted|converted",
     "id=#key leadid=#key title=job_title rating="},
    {"Zoho contacts", BatchKind::customers, "contactid|recordid contactowner lastname",
     "contactid=#key recordid=#key accountname=company title=job_title mailingstreet=address "
     "mailingcity=city mailingstate=province mailingzip=postal_code mailingcountry=country "
     "dateofbirth=birth_date accountid="},
    {"Zoho accounts", BatchKind::customers, "accountid|recordid accountowner accountname",
     "accountid=#key recordid=#key accountname=company billingstreet=address billingcity=city "
     "billingstate=province billingcode=postal_code billingcountry=country rating="},
    {"Zoho leads", BatchKind::customers, "leadid|recordid leadowner leadsource lastname|leadname company",
     "leadid=#key recordid=#key leadname=name designation=job_title title=job_title rating="},
    {"Zoho vendors", BatchKind::customers, "vendorid|recordid vendorowner vendorname",
     "vendorid=#key recordid=#key vendorname=company"},
    {"HubSpot contacts", BatchKind::customers,
     "recordid|id|contactid email firstname lastname lifecyclestage|leadstatus|contactowner|createdate",
     "recordid=#key id=#key contactid=#key associatedcompany=company companyname=company "
     "streetaddress=address stateregion=province countryregion=country"},
    {"HubSpot companies", BatchKind::customers,
     "recordid|companyid companyname|name companydomainname|companyowner|domain",
     "recordid=#key companyid=#key companyname=company name=company companydomainname=website "
     "streetaddress=address stateregion=province countryregion=country"},
    {"HubSpot companies", BatchKind::customers, "id|companyid name createdate industry annualrevenue",
     "id=#key companyid=#key name=company"},
    {"Shopify customers", BatchKind::customers,
     "firstname lastname email totalspent totalorders|orderscount|taxexempt",
     "customerid=#key id=#key defaultaddresscompany=company defaultaddressaddress1=address "
     "defaultaddresscity=city defaultaddressprovincecode=province defaultaddresscountrycode=country "
     "defaultaddresszip=postal_code defaultaddressphone=landline acceptsemailmarketing=consent "
     "acceptsmarketing=consent provincecode= countrycode="},
    {"纷享销客 联系人", BatchKind::customers, "姓名 客户名称 负责人 职务|部门|联系人编号",
     "联系人编号=#key 客户名称=company 手机1=phone 电话1=landline 邮件=email"},
    {"纷享销客 客户", BatchKind::customers, "客户名称 负责人 客户级别|客户状态|成交状态|锁定状态|归属部门",
     "客户编号=#key 客户名称=company 电话=phone 网址=website 行业=industry 详细地址=address 邮件=email"},
    {"纷享销客 销售线索", BatchKind::customers, "姓名 公司|公司名称 线索状态|线索编号|线索池",
     "线索编号=#key 手机=phone 电话=landline 邮件=email"},
    {"Outlook contacts", BatchKind::customers,
     "firstname lastname emailaddress|email businessphone businessstreet",
     "businessstreet=address businesscity=city businessstate=province businesspostalcode=postal_code "
     "businesscountryregion=country mobilephone=phone businessphone=landline birthday=birth_date "
     "homestreet= homecity= homestate= homepostalcode= homecountryregion="},
    {"Google contacts", BatchKind::customers, "email1value phone1value givenname|firstname|name",
     "email1value=email phone1value=phone phone2value=landline address1formatted=address "
     "address1street=address address1city=city address1region=province address1postalcode=postal_code "
     "address1country=country organization1name=company organizationname=company "
     "organization1title=job_title organizationtitle=job_title"},
};

// Calls each(word) for the words between separators until it says true; whether it did.
template <typename Each>
bool any_word(std::string_view text, char separator, Each each) {
  while (!text.empty()) {
    auto end = std::min(text.find(separator), text.size());
    if (each(text.substr(0, end))) return true;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return false;
}

}  // namespace

HeaderMeaning KnownExport::meaning_of(std::string_view normalised) const {
  HeaderMeaning meaning;
  any_word(columns, ' ', [&](std::string_view entry) {
    auto equals = entry.find('=');
    if (entry.substr(0, equals) != normalised) return false;
    auto what = entry.substr(equals + 1);
    meaning.key = what == "#key";
    meaning.nothing = what.empty();
    if (!meaning.key) meaning.attribute = what;
    return true;
  });
  return meaning;
}

const KnownExport* recognise_export(std::span<const std::string> headers) {
  std::unordered_set<std::string_view> present(headers.begin(), headers.end());
  const KnownExport* best = nullptr;
  std::size_t most = 0;
  for (const auto& candidate : exports) {
    std::size_t marks = 0;
    bool missing = any_word(candidate.marks, ' ', [&](std::string_view mark) {
      ++marks;
      return !any_word(mark, '|', [&](std::string_view name) { return present.count(name) != 0; });
    });
    if (missing || marks <= most) continue;
    best = &candidate;
    most = marks;
  }
  return best;
}

}  // namespace kith::service
