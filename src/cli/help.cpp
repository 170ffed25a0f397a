#include "cli/help.h"

#include <algorithm>

#include "base/utf8.h"

namespace kith::cli {
namespace {

class Help final : public CLI::Formatter {
 public:
  explicit Help(Language language) : language_(language) {
    label("OPTIONS", tr(language, "options"));
    label("SUBCOMMAND", tr(language, "command"));
    label("REQUIRED", tr(language, "(required)"));
    label("TEXT", tr(language, "TEXT"));
    for (const char* type : {"INT", "UINT", "FLOAT"}) label(type, tr(language, "NUMBER"));
    column_width(28);
  }

  std::string make_group(std::string group, bool positional,
                         std::vector<const CLI::Option*> options) const override {
    auto text = "\n" +
                (positional           ? tr(language_, "Words:")
                 : group == "Options" ? tr(language_, "Options:")
                                      : group + ":") +
                "\n";
    for (const auto* option : options) text += make_option(option, positional);
    return text;
  }

  std::string make_usage(const CLI::App* app, std::string name) const override {
    const std::string heading = "Usage:";
    auto usage = Formatter::make_usage(app, name).substr(heading.size());
    // The colon of Chinese brings its own blank.
    if (language_ == Language::zh && usage.rfind(' ', 0) == 0) usage.erase(0, 1);
    return tr(language_, "Usage:") + usage;
  }

  std::string make_option(const CLI::Option* option, bool positional) const override {
    return line(make_option_name(option, positional) + make_option_opts(option), make_option_desc(option));
  }

  // The values that an option may take stand in its description: in its type they would only push that away.
  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_type_size() == 0) return {};
    auto type = option->get_type_name();
    auto text = " " + get_label(type.substr(0, type.find(':')));
    if (option->get_expected_max() == CLI::detail::expected_max_vector_size) text += " …";
    if (option->get_required()) text += " " + get_label("REQUIRED");
    return text;
  }

  std::string make_subcommand(const CLI::App* command) const override {
    return line(command->get_display_name(true), command->get_description());
  }

  std::string make_subcommands(const CLI::App* app, CLI::AppFormatMode mode) const override {
    auto text = Formatter::make_subcommands(app, mode);
    const std::string heading = "\nSubcommands:\n";
    if (text.rfind(heading, 0) == 0)
      text.replace(0, heading.size(), "\n" + tr(language_, "Commands:") + "\n");
    return text;
  }

 private:
  std::string line(const std::string& name, const std::string& meaning) const {
    auto text = "  " + name;
    auto width = display_width(text);
    if (width + 1 > column_width_) {
      text += "\n";
      width = 0;
    }
    return text + std::string(column_width_ - width, ' ') + meaning + "\n";
  }

  Language language_;
};

// The name before ": ", as the parser begins its complaints.
std::string name_before_colon(const std::string& what) { return what.substr(0, what.find(':')); }

}  // namespace

std::shared_ptr<CLI::Formatter> help_in(Language language) { return std::make_shared<Help>(language); }

Text complaint_of(const CLI::ParseError& error) {
  const std::string what = error.what();
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    const std::string ending = " is required";
    auto name = what.substr(0, what.size() - std::min(what.size(), ending.size()));
    if (name == "A subcommand") return "a command is missing";
    return Text("{name} is missing", {{"name", name}});
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    return Text("{name} has too few or too many values", {{"name", name_before_colon(what)}});
  if (dynamic_cast<const CLI::ValidationError*>(&error) != nullptr)
    return Text("the value of {name} is not one that it can have", {{"name", name_before_colon(what)}});
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
    auto begin = what.rfind(": ");
    return Text("{value} is no number",
                {{"value", begin == std::string::npos ? what : what.substr(begin + 2)}});
  }
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) return "there are more words than it takes";
  return Text("{reason}", {{"reason", what}});
}

}  // namespace kith::cli
