// Short and pet forms of given names: Bill is William.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace kith::match {

/// The groups that a given name (in small letters) belongs to, rising; empty for names without other forms.
/// Two names that share a group may be of one person. Common knowledge of English usage, without claim to
/// completeness.
const std::vector<std::uint16_t>& nickname_groups(std::string_view name);

}  // namespace kith::match
