#include <memory>

#include "cli/attribute_label.h"
#include "cli/commands.h"
#include "service/decide.h"

namespace kith::cli {
namespace {

CustomerId customer_of(service::Home& home, const std::string& name) {
  auto read = home.ledger().read();
  return service::customer_named(read->sql(), name);
}

}  // namespace

void add_pin(CLI::App& app, Session& session) {
  struct Words {
    std::string customer, attribute, value, reason;
  };
  auto pinned = std::make_shared<Words>();
  auto* pin = app.add_subcommand("pin", session.say("Make a value golden until it is unpinned"));
  pin->add_option("customer", pinned->customer, session.say("The customer"))->required();
  pin->add_option("attribute", pinned->attribute, session.say("The attribute, as name or phone"))->required();
  pin->add_option("value", pinned->value, session.say("The value as it should stand"))->required();
  pin->add_option("--reason", pinned->reason, session.say("Why, for the record"));
  pin->callback([&session, pinned] {
    auto home = session.open(service::Access::write);
    auto customer = customer_of(*home, pinned->customer);
    auto value = service::pin_value(*home, customer, pinned->attribute, pinned->value, pinned->reason);
    if (session.json)
      return session.print_json(
          {{"customer", to_string(customer)}, {"attribute", pinned->attribute}, {"value", value}});
    session.print(session.say(Text("{attribute} of {id} is pinned to {value}.",
                                   {{"attribute", attribute_label(session, pinned->attribute)},
                                    {"id", to_string(customer)},
                                    {"value", harmless(value)}})) +
                  "\n");
  });

  auto unpinned = std::make_shared<Words>();
  auto* unpin = app.add_subcommand("unpin", session.say("Let survivorship choose a value again"));
  unpin->add_option("customer", unpinned->customer, session.say("The customer"))->required();
  unpin->add_option("attribute", unpinned->attribute, session.say("The attribute, as name or phone"))
      ->required();
  unpin->callback([&session, unpinned] {
    auto home = session.open(service::Access::write);
    auto customer = customer_of(*home, unpinned->customer);
    service::unpin_value(*home, customer, unpinned->attribute);
    if (session.json)
      return session.print_json({{"customer", to_string(customer)}, {"attribute", unpinned->attribute}});
    session.print(session.say(Text("{attribute} of {id} is no longer pinned.",
                                   {{"attribute", attribute_label(session, unpinned->attribute)},
                                    {"id", to_string(customer)}})) +
                  "\n");
  });
}

}  // namespace kith::cli
