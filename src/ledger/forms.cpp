#include "ledger/forms.h"

namespace kith::ledger {
namespace {

Form read_form(Statement& row) {
  return {FormId(row.integer(0)),   std::string(row.text(1)), std::string(row.text(2)),
          std::string(row.text(3)), std::string(row.text(4)), row.integer(5)};
}

}  // namespace

FormId put_form(Write& write, const Form& form) {
  FormId id = form.id ? form.id : FormId(write.take_ids());
  write
      .sql(
          "INSERT INTO form(id, name, source, definition, created_by, created_at) VALUES ($1, $2, $3, $4, "
          "$5, $6) "
          "ON CONFLICT (id) DO UPDATE SET name = excluded.name, source = excluded.source, definition = "
          "excluded.definition")
      .bind(1, id.value)
      .bind(2, std::string_view(form.name))
      .bind(3, std::string_view(form.source))
      .bind(4, std::string_view(form.definition))
      .bind(5, std::string_view(form.created_by))
      .bind(6, write.now())
      .run();
  write.audit("form.put", to_string(id), "{}");
  return id;
}

void remove_form(Write& write, FormId id) {
  write.sql("DELETE FROM form WHERE id = $1").bind(1, id.value).run();
  write.audit("form.remove", to_string(id), "{}");
}

std::optional<Form> find_form(Statements& sql, FormId id) {
  auto& row = sql("SELECT id, name, source, definition, created_by, created_at FROM form WHERE id = $1");
  if (!row.bind(1, id.value).step()) return std::nullopt;
  auto form = read_form(row);
  row.reset();
  return form;
}

std::vector<Form> all_forms(Statements& sql) {
  std::vector<Form> forms;
  auto& row = sql("SELECT id, name, source, definition, created_by, created_at FROM form ORDER BY name, id");
  while (row.step()) forms.push_back(read_form(row));
  return forms;
}

}  // namespace kith::ledger
