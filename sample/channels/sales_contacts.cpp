// The contact sheet of the sales team: a title, a header of two levels with merged cells, numbers as numbers,
// real dates.
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iterator>
#include <utility>

#include <xlsxwriter.h>

#include "base/error.h"
#include "sample/channel.h"
#include "sample/joined.h"
#include "sample/pick.h"
#include "sample/words.h"

namespace kith::sample {
namespace {

// The header: a group over its columns; a column without a group is merged with the cell below.
struct Column {
  const char *group, *name;
};
constexpr Column columns[] = {
    {"", "编号"},         {"", "姓名"},         {"", "性别"},         {"", "公司"},     {"联系方式", "手机"},
    {"联系方式", "微信"}, {"联系方式", "邮箱"}, {"地址", "省份"},     {"地址", "城市"}, {"地址", "详细地址"},
    {"", "出生日期"},     {"", "负责人"},       {"", "最近联系日期"}, {"", "备注"}};
constexpr lxw_col_t column_count = std::size(columns);
constexpr std::time_t made_at = last_day * 86400;  // in the document's properties: the same in every run

lxw_datetime excel_date(const Civil& date) {
  return {date.year, static_cast<int>(date.month), static_cast<int>(date.day), 0, 0, 0};
}

bool is_number(std::string_view text) noexcept {
  return text.size() >= 7 && text.size() <= 15 && text[0] != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// In constant memory a row is gone once a later one is begun, so worksheet_merge_range, which also writes the
// covered cells, cannot merge downwards. This only notes the range.
void merge_downwards(lxw_worksheet* sheet, lxw_row_t first, lxw_row_t last, lxw_col_t column) {
  auto* range = static_cast<lxw_merged_range*>(std::calloc(1, sizeof(lxw_merged_range)));
  if (range == nullptr) throw Error(ErrorCode::io, "There is not enough memory.");
  range->first_row = first;
  range->last_row = last;
  range->first_col = range->last_col = column;
  STAILQ_INSERT_TAIL(sheet->merged_ranges, range, list_pointers);
  sheet->merged_range_count++;
}

class SalesContacts : public ChannelWriter {
 public:
  explicit SalesContacts(std::uint64_t rows_a_sheet) : rows_a_sheet_(rows_a_sheet) {}
  ~SalesContacts() override { lxw_workbook_free(workbook_); }

  Channel channel() const noexcept override { return Channel::sales; }
  Attendance attendance() const noexcept override { return {0.19, 0.70, 0.0, 0.08, 3}; }
  std::string file() const override {
    return number_ <= 1 ? "sales_contacts.xlsx"
                        : joined({"sales_contacts_", std::to_string(number_), ".xlsx"});
  }

  void begin(Folder& folder) override {
    ++number_;
    path_ = folder.reserve(file());
    directory_ = folder.directory();
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = directory_.data();
    options.use_zip64 = LXW_FALSE;
    workbook_ = workbook_new_opt(path_.c_str(), &options);
    if (workbook_ == nullptr)
      throw Error(ErrorCode::io, Text("{path} could not be begun.", {{"path", path_}}));
    lxw_doc_properties properties{};
    properties.created = made_at;
    workbook_set_properties(workbook_, &properties);
    sheet_ = workbook_add_worksheet(workbook_, "客户联系表");
    bold_ = workbook_add_format(workbook_);
    format_set_bold(bold_);
    format_set_align(bold_, LXW_ALIGN_CENTER);
    date_ = workbook_add_format(workbook_);
    format_set_num_format(date_, "yyyy-mm-dd");
    worksheet_set_column(sheet_, 0, column_count - 1, 14, nullptr);
    header();
  }

  std::string row(const Seen& seen) override {
    auto key = serial_key("S", seen.serial);
    Random& random = seen.random;
    auto& clerk = seen.clerk;
    lxw_col_t at = 0;
    text(at++, key);
    text(at++, clerk.name());
    text(at++, random.chance(0.2) ? "" : seen.who.gender == Gender::male ? "男" : "女");
    text(at++, clerk.company_name());
    phone(at++, clerk.mobile(), random);
    text(at++, random.chance(0.3) ? "" : seen.world.wechat_of(seen.who));
    text(at++, clerk.email());
    auto address = clerk.address();
    text(at++, address.province);
    text(at++, address.city);
    text(at++, joined({address.district, address.street}));
    birth(at++, clerk.birth());
    text(at++, joined({"销售", drawn_number(random, 1, 30), "号"}));
    auto contacted = excel_date(civil_from_days(seen.time / 86400));
    worksheet_write_datetime(sheet_, row_, at++, &contacted, date_);
    text(at++, sales_note(random, seen.who.region));
    ++row_;
    return key;
  }

  std::uint64_t end() override {
    auto* workbook = std::exchange(workbook_, nullptr);
    if (lxw_error failure = workbook_close(workbook); failure != LXW_NO_ERROR) {
      throw Error(ErrorCode::io, Text("{path} could not be completed: {reason}.",
                                      {{"path", path_}, {"reason", lxw_strerror(failure)}}));
    }
    return size_of_file(path_);
  }

  bool full() const noexcept override { return row_ >= 3 + rows_a_sheet_; }

 private:
  void header() {
    worksheet_merge_range(sheet_, 0, 0, 0, column_count - 1, "销售客户联系表（内部资料）", bold_);
    for (lxw_col_t i = 0; i < column_count;) {
      const std::string_view group = columns[i].group;
      lxw_col_t end = i + 1;
      if (group.empty()) {
        worksheet_write_string(sheet_, 1, i, columns[i].name, bold_);
        merge_downwards(sheet_, 1, 2, i);
      } else {
        while (end < column_count && group == columns[end].group) ++end;
        worksheet_merge_range(sheet_, 1, i, 1, end - 1, columns[i].group, bold_);
      }
      i = end;
    }
    for (lxw_col_t i = 0; i < column_count; ++i) {
      if (columns[i].group[0] != 0) worksheet_write_string(sheet_, 2, i, columns[i].name, bold_);
    }
    row_ = 3;
  }

  void text(lxw_col_t column, const std::string& value) {
    if (!value.empty()) worksheet_write_string(sheet_, row_, column, value.c_str(), nullptr);
  }

  void phone(lxw_col_t column, std::string value, Random& random) {
    if (value.size() > 1 && value[0] == '+' && random.chance(0.5))
      value.erase(0, 1);  // a sheet eats the plus
    if (is_number(value) && random.chance(0.9)) {
      worksheet_write_number(sheet_, row_, column, std::stod(value), nullptr);
    } else {
      text(column, value);
    }
  }

  void birth(lxw_col_t column, const std::string& value) {
    std::int64_t ms = 0;
    if (!parse_iso_time(value, ms) || ms < days_from_civil({1900, 3, 1}) * 86400000)
      return text(column, value);
    auto date = excel_date(civil_from_days((ms - (ms < 0 ? 86399999 : 0)) / 86400000));
    worksheet_write_datetime(sheet_, row_, column, &date, date_);
  }

  std::uint64_t rows_a_sheet_;
  int number_ = 0;
  std::string path_, directory_;
  lxw_workbook* workbook_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format *bold_ = nullptr, *date_ = nullptr;
  lxw_row_t row_ = 3;
};

}  // namespace

std::unique_ptr<ChannelWriter> sales_contacts(std::uint64_t rows_a_sheet) {
  return std::make_unique<SalesContacts>(rows_a_sheet);
}

}  // namespace kith::sample
