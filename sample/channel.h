// A channel: one file, and who appears in it when.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "sample/clerk.h"
#include "sample/out_file.h"
#include "sample/sample.h"

namespace kith::sample {

/// How often customers appear in a channel.
struct Attendance {
  double person, staff,
      company;   ///< probability to appear at all; staff: those who may work for the block's company
  double again;  ///< probability of one more appearance after each
  int most;      ///< appearances of one customer
};

/// One row about to be written.
struct Seen {
  const World& world;
  const Customer& who;
  std::uint64_t serial;  ///< of the row in its channel, from 1
  std::int64_t time;     ///< as time_at gives it
  Random& random;
  Clerk& clerk;
  bool broken;  ///< write no row: cells missing, or bytes that are no text
};

class ChannelWriter {
 public:
  virtual ~ChannelWriter() = default;
  virtual Channel channel() const noexcept = 0;
  virtual Attendance attendance() const noexcept = 0;
  virtual std::string file() const = 0;  ///< the present file's name

  virtual void begin(Folder& folder) = 0;
  /// Writes the row and returns its key.
  virtual std::string row(const Seen& seen) = 0;
  /// Completes the file and says how large it is.
  virtual std::uint64_t end() = 0;
  /// Whether the present file is full and another has to begin.
  virtual bool full() const noexcept { return false; }
};

std::unique_ptr<ChannelWriter> website_form();
std::unique_ptr<ChannelWriter> erp_customers();
std::unique_ptr<ChannelWriter> sales_contacts(std::uint64_t rows_a_sheet);
std::unique_ptr<ChannelWriter> call_centre();
std::unique_ptr<ChannelWriter> shop_orders();
std::unique_ptr<ChannelWriter> mini_program();
std::unique_ptr<ChannelWriter> app_events();
std::unique_ptr<ChannelWriter> survey_answers();

/// How often `customer` appears in a channel of that attendance.
int appearances_of(const World& world, Channel channel, const Attendance& attendance,
                   std::uint64_t customer) noexcept;

/// A key of eight or more digits after a prefix: "WF00000012".
std::string serial_key(std::string_view prefix, std::uint64_t serial);

/// The local time (seconds since 1970, China's clock) of position `at` of `of`: never falls as `at` grows,
/// business trebles over the years, and the hours of a day are as busy as people are awake. REQUIRES at < of.
std::int64_t time_at(std::uint64_t at, std::uint64_t of) noexcept;

/// "2024-03-01 12:05:09" and its like: `between` stands between day and time; with seconds or without.
std::string written_time(std::int64_t time, std::string_view between, bool seconds);

}  // namespace kith::sample
