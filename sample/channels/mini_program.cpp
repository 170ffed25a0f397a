// The members of the mini-program: one JSON array, nicknames rather than names, gender as 0/1/2.
#include "sample/cells.h"
#include "sample/channel.h"
#include "sample/joined.h"

namespace kith::sample {
namespace {

// Eleven characters that differ for different numbers, then eleven more.
std::string openid_of(std::uint64_t serial) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out = "oKx";
  std::uint64_t word = mix(serial);
  for (int i = 0; i < 11; ++i, word >>= 6) out.push_back(letters[word & 63]);
  word = mix(~serial);
  for (int i = 0; i < 11; ++i, word >>= 6) out.push_back(letters[word & 63]);
  return out;
}

class MiniProgram : public ChannelWriter {
 public:
  Channel channel() const noexcept override { return Channel::mini; }
  Attendance attendance() const noexcept override { return {0.32, 0.25, 0.0, 0.03, 2}; }
  std::string file() const override { return "mini_program.json"; }

  void begin(Folder& folder) override {
    out_ = &folder.create(file());
    out_->append("[");
  }

  std::string row(const Seen& seen) override {
    auto& clerk = seen.clerk;
    auto key = openid_of(seen.serial ^ (seen.world.seed() << 40));
    line_ = first_ ? "\n" : ",\n";
    first_ = false;
    if (seen.broken) {
      line_ += "[\"sync_error\"]";  // an element that is no member; the array stays an array
      out_->append(line_);
      return key;
    }
    member_ = "{";
    append_json_field(member_, "openid", key);
    append_json_field(member_, "nickname", clerk.name());
    append_json_field(member_, "phone", clerk.mobile());
    const int gender = seen.random.chance(0.3) ? 0 : seen.who.gender == Gender::male ? 1 : 2;
    member_ += joined({",\"gender\":", std::to_string(gender)});
    append_json_field(member_, "birthday", clerk.birth());
    auto address = clerk.address();
    append_json_field(member_, "province", address.province);
    append_json_field(member_, "city", address.city);
    append_json_field(member_, "registered_at", written_time(seen.time, " ", false));
    line_ += member_;
    line_ += "}";
    out_->append(line_);
    return key;
  }

  std::uint64_t end() override {
    out_->append("\n]\n");
    return out_->size();
  }

 private:
  OutFile* out_ = nullptr;
  std::string line_, member_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<ChannelWriter> mini_program() { return std::make_unique<MiniProgram>(); }

}  // namespace kith::sample
