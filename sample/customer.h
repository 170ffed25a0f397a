// The truth: who the customers are. A customer is a function of (seed, number), made when a row needs it.
//
// Numbers come in blocks of twelve, which is how relations are found without a table:
//   places 0–2   may work for the block's company and then share its switchboard
//   places 3–4   often a couple: one home, one landline
//   places 5–7   often a family: parents and a child who shares their name, home, sometimes a mobile
//   places 8–9   rarely twins: one name but for the given name, one birth date, home and landline
//   place 10     lives alone; now and then has a mobile number that place 8 gave up
//   place 11     a company
// Everybody else lives alone; three in ten work for some company of their country.
#pragma once
#include <cstdint>
#include <string>

#include "base/date.h"
#include "sample/names.h"
#include "sample/places.h"

namespace kith::sample {

inline constexpr std::int64_t first_day = days_from_civil({2019, 1, 1});  ///< of the company's data
inline constexpr std::int64_t last_day = days_from_civil({2026, 10, 31});

/// A telephone number in parts. `national` is the national significant number: digits without the trunk 0.
struct Phone {
  Region region = Region::china;
  bool mobile = true;
  std::string national;
  int area_digits = 0;  ///< of a landline, how many leading digits of `national` are the area code
};

/// How much a customer spends.
enum class Segment : std::uint8_t { small, usual, good, key };

struct Customer {
  std::uint64_t number = 0;
  bool company = false;
  Region region = Region::china;
  Segment segment = Segment::usual;

  // Persons.
  Name name;
  Gender gender = Gender::male;
  Civil birth{1980, 1, 1};
  std::uint64_t employer = 0;   ///< a company's number; 0: none
  std::uint64_t housemate = 0;  ///< somebody of the same home; 0: lives alone

  // Companies.
  std::string company_name;   ///< 上海华瑞信息科技有限公司, Wagner Maschinenbau GmbH
  std::string company_brief;  ///< 华瑞科技, Wagner

  // Both. The first value holds until the day of change, the second after it.
  Phone mobile[2];                  ///< a company's are both its switchboard
  std::int64_t mobile_changed = 0;  ///< day since 1970; last_day + 1 and later: never
  Phone landline;                   ///< `national` empty: none
  std::string email[2];             ///< empty: none
  std::int64_t email_changed = 0;
  Address home[2];  ///< a company's office
  std::int64_t moved = 0;

  const Phone& mobile_at(std::int64_t day) const noexcept { return mobile[day >= mobile_changed]; }
  const std::string& email_at(std::int64_t day) const noexcept { return email[day >= email_changed]; }
  const Address& home_at(std::int64_t day) const noexcept { return home[day >= moved]; }
};

/// All customers of one seed. Constant size; safe to use from many threads.
class World {
 public:
  World(std::uint64_t seed, std::uint64_t customers) noexcept : seed_(seed), customers_(customers) {}

  std::uint64_t seed() const noexcept { return seed_; }
  std::uint64_t customers() const noexcept { return customers_; }
  std::uint64_t companies() const noexcept { return customers_ / 12; }

  static bool is_company(std::uint64_t number) noexcept { return number % 12 == 0; }

  /// REQUIRES 1 ≤ number ≤ customers(). About two microseconds.
  Customer customer(std::uint64_t number) const;

  /// The mobile that `number` has on that day. REQUIRES a person.
  Phone mobile_of(std::uint64_t number, std::int64_t day) const;

  /// What a person calls itself in shops and apps, the same in all of them.
  std::string nick_of(const Customer& who) const;

  /// A person's WeChat id; empty: none.
  std::string wechat_of(const Customer& who) const;

  /// Company name alone. REQUIRES is_company(number).
  std::string company_name(std::uint64_t number) const;

 private:
  std::uint64_t seed_, customers_;
};

}  // namespace kith::sample
