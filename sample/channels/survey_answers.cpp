// Answers to the yearly survey, as a spreadsheet program of a German colleague saved them: semicolons, byte
// order mark, Windows line ends, comments over several lines.
#include "sample/cells.h"
#include "sample/channel.h"
#include "sample/words.h"

namespace kith::sample {
namespace {

class SurveyAnswers : public ChannelWriter {
 public:
  Channel channel() const noexcept override { return Channel::survey; }
  Attendance attendance() const noexcept override { return {0.15, 0.15, 0.05, 0.05, 2}; }
  std::string file() const override { return "survey_answers.csv"; }

  void begin(Folder& folder) override {
    out_ = &folder.create(file());
    out_->append(
        "\xEF\xBB\xBF"
        "answer_id;answered_at;name;contact_phone;contact_email;nps_score;comment\r\n");
  }

  std::string row(const Seen& seen) override {
    Random& random = seen.random;
    auto& clerk = seen.clerk;
    auto key = serial_key("SV", seen.serial);
    row_.clear();
    row_.cell(key).cell(written_time(seen.time, " ", false)).cell(clerk.name());
    auto phone = clerk.mobile(), email = clerk.email();
    row_.cell(phone).cell(email);
    if (seen.broken && random.chance(0.5)) row_.cell("").cell("").cell("");  // cells too many
    const int score = static_cast<int>(random.chance(0.55) ? 8 + random.below(3) : random.below(11));
    row_.cell(random.chance(0.02) ? std::to_string(score) + "分" : std::to_string(score));
    auto comment = survey_comment(random, seen.who.region, score);
    row_.cell(seen.broken ? "\xFE\xFF" + comment : comment);
    out_->append(row_.end_row());
    return key;
  }

  std::uint64_t end() override { return out_->size(); }

 private:
  OutFile* out_ = nullptr;
  CellRow row_{';', "\r\n"};
};

}  // namespace

std::unique_ptr<ChannelWriter> survey_answers() { return std::make_unique<SurveyAnswers>(); }

}  // namespace kith::sample
