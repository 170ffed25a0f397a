// The orders of the web shop, one JSON object a line.
#include <algorithm>

#include "sample/cells.h"
#include "sample/channel.h"
#include "sample/joined.h"
#include "sample/pick.h"
#include "sample/words.h"

namespace kith::sample {
namespace {

struct Currency {
  std::string_view code;
  std::uint64_t per_yuan_10000;  ///< units of the currency for 10,000 yuan, a rough rate
  bool cents;
};
constexpr Currency currencies[] = {{"CNY", 10000, true}, {"USD", 1400, true}, {"GBP", 1080, true},
                                   {"EUR", 1290, true},  {"EUR", 1290, true}, {"JPY", 205000, false},
                                   {"SGD", 1880, true}};

std::string money(std::uint64_t hundredths, bool cents) {
  if (!cents) return std::to_string(hundredths / 100);
  return joined({std::to_string(hundredths / 100), ".", std::to_string(hundredths % 100 + 100).substr(1)});
}

class ShopOrders : public ChannelWriter {
 public:
  Channel channel() const noexcept override { return Channel::orders; }
  Attendance attendance() const noexcept override { return {0.34, 0.30, 0.10, 0.42, 8}; }
  std::string file() const override { return "shop_orders.ndjson"; }

  void begin(Folder& folder) override { out_ = &folder.create(file()); }

  std::string row(const Seen& seen) override {
    auto key = serial_key("SO", seen.serial);
    line_ = "{";
    append_json_field(line_, "order_id", key);
    buyer(seen);
    items(seen);
    append_json_field(line_, "placed_at", written_time(seen.time, "T", true) + "+08:00");
    append_json_field(line_, "status", status(seen.random));
    line_ += "}";
    if (seen.broken) line_.resize(line_.size() / 2 + seen.random.below(line_.size() / 3));
    line_ += "\n";
    out_->append(line_);
    return key;
  }

  std::uint64_t end() override { return out_->size(); }

 private:
  void buyer(const Seen& seen) {
    auto& clerk = seen.clerk;
    buyer_ = "{";
    append_json_field(buyer_, "name", clerk.name());
    append_json_field(buyer_, "phone", clerk.mobile());
    append_json_field(buyer_, "address", clerk.address().line(seen.who.region, clerk.postcode()));
    append_json_field(buyer_, "country", country_code_of(seen.who.region));
    append_json_field(buyer_, "nick", seen.who.company ? std::string() : seen.world.nick_of(seen.who));
    line_ += ",\"buyer\":";
    line_ += buyer_;
    line_ += "}";
  }

  void items(const Seen& seen) {
    Random& random = seen.random;
    const Currency& currency = currencies[static_cast<int>(seen.who.region)];
    const bool chinese = seen.who.region == Region::china;
    const bool big = seen.who.company || seen.who.segment == Segment::key;
    std::uint64_t total = 0;
    line_ += ",\"items\":[";
    const auto count = 1 + random.below(big ? 5 : 3);
    for (std::uint64_t i = 0; i < count; ++i) {
      const Product& product = draw_product(random, seen.who.segment);
      std::uint64_t price = product.fen * currency.per_yuan_10000 / 10000;
      if (!currency.cents) price = price / 100 * 100;
      const std::uint64_t quantity =
          seen.who.company ? 5 + random.below(46) : 1 + random.below(random.chance(0.8) ? 2 : 6);
      total += price * quantity;
      if (i > 0) line_ += ",";
      line_ += "{";
      append_json_field(line_, "sku", product.sku);
      append_json_field(line_, "name", chinese ? product.chinese : product.english);
      line_ += joined(
          {",\"quantity\":", std::to_string(quantity), ",\"price\":", money(price, currency.cents), "}"});
    }
    line_ += "]";
    // One in a hundred amounts is text, as an older version of the shop wrote it.
    if (random.chance(0.01)) {
      append_json_field(line_, "amount", money(total, currency.cents));
    } else {
      line_ += joined({",\"amount\":", money(total, currency.cents)});
    }
    append_json_field(line_, "currency", currency.code);
  }

  static std::string_view status(Random& random) {
    auto u = random.unit();
    return u < 0.82   ? "completed"
           : u < 0.90 ? "shipped"
           : u < 0.95 ? "cancelled"
           : u < 0.99 ? "refunded"
                      : "pending";
  }

  OutFile* out_ = nullptr;
  std::string line_, buyer_;
};

}  // namespace

std::unique_ptr<ChannelWriter> shop_orders() { return std::make_unique<ShopOrders>(); }

}  // namespace kith::sample
