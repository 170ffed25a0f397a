// The contract as data: api/openapi.yaml, which is inside the program, read once.
#pragma once
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace kith::server {

/// Its text, as it stands in the tree.
std::string_view contract_text() noexcept;

/// The same as JSON: mappings keep their order. Read at the first call; thread-safe.
const nlohmann::ordered_json& contract();

/// What a `$ref` of the contract points at ("#/components/schemas/Job"); the value itself where it is none.
const nlohmann::ordered_json& resolved(const nlohmann::ordered_json& value);

/// YAML of one document as JSON. Plain words are null, true, false and whole numbers where they look like
/// them; everything else is text. Throws Error(corrupt) for what is no YAML, or uses anchors.
nlohmann::ordered_json yaml_to_json(std::string_view yaml);

}  // namespace kith::server
