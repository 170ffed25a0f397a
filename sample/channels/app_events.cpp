// What users do in the app: a user id always, a telephone number or an e-mail address sometimes.
#include "sample/cells.h"
#include "sample/channel.h"
#include "sample/joined.h"
#include "sample/pick.h"
#include "sample/words.h"

namespace kith::sample {
namespace {

constexpr std::int64_t china_clock = 8 * 3600;  // ahead of UTC

class AppEvents : public ChannelWriter {
 public:
  Channel channel() const noexcept override { return Channel::events; }
  Attendance attendance() const noexcept override { return {0.20, 0.15, 0.0, 0.55, 12}; }
  std::string file() const override { return "app_events.ndjson"; }

  void begin(Folder& folder) override { out_ = &folder.create(file()); }

  std::string row(const Seen& seen) override {
    Random& random = seen.random;
    auto key = serial_key("EV", seen.serial);
    line_ = "{";
    append_json_field(line_, "event_id", key);
    const Permutation users(seen.world.customers(), seen.world.seed() ^ 0x75736572);
    append_json_field(line_, "user_id", joined({"u", std::to_string(100000 + users(seen.who.number - 1))}));
    if (auto phone = seen.clerk.mobile(); !phone.empty()) append_json_field(line_, "phone", phone);
    if (auto email = seen.clerk.email(); !email.empty()) append_json_field(line_, "email", email);
    auto u = random.unit();
    std::string_view name = u < 0.4    ? "page_view"
                            : u < 0.55 ? "search"
                            : u < 0.70 ? "add_to_cart"
                            : u < 0.80 ? "checkout"
                            : u < 0.92 ? "login"
                            : u < 0.96 ? "share"
                                       : "coupon_used";
    append_json_field(line_, "event", name);
    append_json_field(line_, "time", written_time(seen.time - china_clock, "T", true) + "Z");
    properties(seen, name);
    line_ += "}";
    if (seen.broken) line_.resize(line_.size() / 2);
    line_ += "\n";
    out_->append(line_);
    return key;
  }

  std::uint64_t end() override { return out_->size(); }

 private:
  void properties(const Seen& seen, std::string_view event) {
    constexpr std::string_view systems[] = {"iOS", "Android", "Android", "HarmonyOS"};
    constexpr std::string_view pages[] = {"home", "product", "cart", "me", "campaign", "help"};
    Random& random = seen.random;
    properties_ = "{";
    append_json_field(properties_, "os", any_of(systems, random));
    append_json_field(properties_, "version",
                      joined({drawn_number(random, 5, 8), ".", drawn_number(random, 0, 12)}));
    if (event == "page_view") append_json_field(properties_, "page", any_of(pages, random));
    if (event == "search" || event == "add_to_cart") {
      const Product& product = draw_product(random, seen.who.segment);
      if (event == "search") {
        append_json_field(properties_, "query",
                          seen.who.region == Region::china ? product.chinese : product.english);
      } else {
        append_json_field(properties_, "sku", product.sku);
      }
    }
    if (event == "coupon_used")
      append_json_field(properties_, "coupon", joined({"SAVE", drawn_number(random, 5, 50)}));
    line_ += joined({",\"properties\":", properties_, "}"});
  }

  OutFile* out_ = nullptr;
  std::string line_, properties_;
};

}  // namespace

std::unique_ptr<ChannelWriter> app_events() { return std::make_unique<AppEvents>(); }

}  // namespace kith::sample
