#include "ledger/catalogue.h"

#include "base/error.h"

namespace kith::ledger {
namespace {

Source read_source(Statement& row) {
  Source source;
  source.id = SourceId(row.integer(0));
  source.name = row.text(1);
  source.owner = row.text(2);
  source.purpose = row.text(3);
  source.lawful_basis = row.text(4);
  source.retention_days = row.integer(5);
  source.trust = static_cast<int>(row.integer(6));
  source.region = row.text(7);
  source.created_at = row.integer(8);
  return source;
}

}  // namespace

SourceId add_source(Write& write, const Source& source) {
  if (find_source(write.sql, source.name)) {
    throw Error(ErrorCode::conflict, Text("There is a source named {name} already.", {{"name", source.name}}),
                "Choose another name, or change the source with `kith source set`.");
  }
  SourceId id(write.take_ids());
  write
      .sql(
          "INSERT INTO source(id, name, owner, purpose, lawful_basis, retention_days, trust, region, "
          "created_at) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
      .bind(1, id.value)
      .bind(2, std::string_view(source.name))
      .bind(3, std::string_view(source.owner))
      .bind(4, std::string_view(source.purpose))
      .bind(5, std::string_view(source.lawful_basis))
      .bind(6, source.retention_days)
      .bind(7, source.trust)
      .bind(8, std::string_view(source.region))
      .bind(9, write.now())
      .run();
  write.changed(Entity::source, "put", id.value, id.value);
  write.audit("source.add", to_string(id), "{}");
  return id;
}

void update_source(Write& write, const Source& source) {
  write
      .sql(
          "UPDATE source SET owner = $1, purpose = $2, lawful_basis = $3, retention_days = $4, trust = $5, "
          "region = $6 WHERE id = $7")
      .bind(1, std::string_view(source.owner))
      .bind(2, std::string_view(source.purpose))
      .bind(3, std::string_view(source.lawful_basis))
      .bind(4, source.retention_days)
      .bind(5, source.trust)
      .bind(6, std::string_view(source.region))
      .bind(7, source.id.value)
      .run();
  write.changed(Entity::source, "put", source.id.value, source.id.value);
  write.audit("source.set", to_string(source.id), "{}");
}

std::optional<Source> find_source(Statements& sql, std::string_view name) {
  auto& row =
      sql("SELECT id, name, owner, purpose, lawful_basis, retention_days, trust, region, created_at "
          "FROM source WHERE name = $1");
  if (!row.bind(1, name).step()) return std::nullopt;
  auto source = read_source(row);
  row.reset();
  return source;
}

std::vector<Source> all_sources(Statements& sql) {
  std::vector<Source> sources;
  auto& row =
      sql("SELECT id, name, owner, purpose, lawful_basis, retention_days, trust, region, created_at "
          "FROM source ORDER BY id");
  while (row.step()) sources.push_back(read_source(row));
  return sources;
}

std::string mapping_of(Statements& sql, SourceId source) {
  auto& row = sql("SELECT mapping FROM source_mapping WHERE source_id = $1 ORDER BY version DESC LIMIT 1");
  std::string mapping;
  if (row.bind(1, source.value).step()) mapping = row.text(0);
  row.reset();
  return mapping;
}

std::int64_t put_mapping(Write& write, SourceId source, std::string_view json) {
  auto& row = write.sql(
      "SELECT version, mapping FROM source_mapping WHERE source_id = $1 ORDER BY version DESC LIMIT 1");
  std::int64_t version = 0;
  bool same = false;
  if (row.bind(1, source.value).step()) {
    version = row.integer(0);
    same = row.text(1) == json;
  }
  row.reset();
  if (same) return version;
  write.sql("INSERT INTO source_mapping(source_id, version, mapping, created_at) VALUES ($1, $2, $3, $4)")
      .bind(1, source.value)
      .bind(2, version + 1)
      .bind(3, json)
      .bind(4, write.now())
      .run();
  write.changed(Entity::source, "put", source.value, source.value);
  return version + 1;
}

void put_attribute(Write& write, const Attribute& attribute) {
  auto id = attribute.id ? attribute.id : AttributeId(write.take_ids());
  write
      .sql(
          "INSERT INTO attribute(id, name, type, class, sensitivity, owner, label_en, label_zh, description, "
          "survivorship, multiple, match_kind) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
          "ON CONFLICT (id) DO UPDATE SET type = excluded.type, class = excluded.class, "
          "sensitivity = excluded.sensitivity, owner = excluded.owner, label_en = excluded.label_en, "
          "label_zh = excluded.label_zh, description = excluded.description, survivorship = "
          "excluded.survivorship, "
          "multiple = excluded.multiple, match_kind = excluded.match_kind")
      .bind(1, id.value)
      .bind(2, std::string_view(attribute.name))
      .bind(3, std::string_view(attribute.type))
      .bind(4, std::string_view(attribute.attribute_class))
      .bind(5, std::string_view(attribute.sensitivity))
      .bind(6, std::string_view(attribute.owner))
      .bind(7, std::string_view(attribute.label_en))
      .bind(8, std::string_view(attribute.label_zh))
      .bind(9, std::string_view(attribute.description))
      .bind(10, std::string_view(attribute.survivorship))
      .bind(11, attribute.multiple ? 1 : 0)
      .bind(12, std::string_view(attribute.match_kind))
      .run();
  write.changed(Entity::attribute, "put", id.value, id.value);
}

std::vector<Attribute> all_attributes(Statements& sql) {
  std::vector<Attribute> attributes;
  auto& row =
      sql("SELECT id, name, type, class, sensitivity, owner, label_en, label_zh, description, survivorship, "
          "multiple, match_kind FROM attribute ORDER BY id");
  while (row.step()) {
    Attribute attribute;
    attribute.id = AttributeId(row.integer(0));
    attribute.name = row.text(1);
    attribute.type = row.text(2);
    attribute.attribute_class = row.text(3);
    attribute.sensitivity = row.text(4);
    attribute.owner = row.text(5);
    attribute.label_en = row.text(6);
    attribute.label_zh = row.text(7);
    attribute.description = row.text(8);
    attribute.survivorship = row.text(9);
    attribute.multiple = row.integer(10) != 0;
    attribute.match_kind = row.text(11);
    attributes.push_back(std::move(attribute));
  }
  return attributes;
}

std::optional<LastModel> last_model(Statements& sql) {
  auto& row = sql("SELECT made_at, model FROM model ORDER BY id DESC LIMIT 1");
  if (!row.step()) return std::nullopt;
  LastModel model{row.integer(0), std::string(row.text(1))};
  row.reset();
  return model;
}

std::int64_t put_model(Write& write, std::string_view model) {
  const auto id = write.take_ids();
  write.sql("INSERT INTO model(id, made_at, model) VALUES ($1, $2, $3)")
      .bind(1, id)
      .bind(2, write.now())
      .bind(3, model)
      .run();
  return id;
}

std::string model_of(Statements& sql, std::int64_t id) {
  auto& row = sql("SELECT model FROM model WHERE id = $1");
  std::string json;
  if (row.bind(1, id).step()) json = row.text(0);
  row.reset();
  return json;
}

}  // namespace kith::ledger
