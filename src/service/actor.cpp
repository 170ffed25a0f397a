#include "service/actor.h"

#include <algorithm>

#include "base/error.h"
#include "base/utf8.h"

namespace kith::service {
namespace {

constexpr std::string_view rights[] = {
    "customers.read", "customers.write", "customers.merge", "matching.review", "imports.read",
    "imports.write",  "sources.read",    "sources.write",   "quality.read",    "consents.read",
    "consents.write", "exports.run",     "jobs.read",       "jobs.write",      "users.manage",
    "audit.read",     "settings.read",   "settings.write"};

// Those that change something: not while one looks with another's eyes.
bool changes(std::string_view right) noexcept {
  for (std::string_view end : {".write", ".merge", ".run", ".manage", ".review"}) {
    if (right.size() > end.size() && right.substr(right.size() - end.size()) == end) return true;
  }
  return false;
}

Role role_of(std::string name, std::vector<std::string> may, std::vector<FieldRule> fields) {
  return {std::move(name), std::move(may), {}, std::move(fields), true};
}

}  // namespace

std::span<const std::string_view> all_rights() noexcept { return rights; }

std::string_view name_of(FieldAccess access) noexcept {
  constexpr std::string_view names[] = {"hide", "mask", "read", "edit"};
  return names[static_cast<std::size_t>(access)];
}

bool read_access(std::string_view word, FieldAccess& access) noexcept {
  for (auto known : {FieldAccess::hide, FieldAccess::mask, FieldAccess::read, FieldAccess::edit}) {
    if (name_of(known) != word) continue;
    access = known;
    return true;
  }
  return false;
}

const std::vector<Role>& built_in_roles() {
  static const std::vector<Role> roles = [] {
    auto of_sensitivity = [](const char* sensitivity, FieldAccess access) {
      return FieldRule{{}, sensitivity, access};
    };
    std::vector<FieldRule> edits = {of_sensitivity("public", FieldAccess::edit),
                                    of_sensitivity("internal", FieldAccess::edit),
                                    of_sensitivity("personal", FieldAccess::edit)};
    auto steward_fields = edits;
    steward_fields.push_back(of_sensitivity("sensitive", FieldAccess::edit));
    auto sales_fields = edits;
    sales_fields.push_back(of_sensitivity("sensitive", FieldAccess::mask));
    std::vector<FieldRule> reads = {of_sensitivity("personal", FieldAccess::read),
                                    of_sensitivity("sensitive", FieldAccess::hide)};
    std::vector<FieldRule> masks = {of_sensitivity("personal", FieldAccess::mask),
                                    of_sensitivity("sensitive", FieldAccess::hide)};
    return std::vector<Role>{
        role_of("owner", {std::begin(rights), std::end(rights)}, steward_fields),
        role_of("steward",
                {"customers.read", "customers.write", "customers.merge", "matching.review", "imports.read",
                 "imports.write", "sources.read", "sources.write", "quality.read", "consents.read",
                 "exports.run", "jobs.read", "jobs.write"},
                steward_fields),
        role_of("sales",
                {"customers.read", "customers.write", "consents.read", "consents.write", "sources.read",
                 "jobs.read"},
                sales_fields),
        role_of("marketer", {"customers.read", "consents.read", "quality.read", "sources.read", "jobs.read"},
                reads),
        role_of("officer",
                {"customers.read", "imports.read", "sources.read", "quality.read", "consents.read",
                 "consents.write", "audit.read", "settings.read", "jobs.read"},
                {of_sensitivity("sensitive", FieldAccess::read)}),
        role_of("analyst", {"customers.read", "quality.read", "sources.read", "jobs.read"}, masks)};
  }();
  return roles;
}

bool Actor::may(std::string_view right) const noexcept {
  if (viewing_as && changes(right)) return false;
  return std::find(rights.begin(), rights.end(), right) != rights.end();
}

void Actor::require(std::string_view right) const {
  if (may(right)) return;
  if (viewing_as && changes(right)) {
    throw Error(ErrorCode::denied, "Looking with another role's eyes, nothing can be changed.",
                "Go back to your own view first.");
  }
  throw Error(ErrorCode::denied, Text("This needs the right {right}.", {{"right", std::string(right)}}),
              "Ask somebody who manages users for it.");
}

FieldAccess Actor::access_to(const ledger::Attribute& attribute) const noexcept {
  for (const auto& rule : fields) {
    if (rule.attribute == attribute.name && !rule.attribute.empty()) return rule.access;
  }
  for (const auto& rule : fields) {
    if (rule.attribute.empty() && rule.sensitivity == attribute.sensitivity) return rule.access;
  }
  return FieldAccess::read;
}

Actor operator_at_the_machine(Language language) {
  const auto& owner = built_in_roles().front();
  Actor actor;
  actor.id = actor.login = actor.name = "cli";
  actor.role = owner.name;
  actor.rights = owner.rights;
  actor.fields = owner.fields;
  actor.language = language;
  return actor;
}

std::string masked(std::string_view value) {
  if (value.empty()) return {};
  auto at_sign = value.find('@');
  std::size_t first = 0;
  next_code_point(value, first);
  std::string out(value.substr(0, first));
  if (at_sign != std::string_view::npos && at_sign > 0) {
    out += "•••";
    out += value.substr(at_sign);
    return out;
  }
  bool number = is_ascii(value) && value.size() >= 9 &&
                std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }) >= 8;
  if (!number) return out + "•••";
  return std::string(value.substr(0, value.front() == '+' ? 3 : 2)) + "••••" +
         std::string(value.substr(value.size() - 2));
}

}  // namespace kith::service
