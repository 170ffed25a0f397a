// How dirty each channel is. One row a channel; every number is a probability for one value (or one row).
#pragma once
#include <cstdint>

namespace kith::sample {

enum class Channel : std::uint8_t { website, erp, sales, calls, orders, mini, events, survey, people };
inline constexpr int channel_count = 9;

struct Dirt {
  // Names.
  double name_missing;      ///< nothing, or a word that says nothing ("无", "test")
  double name_typo;         ///< a slip of the keyboard; Chinese: a character that looks alike
  double name_homophone;    ///< Chinese: a character that sounds alike
  double name_honorific;    ///< 张先生, 李总, Herr Müller
  double name_nick;         ///< the nickname, or the short form of the given name
  double name_traditional;  ///< 繁體
  double name_layout;       ///< "SMITH, John", "张 伟", pinyin
  // Telephones.
  double phone_missing;
  double phone_placeholder;  ///< 13800000000
  double phone_typo;         ///< a digit left out, doubled, beside, swapped
  double scanned;            ///< also e-mail: O for 0, l for 1, S for 5
  double phone_format;       ///< anything but plain digits (China) or E.164 (elsewhere)
  double phone_shared;       ///< the number of somebody of the same home or firm; half as often the e-mail
  // E-mail addresses.
  double email_missing;
  double email_typo;  ///< gmial.com, a character wrong, a comma for a full stop
  double email_case;  ///< letters in upper case, blanks around
  double email_placeholder;
  // Dates of birth.
  double birth_missing;
  double birth_format;  ///< anything but 1990-01-02
  double birth_wrong;   ///< day and month swapped, a year off, 1900-01-01
  // Addresses.
  double address_missing;
  double address_brief;   ///< parts left out
  double address_layout;  ///< 3-2-501 for 3栋2单元501室, Str. for Straße
  double address_typo;
  // Anything.
  double stale;   ///< the value of before the change, though it has changed
  double blanks;  ///< stray blanks around or inside
  double wide;    ///< full-width digits and letters
  double broken;  ///< a row that is no row
};

const Dirt& dirt_of(Channel channel) noexcept;

}  // namespace kith::sample
