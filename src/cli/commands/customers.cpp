#include <memory>

#include "base/error.h"
#include "cli/commands.h"
#include "service/standard_text.h"

namespace kith::cli {

void add_customers(CLI::App& app, Session& session) {
  struct Words {
    std::string search, after;
    std::size_t limit = 20;
  };
  auto words = std::make_shared<Words>();
  auto* command = app.add_subcommand("customers", session.say("List or search the customers"));
  command->add_option("search", words->search,
                      session.say("Part of a name, phone, e-mail, company or address"));
  command->add_option("--limit", words->limit, session.say("At most so many"))->check(CLI::Range(1, 10000));
  command->add_option("--after", words->after, session.say("Go on after this customer"));
  command->callback([&session, words] {
    auto home = session.open(service::Access::write);
    std::int64_t after = 0;
    if (!words->after.empty()) {
      auto id = parse_id<CustomerKind>(words->after);
      if (!id)
        throw Error(ErrorCode::usage, Text("{id} is not the id of a customer.", {{"id", words->after}}),
                    "Customers are called cus_… and records rec_…; `kith customers` lists them.");
      after = id->value;
    }
    auto progress = session.progress();
    auto& lens = home->lens(progress, session.cancel);
    std::string sql =
        "SELECT id, records, coalesce(name, company, nickname), phone, email, city, company FROM customer "
        "WHERE id > $1";
    std::vector<lens::LensValue> parameters{after};
    if (!words->search.empty()) {
      sql +=
          " AND id IN (SELECT v.customer_id FROM customer_value v JOIN attribute a ON a.id = v.attribute_id "
          "WHERE a.name IN "
          "('name', 'phone', 'landline', 'email', 'company', 'address', 'nickname', 'wechat') AND "
          "contains(lower(v.value), lower($2)))";
      parameters.emplace_back(words->search);
    }
    sql += " ORDER BY id LIMIT " + std::to_string(words->limit + 1);
    std::vector<std::vector<std::string>> rows;
    lens.query(sql, parameters, [&](const lens::LensRow& row) {
      rows.push_back({to_string(CustomerId(row.integer(0))), std::to_string(row.integer(1)),
                      std::string(row.text(2)), std::string(row.text(3)), std::string(row.text(4)),
                      std::string(row.text(5)), std::string(row.text(6))});
    });
    progress.done();
    bool more = rows.size() > words->limit;
    if (more) rows.pop_back();
    home->ledger().write([&](ledger::Write& write) {
      write.audit("customer.list", "base", "{\"rows\":" + std::to_string(rows.size()) + "}");
    });
    if (session.json) {
      auto json = nlohmann::json::array();
      for (const auto& r : rows)
        json.push_back({{"id", r[0]},
                        {"records", std::stoll(r[1])},
                        {"name", r[2]},
                        {"phone", r[3]},
                        {"email", r[4]},
                        {"city", r[5]},
                        {"company", r[6]}});
      return session.print_json({{"customers", json}, {"more", more}});
    }
    if (rows.empty()) return session.print(session.say("No customer fits.") + "\n");
    using Align = Table::Align;
    Table table({{session.say("Customer")},
                 {session.say("Records"), Align::right},
                 {session.say("Name"), Align::left, 24},
                 {session.say("Phone")},
                 {session.say("E-mail"), Align::left, 32},
                 {session.say("City"), Align::left, 16},
                 {session.say("Company"), Align::left, 28}});
    const auto standard = service::company_standard(home->ledger().read()->sql());
    constexpr const char* attributes[] = {"name", "phone", "email", "city", "company"};
    for (auto r : rows) {
      for (std::size_t i = 0; i < std::size(attributes); ++i)
        r[i + 2] = service::shown_golden(standard, attributes[i], r[i + 2]);
      table.add(std::move(r));
    }
    session.print(table.print(session.colour()));
    if (more)
      session.print(session.say(Text("There are more: --after {id}", {{"id", rows.back()[0]}})) + "\n");
  });
}

}  // namespace kith::cli
