// The customer master of the ERP: firms with a contact, and persons; exported in GB18030 as old systems do.
#include "sample/cells.h"
#include "sample/channel.h"
#include "sample/pick.h"

namespace kith::sample {
namespace {

class ErpCustomers : public ChannelWriter {
 public:
  Channel channel() const noexcept override { return Channel::erp; }
  Attendance attendance() const noexcept override { return {0.20, 0.15, 0.95, 0.15, 3}; }
  std::string file() const override { return "erp_customers.csv"; }

  void begin(Folder& folder) override {
    out_ = &folder.create(file());
    out_->append(gb_.encode(
        "客户编号,客户名称,联系人,手机,电话,邮箱,省,市,区,详细地址,邮编,出生日期,性别,建档日期\r\n"));
  }

  std::string row(const Seen& seen) override {
    auto key = serial_key("C", seen.serial);
    row_.clear();
    row_.cell(key);
    if (seen.who.company) {
      company(seen);
    } else {
      person(seen);
    }
    if (seen.broken && seen.random.chance(0.5)) {
      row_.cell("溢出").cell("");  // two cells too many
      out_->append(gb_.encode(row_.end_row()));
      return key;
    }
    auto bytes = gb_.encode(row_.end_row());
    out_->append(bytes.substr(0, bytes.size() - 2));
    if (seen.broken) out_->append("\x81\xFF\xFF");  // a lead byte without its second
    out_->append("\r\n");
    return key;
  }

  std::uint64_t end() override { return out_->size(); }

 private:
  void company(const Seen& seen) {
    auto& clerk = seen.clerk;
    row_.cell(clerk.company_name());
    // The contact is one of the staff; what stands under the contact's name is the contact's.
    const auto contact_number = seen.who.number - 11 + seen.random.below(3);
    const Customer contact = seen.world.customer(contact_number);
    Clerk about(seen.world, Channel::erp, contact, seen.time / 86400, seen.random);
    const bool own_mobile = seen.random.chance(0.6);
    row_.cell(seen.random.chance(0.85) ? about.name() : "").cell(own_mobile ? about.mobile() : "");
    row_.cell(clerk.landline()).cell(seen.random.chance(0.3) ? about.email() : clerk.email());
    address(seen);
    row_.cell("").cell("").cell(filed(seen));
  }

  void person(const Seen& seen) {
    auto& clerk = seen.clerk;
    auto name = clerk.name();
    row_.cell(name).cell(seen.random.chance(0.5) ? name : "").cell(clerk.mobile()).cell(clerk.landline());
    row_.cell(clerk.email());
    address(seen);
    row_.cell(clerk.birth());
    const bool male = seen.who.gender == Gender::male;
    row_.cell(seen.random.chance(0.1)    ? ""
              : seen.random.chance(0.95) ? (male ? "男" : "女")
                                         : (male ? "1" : "2"));
    row_.cell(filed(seen));
  }

  void address(const Seen& seen) {
    auto address = seen.clerk.address();
    row_.cell(address.province).cell(address.city).cell(address.district).cell(address.street);
    row_.cell(seen.clerk.postcode());
  }

  static std::string filed(const Seen& seen) {
    auto date = civil_from_days(seen.time / 86400);
    return seen.random.chance(0.9) ? iso_date(date) : written_date(seen.random, date, Region::china);
  }

  OutFile* out_ = nullptr;
  CellRow row_{',', "\r\n"};
  Gb18030 gb_;
};

}  // namespace

std::unique_ptr<ChannelWriter> erp_customers() { return std::make_unique<ErpCustomers>(); }

}  // namespace kith::sample
