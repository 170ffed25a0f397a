// The tables of names, in the form that WordTable reads. Most frequent first.
#pragma once
#include <string_view>

namespace kith::sample {

std::string_view chinese_family_table() noexcept;
std::string_view chinese_male_table() noexcept;  ///< characters of given names
std::string_view chinese_female_table() noexcept;
std::string_view chinese_male_whole_table() noexcept;  ///< whole given names of those born before about 1990
std::string_view chinese_female_whole_table() noexcept;
std::string_view chinese_new_male_table() noexcept;  ///< whole given names of those born later
std::string_view chinese_new_female_table() noexcept;

std::string_view dotted_male_table() noexcept;  ///< given names of Uyghurs and Kazakhs as Chinese writes them
std::string_view dotted_female_table() noexcept;

std::string_view english_male_table() noexcept;
std::string_view english_female_table() noexcept;
std::string_view american_family_table() noexcept;
std::string_view british_family_table() noexcept;
std::string_view german_male_table() noexcept;
std::string_view german_female_table() noexcept;
std::string_view german_family_table() noexcept;
std::string_view french_male_table() noexcept;
std::string_view french_female_table() noexcept;
std::string_view french_family_table() noexcept;
std::string_view japanese_male_table() noexcept;
std::string_view japanese_female_table() noexcept;
std::string_view japanese_family_table() noexcept;
std::string_view singapore_chinese_family_table() noexcept;
std::string_view singapore_chinese_male_table() noexcept;
std::string_view singapore_chinese_female_table() noexcept;
std::string_view malay_male_table() noexcept;
std::string_view malay_female_table() noexcept;
std::string_view tamil_male_table() noexcept;
std::string_view tamil_female_table() noexcept;
std::string_view tamil_family_table() noexcept;

}  // namespace kith::sample
