// The log of the call centre: names as the agent heard them.
#include "sample/cells.h"
#include "sample/channel.h"
#include "sample/joined.h"
#include "sample/words.h"

namespace kith::sample {
namespace {

class CallCentre : public ChannelWriter {
 public:
  Channel channel() const noexcept override { return Channel::calls; }
  Attendance attendance() const noexcept override { return {0.28, 0.28, 0.40, 0.30, 5}; }
  std::string file() const override { return "call_centre.tsv"; }

  void begin(Folder& folder) override {
    out_ = &folder.create(file());
    out_->append("call_id\tcaller_number\tcaller_name\tagent\tdirection\tstarted_at\tduration_s\tsummary\n");
  }

  std::string row(const Seen& seen) override {
    auto key = serial_key("CALL", seen.serial);
    Random& random = seen.random;
    row_.clear();
    row_.cell(key).cell(seen.clerk.caller_number());
    auto name = seen.clerk.name();
    row_.cell(name);
    if (seen.broken && random.chance(0.5)) {
      out_->append(row_.end_row());
      return key;
    }
    row_.cell(joined({"A", drawn_number(random, 101, 140)})).cell(random.chance(0.8) ? "in" : "out");
    row_.cell(written_time(seen.time, " ", true));
    row_.cell(drawn_number(random, 5, random.chance(0.8) ? 400 : 2400));
    auto summary = call_summary(random, seen.who.region, name.size() > 3 ? name : "");
    row_.cell(seen.broken ? summary + "\xE4\xBD" : summary);
    out_->append(row_.end_row());
    return key;
  }

  std::uint64_t end() override { return out_->size(); }

 private:
  OutFile* out_ = nullptr;
  CellRow row_{'\t'};
};

}  // namespace

std::unique_ptr<ChannelWriter> call_centre() { return std::make_unique<CallCentre>(); }

}  // namespace kith::sample
