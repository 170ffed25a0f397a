// Values of a foreign column on their way into a comparison, one a line. Whatever the bytes, of every kind of
// column they take a form, two forms have a level that both ways round is the same, shapes allow it, and a
// point lies on the earth.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "match/compare/comparator.h"
#include "match/compare/value_shape.h"
#include "service/column_content.h"
#include "service/dedupe_values.h"

namespace {

using kith::match::ColumnKind;

bool lies_on_earth(const std::string& point) {
  std::istringstream in(point);
  double latitude = 0, longitude = 0;
  in >> latitude >> longitude;
  return in && in.eof() && std::abs(latitude) <= 90 && std::abs(longitude) <= 180;
}

void compare(ColumnKind kind, const std::vector<std::string>& forms) {
  const std::vector<std::string_view> values(forms.begin(), forms.end());
  const auto comparator = kith::match::make_comparator(kind);
  comparator->prepare(values);
  const auto shapes = kith::match::shapes_of(kind, values);
  for (std::uint32_t a = 1; a < values.size(); ++a) {
    for (std::uint32_t b = a + 1; b < values.size(); ++b) {
      if (values[a] == values[b] || values[a].empty() || values[b].empty()) continue;
      const auto level = comparator->level(a, b);
      if (level < 1 || level >= comparator->levels().size() || level != comparator->level(b, a)) std::abort();
      if (!kith::match::has_shape(kind)) continue;
      if ((kith::match::possible_levels(kind, shapes[a], shapes[b]) >> level & 1) == 0) std::abort();
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 2000) return 0;
  constexpr std::size_t most = 12;
  kith::TextList raw(1);
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  for (std::string line; raw.size() < most && std::getline(in, line);) raw.push_back(line);
  kith::service::look_at(raw);
  for (int kind = 0; kind <= static_cast<int>(ColumnKind::coordinates); ++kind) {
    kith::service::ColumnChoice choice;
    choice.kind = static_cast<ColumnKind>(kind);
    kith::service::ComparedForm form(choice, raw);
    std::vector<std::string> forms(1);
    for (std::size_t id = 1; id < raw.size(); ++id) {
      forms.push_back(form.of(raw[id]));
      const bool is_point = choice.kind == ColumnKind::coordinates && !forms.back().empty();
      if (is_point && !lies_on_earth(forms.back())) std::abort();
    }
    compare(choice.kind, forms);
  }
  return 0;
}
