// The name of an organisation taken apart: 北京知客(上海)科技有限公司杭州分公司 is in 北京市, by short name
// 知客, in 科技, a 有限公司, its branch 杭州分公司. For comparing and for showing; the standardiser does
// without.
#pragma once
#include <string_view>

namespace kith::standard {

/// Each points into the name, but for `form`; empty where it is not there.
struct CompanyParts {
  std::string_view region;      ///< 北京, 上海 (in brackets counts where none stands first)
  std::string_view short_name;  ///< 知客, Acme Widgets
  std::string_view trade;       ///< 科技, 信息技术; alphabets: none
  std::string_view legal_form;  ///< as written: 有限公司, Co., Ltd.
  std::string_view
      form;  ///< the same in one spelling for all countries: "limited", "joint_stock", "partnership" …
  std::string_view branch;  ///< 杭州分公司
};

/// REQUIRES a standardised name (well-formed text). Linear.
CompanyParts split_company(std::string_view name);

}  // namespace kith::standard
