#include "match/compare/comparator.h"

namespace kith::match {

std::unique_ptr<Comparator> make_comparator(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::full_name:
      return make_full_name_comparator();
    case ColumnKind::given_name:
    case ColumnKind::family_name:
      return make_person_name_comparator();
    case ColumnKind::phone:
      return make_phone_comparator();
    case ColumnKind::email:
      return make_email_comparator();
    case ColumnKind::date:
      return make_date_comparator();
    case ColumnKind::postal_code:
      return make_postal_code_comparator();
    case ColumnKind::place:
      return make_place_comparator();
    case ColumnKind::address:
      return make_address_comparator();
    case ColumnKind::id_number:
      return make_id_number_comparator();
    case ColumnKind::company:
      return make_company_comparator();
    case ColumnKind::category:
      return make_category_comparator();
    case ColumnKind::text:
      return make_text_comparator();
    case ColumnKind::number:
      return make_number_comparator();
    case ColumnKind::coordinates:
      return make_coordinates_comparator();
  }
  return make_text_comparator();
}

}  // namespace kith::match
