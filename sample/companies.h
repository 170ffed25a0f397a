// Names of companies as their registers hold them.
#pragma once
#include <string>

#include "sample/places.h"

namespace kith::sample {

struct CompanyName {
  std::string whole;   ///< 杭州恒泰信息科技有限公司; Wagner Maschinenbau GmbH
  std::string brief;   ///< 恒泰科技; Wagner
  std::string domain;  ///< hengtai36.com.cn
};

CompanyName draw_company_name(Random& random, Region region, const City& city);

}  // namespace kith::sample
