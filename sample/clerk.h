// The clerk of a channel: writes down what the truth becomes there, on that day, with the channel's dirt.
#pragma once
#include <cstdint>
#include <string>

#include "sample/customer.h"
#include "sample/dirt.h"

namespace kith::sample {

struct WrittenAddress {
  std::string province, city, district, street;
  /// One line, as a parcel label has it.
  std::string line(Region region, const std::string& postcode) const;
};

/// Every function returns what stands in the cell; empty where nothing does. Made for one row.
class Clerk {
 public:
  Clerk(const World& world, Channel channel, const Customer& who, std::int64_t day, Random& random) noexcept
      : world_(world), channel_(channel), dirt_(dirt_of(channel)), who_(who), day_(day), random_(random) {}

  std::string name();          ///< a person's; of a company its name
  std::string company_name();  ///< of the company itself, or of a person's employer; empty: none
  std::string mobile();
  std::string landline();  ///< with extension where a switchboard is shared
  std::string email();
  std::string birth();  ///< empty for companies
  WrittenAddress address();
  std::string postcode();
  /// The mobile as the network shows it (a caller's number): never mistyped, maybe somebody else's.
  std::string caller_number();

  bool chance(double probability) { return random_.chance(probability); }

 private:
  std::string chinese_name();
  std::string world_name();
  std::string honorific();
  std::string dirtied_phone(const Phone& phone);
  std::string finish(std::string text);
  std::int64_t known_day(std::int64_t changed);

  const World& world_;
  Channel channel_;
  const Dirt& dirt_;
  const Customer& who_;
  std::int64_t day_;
  Random& random_;
};

/// A telephone number the way people of its region write it, one of several; `plain` the first of them.
std::string written_phone(Random& random, const Phone& phone, bool plain);

/// "1990-01-02", without the cost of printf.
std::string iso_date(const Civil& date);

/// A date the way people of that region write it: 1990/1/2, 1990年1月2日, 19900102, 02.01.1990, 1/2/1990 …
std::string written_date(Random& random, const Civil& date, Region region);

}  // namespace kith::sample
