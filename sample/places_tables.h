// The tables of places. A city a line: province|city|area code|postcode prefix|weight|districts,
// comma-separated.
#pragma once
#include <string_view>

namespace kith::sample {

std::string_view china_city_table() noexcept;
std::string_view usa_city_table() noexcept;
std::string_view britain_city_table() noexcept;
std::string_view germany_city_table() noexcept;
std::string_view france_city_table() noexcept;
std::string_view japan_city_table() noexcept;
std::string_view singapore_city_table() noexcept;

}  // namespace kith::sample
