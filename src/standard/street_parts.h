// What follows the district in a Chinese address, taken apart: 街道/镇, 村/社区, 路, 门牌, 楼盘, 楼栋, 单元,
// 楼层, 室.
//
// Apart from the standardiser, because an import does not need it: read it from Part::street (or from the
// address) where the parts are wanted.
#pragma once
#include <string_view>

#include "standard/standardise.h"

namespace kith::standard {

/// Each points into the text; empty where it is not there.
struct StreetParts {
  std::string_view zone;         ///< 经济开发区
  std::string_view town;         ///< 三墩镇, 福田街道
  std::string_view community;    ///< 下沈村, 太平桥社区
  std::string_view road;         ///< 莫干山路
  std::string_view road_number;  ///< 1744号, 832弄; 75-79号 of one front
  std::string_view side_road;    ///< the second road: 西段, 50弄
  std::string_view side_number;  ///< the number on it, where one is told apart
  std::string_view place;        ///< 美都广场
  std::string_view section;      ///< of the place: 二期, 东区, a firm within it
  std::string_view house;        ///< 12幢, C座
  std::string_view unit;         ///< 3单元; in a market its lane, 7街
  std::string_view floor;        ///< 7层
  std::string_view room;         ///< 501室; in a market the stall
};

/// Takes the street of a standardised Chinese address apart; the divisions tell which towns to look for.
/// Linear for texts of a usual length; what is not understood is left out. The parts point into the address.
StreetParts split_street(const Standardised& address);

}  // namespace kith::standard
