// The form of the web site: what visitors type themselves.
#include "sample/cells.h"
#include "sample/channel.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

class WebsiteForm : public ChannelWriter {
 public:
  Channel channel() const noexcept override { return Channel::website; }
  Attendance attendance() const noexcept override { return {0.38, 0.38, 0.05, 0.06, 2}; }
  std::string file() const override { return "website_form.csv"; }

  void begin(Folder& folder) override {
    out_ = &folder.create(file());
    out_->append("form_id,name,mobile,email,city,birthday,gender,company,consent,created_at\n");
  }

  std::string row(const Seen& seen) override {
    auto key = serial_key("WF", seen.serial);
    auto& clerk = seen.clerk;
    row_.clear();
    row_.cell(key).cell(clerk.name()).cell(clerk.mobile());
    if (seen.broken && seen.random.chance(0.5)) {
      out_->append(row_.end_row());  // the connection broke: half a row
      return key;
    }
    row_.cell(clerk.email());
    auto city = clerk.address().city;
    row_.cell(seen.broken ? "\xC3\x28" + city + "\xFF" : city);
    row_.cell(clerk.birth()).cell(gender(seen));
    row_.cell(seen.clerk.chance(0.12) ? clerk.company_name() : "");
    row_.cell(consent(seen)).cell(written_time(seen.time, "T", true));
    out_->append(row_.end_row());
    return key;
  }

  std::uint64_t end() override { return out_->size(); }

 private:
  static std::string_view gender(const Seen& seen) {
    constexpr std::string_view male[] = {"male", "M", "男", "Male", "m"},
                               female[] = {"female", "F", "女", "Female", "f"};
    if (seen.who.company || seen.random.chance(0.15)) return "";
    return seen.who.gender == Gender::male ? any_of(male, seen.random) : any_of(female, seen.random);
  }
  static std::string_view consent(const Seen& seen) {
    constexpr std::string_view yes[] = {"true", "yes", "1", "Y"}, no[] = {"false", "no", "0", "N"};
    return seen.random.chance(0.7) ? any_of(yes, seen.random) : any_of(no, seen.random);
  }

  OutFile* out_ = nullptr;
  CellRow row_{','};
};

}  // namespace

std::unique_ptr<ChannelWriter> website_form() { return std::make_unique<WebsiteForm>(); }

}  // namespace kith::sample
