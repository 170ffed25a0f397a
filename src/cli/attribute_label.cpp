#include "cli/attribute_label.h"

#include "service/dictionary.h"

namespace kith::cli {
namespace {

std::string part_label(const Session& session, const std::string& part) {
  auto colon = part.find(':');
  auto label = attribute_label(session, part.substr(0, colon));
  if (colon == std::string::npos) return label == part ? session.say(part.c_str()) : label;
  auto key = part.substr(colon + 1);
  return label + "·" + session.say(key == "sound" ? "sounds the same" : key.c_str());
}

}  // namespace

std::string attribute_label(const Session& session, const std::string& name) {
  return service::attribute_label(name, session.language);
}

const char* comma(const Session& session) { return session.language == Language::zh ? "、" : ", "; }

std::string rule_label(const Session& session, const std::string& name) {
  if (session.language == Language::en) return name;
  constexpr std::string_view joint = " + ";
  std::string label;
  for (std::size_t begin = 0;;) {
    auto end = name.find(joint, begin);
    label += part_label(session, name.substr(begin, end == std::string::npos ? end : end - begin));
    if (end == std::string::npos) return label;
    label += joint;
    begin = end + joint.size();
  }
}

}  // namespace kith::cli
