// Small reference tables: sources with their mappings, and the data dictionary.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace kith::ledger {

/// A channel that supplies data. All of owner, purpose, lawful basis and retention are required.
struct Source {
  SourceId id;
  std::string name;
  std::string owner;
  std::string purpose;
  std::string lawful_basis;
  std::int64_t retention_days = 0;
  int trust = 50;             ///< 0–100
  std::string region = "CN";  ///< ISO 3166-1 alpha-2
  std::int64_t created_at = 0;
};

/// Adds a source; throws Error(conflict) where the name is taken.
SourceId add_source(Write& write, const Source& source);
/// Replaces all but id, name and created_at of the source of that id.
void update_source(Write& write, const Source& source);
std::optional<Source> find_source(Statements& sql, std::string_view name);
std::vector<Source> all_sources(Statements& sql);

/// The newest mapping of a source as JSON; empty when it has none.
std::string mapping_of(Statements& sql, SourceId source);
/// Stores a new version unless it equals the newest. Returns the version number.
std::int64_t put_mapping(Write& write, SourceId source, std::string_view json);

/// A field of the data dictionary.
struct Attribute {
  AttributeId id;
  std::string name;             ///< "phone"; also the column's name in the lens
  std::string type;             ///< semantic type: the standardiser's name
  std::string attribute_class;  ///< basic, transaction, behaviour, interaction, preference, feedback
  std::string sensitivity;      ///< public, internal, personal, sensitive
  std::string owner;
  std::string label_en, label_zh, description;
  std::string survivorship;  ///< match::name_of(SurvivorshipRule)
  bool multiple = false;     ///< customers keep all values, best first
  std::string match_kind;    ///< how matching compares it; empty: not an input of matching
};

void put_attribute(Write& write, const Attribute& attribute);
/// In order of id.
std::vector<Attribute> all_attributes(Statements& sql);

/// The matching model of the last resolve.
struct LastModel {
  std::int64_t made_at = 0;
  std::string json;
};
std::optional<LastModel> last_model(Statements& sql);
/// Returns the model's id.
std::int64_t put_model(Write& write, std::string_view model);
/// Empty where there is none of that id.
std::string model_of(Statements& sql, std::int64_t id);

}  // namespace kith::ledger
